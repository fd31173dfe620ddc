"""The ways in which a teacher can speak to a student, and where each of them can work.

In every method alpha keeps its meaning: loss = alpha·voice + (1 − alpha)·CE, so that 0 is the
student alone and 1 never looks at a label, not even to stop early; only the temperature of a
calibrated teacher, which is a choice, comes from validation labels. Class weights are left out
on purpose: they tilt the student's probabilities away from those of its teacher, so the two
voices would contradict each other, and a threshold chosen on validation does their work.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from core.distill.chain import steps_between
from core.errors import SpecError
from core.models.catalog import ARCHITECTURES, reads_windows
from core.spec import MethodName, RunSpec

NEEDS_THREE_CLASSES: frozenset[MethodName] = frozenset({"dkd", "dist", "standard"})
TREE_TEACHERS = frozenset({"trees", "forest"})
WITHOUT_HIDDEN_UNITS = TREE_TEACHERS | {"ensemble", "linear"}


@dataclass(frozen=True)
class Method:
    """A distillation method in two plain sentences, with its source."""

    name: MethodName
    title: str
    what: str
    when: str
    source: str


METHODS = MappingProxyType(
    {
        "hinton": Method(
            name="hinton",
            title="Soft targets",
            what="The student imitates the teacher's softened probabilities and the labels.",
            when="Works for two classes and more; the place to start.",
            source="Hinton, Vinyals and Dean, 2015, arXiv 1503.02531",
        ),
        "logits": Method(
            name="logits",
            title="Logit matching",
            what="The student copies the teacher's raw scores by their squared difference.",
            when="When there are few rows and the teacher is well calibrated; has no temperature.",
            source="Kim, Oh, Kim, Cho and Yun, 2021, arXiv 2105.08919",
        ),
        "hint": Method(
            name="hint",
            title="Hidden hint",
            what="Besides soft targets, the student's hidden units must foretell the teacher's.",
            when="For a network that teaches a network of another width; trees have no such units.",
            source="Romero and others, 2015, arXiv 1412.6550",
        ),
        "dkd": Method(
            name="dkd",
            title="Decoupled targets",
            what="Splits the teacher's answer into how sure it is and how it ranks the rest.",
            when="For three classes or more, where the ranking of the other classes tells much.",
            source="Zhao, Cui, Song, Qiu and Liang, 2022, arXiv 2203.08679",
        ),
        "dist": Method(
            name="dist",
            title="Relations",
            what="The student need only agree on what goes up and down together, not on numbers.",
            when="For three classes or more and a teacher far stronger than its student.",
            source="Huang, You, Wang, Qian and Xu, 2022, arXiv 2205.10536",
        ),
        "standard": Method(
            name="standard",
            title="Standardised logits",
            what="Both answers are brought to one scale first, so only their shape is compared.",
            when="For three classes or more and a teacher whose scores are much larger.",
            source="Sun, Ren, Li, Wang and Cao, 2024, arXiv 2403.01427",
        ),
        "smoothing": Method(
            name="smoothing",
            title="Label smoothing",
            what="No teacher: the labels are mixed with the same small share for every class.",
            when="As a control: what it gains as well is no merit of the teacher; alpha about 0.1.",
            source="Szegedy and others, 2016, arXiv 1512.00567",
        ),
        "assistant": Method(
            name="assistant",
            title="Teacher assistant",
            what="The teacher teaches a model of middle size, and that one teaches the student.",
            when="When teacher and student are very far apart in size.",
            source="Mirzadeh and others, 2020, arXiv 1902.03393",
        ),
        "born_again": Method(
            name="born_again",
            title="Born again",
            what="Students of one size in a row, each taught by the one before it.",
            when="When a little more quality is worth the time of training several students.",
            source="Furlanello, Lipton, Tschannen, Itti and Anandkumar, 2018, arXiv 1805.04770",
        ),
        "time_map": Method(
            name="time_map",
            title="Attention to days",
            what="Besides soft targets, the student should be active on the teacher's days.",
            when="When both models read the same window of days, and which days count matters.",
            source="Zagoruyko and Komodakis, 2017, arXiv 1612.03928",
        ),
    }
)


def availability(method: MethodName, spec: RunSpec, n_classes: int | None = None) -> str | None:
    """Say why a method cannot work with these models and classes; None where it can.

    Parameters
    ----------
    method : MethodName
        Any method, whichever the spec names.
    spec : RunSpec
        Gives teacher and student.
    n_classes : int, optional
        Classes of the target; None while they are not known.

    Returns
    -------
    str or None
        A full sentence for the screen.
    """
    if method in NEEDS_THREE_CLASSES and n_classes == 2:
        return (
            f"{METHODS[method].title} needs three classes or more: "
            "with two it hears nothing that soft targets do not."
        )
    match method:
        case "hint":
            return _without_hidden_units(spec)
        case "time_map":
            return _without_common_days(spec)
        case "assistant" if not steps_between(method, spec):
            return "No model fits between these two: the teacher must be clearly wider."
    return None


def check_method(spec: RunSpec, n_classes: int | None = None) -> None:
    """Refuse a method that cannot work, before anything is trained.

    Raises
    ------
    SpecError
        With the reason of `availability`, or where another choice of teaching cannot work.
    """
    reason = availability(spec.distill.method, spec, n_classes)
    if reason:
        raise SpecError(
            "The method must suit the models and the classes",
            reason[0].lower() + reason[1:],
            "Choose soft targets, or change what the sentence names.",
        )
    if spec.distill.out_of_fold and spec.teacher.name not in TREE_TEACHERS:
        raise SpecError(
            "Out-of-fold answers need boosted trees or a forest as the teacher",
            f"{spec.teacher.name} was chosen",
            "Choose boosted trees, or switch them off.",
        )
    if spec.distill.augment == "resample" and _reads_windows(spec):
        raise SpecError(
            "Cells can be redrawn only where no model reads windows of days",
            "a redrawn day would not fit the days before it",
            'Choose "jitter", or models that read rows.',
        )


def _without_hidden_units(spec: RunSpec) -> str | None:
    for role, model in (("teacher", spec.teacher), ("student", spec.student)):
        if model.name in WITHOUT_HIDDEN_UNITS:
            title = ARCHITECTURES[model.name].title
            return f"{title} as the {role} has no hidden units to compare: choose a network."
    return None


def _without_common_days(spec: RunSpec) -> str | None:
    for role, model in (("teacher", spec.teacher), ("student", spec.student)):
        if not ARCHITECTURES[model.name].reads_windows:
            title = ARCHITECTURES[model.name].title
            return f"{title} as the {role} does not read days: choose two sequence models."
        if model.name == "transformer":
            return (
                f"A Transformer as the {role} is equally active on all days, since it "
                "normalises each: choose GRU, LSTM or TCN."
            )
    if spec.teacher.window != spec.student.window:
        return (
            "Teacher and student must read windows of the same length, "
            f"not {spec.teacher.window} and {spec.student.window} days."
        )
    return None


def _reads_windows(spec: RunSpec) -> bool:
    return any(reads_windows(model) for model in (spec.teacher, spec.student))
