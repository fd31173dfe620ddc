"""A search in sentences."""

from __future__ import annotations

from core.lab.search.outcome import SearchFound, Setting
from core.lab.sweep.estimate import Estimate
from core.lab.sweep.told import about
from core.models.names import model_name
from core.spec.search import SearchSpec

OF_TWO_SIZES = (
    "They are different students, so the verdict compares the best that can be had with a teacher "
    "and without, not one student taught and untaught."
)


def setting_words(spec: SearchSpec, setting: Setting) -> str:
    """Name a setting: "MLP 16, alpha 0.62, T 2.1, learning rate 0.0043"."""
    return (
        f"{model_name(spec.students[setting.student])}, alpha {setting.alpha:.2f}, "
        f"T {setting.temperature:.1f}, learning rate {setting.learning_rate:.2g}"
    )


def choice_sentence(found: SearchFound) -> str:
    """Say which settings the validation rows chose for both students."""
    best, own = found.trials[found.best], found.trials[found.best_alone]
    rate, student = own.setting.learning_rate, found.spec.students[own.setting.student]
    apart = "" if best.setting.student == own.setting.student else f" {OF_TWO_SIZES}"
    return (
        f"The validation rows choose trial {best.number + 1} for the distilled student: "
        f"{setting_words(found.spec, best.setting)}, AUC {best.auc:.3f}; and trial "
        f"{own.number + 1} for the student alone: {model_name(student)}, learning rate "
        f"{rate:.2g}, AUC {own.alone_auc:.3f}."
    ) + apart


def history_sentence(found: SearchFound) -> str:
    """Say what became of the trials."""
    states = [trial.state for trial in found.trials]
    complete, pruned = states.count("complete"), states.count("pruned")
    sentences = [f"Trained to the end: {complete} of {len(states)} trials."]
    if pruned:
        sentences.append(
            f"Given up, because both students did no better than the median: {pruned}."
        )
    if failed := states.count("failed"):
        sentences.append(f"Without a usable epoch: {failed}.")
    if found.stopped_early:
        sentences.append("The search was stopped early.")
    return " ".join(sentences)


def cost_sentence(found: Estimate) -> str:
    """Say what a search will cost, before it starts."""
    return (
        f"{found.n_cells:,} trials, {found.n_trained:,} students to train: at most about "
        f"{about(found.seconds)}; trials that do no better than the median are given up."
    )
