"""What a credit desk asks of a score: KS, Gini, and whether the score has shifted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2
from sklearn.metrics import roc_auc_score, roc_curve

from core.evaluate.looks.defined import Defined, defined_unless, why_no_answers, why_one_class
from core.evaluate.scores import Array, Classes

PSI_BINS = 10
SMALLEST_SHARE = 1e-4
SLIGHT_SHIFT = 0.1
LARGE_SHIFT = 0.25
CONFIDENCE = 0.95


@dataclass(frozen=True)
class CreditFigures:
    """Figures of one model's score, the probability of the second of two classes.

    Parameters
    ----------
    ks : Defined
        Largest gap between the score distributions of the two classes, 0 to 1.
    gini : Defined
        Twice the AUC minus one.
    psi : Defined
        Shift of the score from validation to test rows.
    psi_by_chance : Defined
        What chance alone reaches in 5 of 100 samples as large as these, if nothing shifted.
    """

    ks: Defined
    gini: Defined
    psi: Defined
    psi_by_chance: Defined


def credit_figures(
    target: Classes, probabilities: Array, reference: Array, class_names: Sequence[str]
) -> CreditFigures:
    """Judge a score of two classes on test rows, and against validation rows.

    Parameters
    ----------
    target : ndarray of shape (n_rows,), int64
        True class of each test row.
    probabilities : ndarray of shape (n_rows, 2), float64
        Of the test rows.
    reference : ndarray of shape (n_reference_rows, 2), float64
        Of the validation rows.
    class_names : sequence of str
        Two; the second is the one that the score points to, such as "default".

    Returns
    -------
    CreditFigures
    """
    unanswered = why_no_answers(probabilities)
    untold = unanswered or why_one_class(target, class_names)
    scores, before = probabilities[:, 1], reference[:, 1]
    no_shift = unanswered or why_no_answers(reference, "validation rows") or _why_flat(before)
    return CreditFigures(
        ks=defined_unless(untold, lambda: _ks(target, scores)),
        gini=defined_unless(untold, lambda: 2 * roc_auc_score(target, scores) - 1),
        psi=defined_unless(no_shift, lambda: population_stability(before, scores)),
        psi_by_chance=defined_unless(no_shift, lambda: _psi_by_chance(before, len(scores))),
    )


def population_stability(reference: Array, scores: Array, n_bins: int = PSI_BINS) -> float:
    """Return the population stability index between two sets of scores.

    Parameters
    ----------
    reference : ndarray of shape (n_reference_rows,)
        Its quantiles are the ends of the bins; equal quantiles make one bin.
    scores : ndarray of shape (n_rows,)
    n_bins : int
        Most bins.

    Returns
    -------
    float
        Sum over bins of ``(q - p) * log(q / p)``, p and q being the shares of the two; a
        share below `SMALLEST_SHARE` counts as that, so that an empty bin stays finite.

    Notes
    -----
    Siddiqi (2006), Credit Risk Scorecards; the symmetric divergence of Jeffreys (1946).
    """
    ends = _bin_ends(reference, n_bins)
    expected, found = _shares(reference, ends), _shares(scores, ends)
    return float(np.sum((found - expected) * np.log(found / expected)))


def shift_sentence(figures: CreditFigures) -> str:
    """Say in one sentence whether the score has shifted, by the usual rule and by chance.

    The rule of thumb: below 0.1 no shift to act on, above 0.25 a large one (Siddiqi, 2006).
    """
    psi, chance = figures.psi, figures.psi_by_chance
    if not psi.is_defined:
        return f"Whether the score has shifted is not defined: {psi.reason}."
    start = f"PSI of the score between validation and test rows is {psi.worded()}"
    if psi.value <= chance.value:
        return f"{start}: no more than chance explains with these rows (up to {chance.worded()})."
    if psi.value < SLIGHT_SHIFT:
        return f"{start}: more than chance, but too little to act on (below {SLIGHT_SHIFT})."
    if psi.value < LARGE_SHIFT:
        return f"{start}: a slight shift, so watch the score ({SLIGHT_SHIFT} to {LARGE_SHIFT})."
    return f"{start}: a large shift, so look for its cause before relying on the threshold."


def _ks(target: Classes, scores: Array) -> float:
    false_alarms, hits, _ = roc_curve(target, scores, drop_intermediate=False)
    return float(np.abs(hits - false_alarms).max())


def _why_flat(reference: Array) -> str:
    if reference.min() < reference.max():
        return ""
    return f"every validation row has the same score, {reference[0]:.3f}"


def _psi_by_chance(reference: Array, n_rows: int) -> float:
    # Without a shift, PSI / (1/n + 1/m) follows chi-squared (Yurdakul and Naranjo, 2020).
    n_bins = len(_bin_ends(reference, PSI_BINS)) + 1
    quantile = chi2.ppf(CONFIDENCE, n_bins - 1)
    return float(quantile * (1 / len(reference) + 1 / n_rows))


def _bin_ends(reference: Array, n_bins: int) -> Array:
    """Return the inner ends of bins, each end belonging to the bin below it."""
    ends: Array = np.unique(np.quantile(reference, np.arange(1, n_bins) / n_bins))
    largest = reference.max()
    ends = ends[ends < largest]
    if len(ends):
        return ends
    # Nearly all rows share the largest score: what lies below it is the other bin.
    below: Array = reference[reference < largest].max(keepdims=True)
    return below


def _shares(scores: Array, ends: Array) -> Array:
    counts = np.bincount(np.searchsorted(ends, scores, side="left"), minlength=len(ends) + 1)
    shares: Array = np.maximum(counts / len(scores), SMALLEST_SHARE)
    return shares
