"""The snippet's mistakes as tables, sentences and one picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from core.charts.numbers import count_text, range_text, score_text, size_text, time_text
from core.charts.section import Cell, Figures
from core.charts.template import DATA_COLOUR, TEXT_COLOUR, Chart, blank
from core.language.sentences import told
from core.language.speak import tr

if TYPE_CHECKING:
    from core.learn.snippet_found import Found, Kind, Outcome, Snippet

WRONG_COLOUR = "#A855F7"
HEIGHT_OF_ROW_PX = 30
PLAIN_DIGITS = 4


def mistake_table(found: Found, right: Outcome) -> Figures:
    """Set what was measured of a mistake beside its correction.

    Parameters
    ----------
    found : Found
    right : Outcome
        Of the mended snippet.
    """
    rows: list[tuple[Cell, ...]] = [
        (tr(one.label), value_text(one.wrong, one.kind), value_text(one.right, one.kind))
        for one in found.readings
    ]
    rows += _after_training(found.outcome, right)
    return Figures("", ("", tr("As found"), tr("Mended")), tuple(rows))


def together_table(snippet: Snippet) -> Figures:
    """Set all six mistakes at once beside the mended snippet."""
    rows = _after_training(snippet.together, snippet.right)
    return Figures("", ("", tr("All six"), tr("Mended")), tuple(rows))


def value_text(value: float | None, kind: Kind) -> str:
    """Write a number by its kind; what is no number is said in words."""
    if value is None:
        return tr("none")
    if math.isnan(value):
        return tr("not a number")
    match kind:
        case "count":
            return count_text(round(value))
        case "size":
            return size_text(round(value))
        case "time":
            return time_text(value)
        case "share":
            return f"{value:.1%}"
    return f"{value:z.{PLAIN_DIGITS}f}"


def outcome_sentence(outcome: Outcome) -> str:
    """Say what a mistake did to the AUC, no more surely than its interval allows."""
    found = outcome.difference
    if found.low == found.high == found.mean == 0:
        return tr("After training every answer is the same: the score does not notice.")
    words = {"size": f"{abs(found.mean):.3f}", "range": told(range_text(found))}
    if found.high < 0:
        return tr("After training the AUC is {size} lower (95 % interval {range}).").format(**words)
    if found.low > 0:
        return tr("After training the AUC is {size} higher (95 % interval {range}).").format(
            **words
        )
    return tr(
        "After training the AUC shows no clear difference: the interval, {range}, includes zero."
    ).format(**words)


def differences(snippet: Snippet) -> Chart:
    """Draw what each mistake, and all together, change of the AUC, with 95 % intervals.

    Parameters
    ----------
    snippet : Snippet

    Returns
    -------
    Chart
    """
    named = [(tr(one.mistake.title), one.outcome) for one in snippet.found]
    named.append((tr("All six together"), snippet.together))
    figure = blank(
        height_px=90 + HEIGHT_OF_ROW_PX * len(named), showlegend=False, margin={"t": 26, "r": 16}
    )
    for title, outcome in named:
        found = outcome.difference
        colour = WRONG_COLOUR if found.high < 0 else DATA_COLOUR
        figure.add_scatter(
            x=[found.mean],
            y=[title],
            mode="markers",
            marker={"color": colour, "size": 11, "symbol": _symbol(outcome)},
            error_x={
                "array": [found.high - found.mean],
                "arrayminus": [found.mean - found.low],
                "color": colour,
                "thickness": 2,
                "width": 5,
            },
            hovertemplate=f"{title}: {found.mean:+.3f} ({range_text(found)})<extra></extra>",
        )
    figure.add_vline(x=0, line={"color": TEXT_COLOUR, "dash": "dot", "width": 1.5})
    figure.update_xaxes(title={"text": tr("AUC, as found minus mended"), "standoff": 6})
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    told = "; ".join(f"{title} {outcome.difference.mean:+.3f}" for title, outcome in named)
    return Chart(figure, tr("What each mistake changes of the AUC: {told}.").format(told=told))


def basis_sentence(snippet: Snippet) -> str:
    """Say what was trained on what."""
    return tr(
        "Real rows: {rows} card holders in Taiwan for each student, {teacher} for the teacher, "
        "{test} to judge; {seeds} seeds each, with the same first weights, order of rows and "
        "{steps} steps on both sides. Longer training may change what a mistake costs. All of it "
        "took {time}."
    ).format(
        rows=count_text(snippet.rows),
        teacher=count_text(snippet.teacher_rows),
        test=count_text(snippet.test_rows),
        seeds=snippet.seeds,
        steps=count_text(snippet.steps),
        time=time_text(1000 * snippet.seconds),
    )


def _symbol(outcome: Outcome) -> str:
    return "x" if outcome.difference.high < 0 else "circle"


def _after_training(wrong: Outcome, right: Outcome) -> list[tuple[Cell, ...]]:
    return [
        (
            tr("AUC after training"),
            *((score_text(one.auc.mean), range_text(one.auc)) for one in (wrong, right)),
        ),
        (
            tr("Log loss after training"),
            *((score_text(one.log_loss.mean), range_text(one.log_loss)) for one in (wrong, right)),
        ),
    ]
