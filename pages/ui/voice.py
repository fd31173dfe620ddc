"""How the teacher speaks: the method, alpha and temperature, and what temperature does."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import streamlit as st

from core.charts.softening import softened_answer
from core.distill.methods import METHODS, availability
from core.language.sentences import told
from core.language.speak import tr
from core.spec import MethodName, RunSpec
from pages.ui import chart, widgets
from pages.ui.state import session

if TYPE_CHECKING:
    from core.tasks.dataset import Dataset

FORMULA = (
    r"\begin{aligned} \mathcal{L} =\; & \alpha\, T^2\, \mathrm{KL}\!\left("
    r"p^{T}_{\text{teacher}} \,\|\, p^{T}_{\text{student}}\right) \\ "
    r"& + (1-\alpha)\, \mathrm{CE}\!\left(y,\, p_{\text{student}}\right) \end{aligned}"
)
UNAVAILABLE = " · not here"
EXAMPLES = MappingProxyType({2: (0.9, 0.1), 3: (0.8, 0.15, 0.05)})


def choose_voice(dataset: Dataset | None) -> None:
    """Offer the method, alpha and temperature, with the formula of the loss."""
    st.markdown(tr("**The teacher's voice**"))
    reasons = reasons_against(session().spec, dataset.n_classes if dataset else None)
    widgets.options(
        "method",
        tr("Method"),
        list(METHODS),
        _titles(reasons).__getitem__,
        note="".join(
            f"\n- **{tr(METHODS[name].title)}**: {told(why)}" for name, why in reasons.items()
        ),
    )
    if reasons:
        st.caption(told(f"{len(reasons)} of {len(METHODS)} cannot work here; the help says why."))
    method = METHODS[session().spec.distill.method]
    st.caption(told(f"{method.what} {method.when} Source: {method.source}."))
    if method.name == "born_again":
        widgets.slider("generations", tr("Generations"), step=1)
    widgets.slider("alpha", tr("Alpha, weight of the teacher"), step=0.05)
    st.caption(told(alpha_in_words(session().spec.distill.alpha)))
    widgets.slider("temperature", tr("Temperature T"), step=0.5, most=10.0)
    if method.name == "hinton":
        st.latex(FORMULA)


def reasons_against(spec: RunSpec, n_classes: int | None) -> dict[MethodName, str]:
    """Return why methods cannot work with these choices, for those that cannot."""
    reasons = {name: availability(name, spec, n_classes) for name in METHODS}
    return {name: why for name, why in reasons.items() if why}


def _titles(reasons: Mapping[MethodName, str]) -> dict[str, str]:
    return {
        name: tr(method.title) + (tr(UNAVAILABLE) if name in reasons else "")
        for name, method in METHODS.items()
    }


def alpha_in_words(alpha: float) -> str:
    """Say which side a value of alpha favours."""
    if alpha == 0:
        return "The student ignores the teacher and learns from the labels only."
    if alpha == 1:
        return "The student hears only the teacher and never sees a label."
    if alpha == 0.5:
        return "50% teacher, 50% labels: the loss weighs both alike."
    side = "the teacher" if alpha > 0.5 else "the labels"
    return f"{alpha:.0%} teacher, {1 - alpha:.0%} labels: the loss favours {side}."


def show_softening(dataset: Dataset | None) -> None:
    """Show how temperature softens an example answer."""
    st.markdown(tr("**What temperature does** to an example answer"))
    names = dataset.class_names if dataset else ("no", "yes")
    example = EXAMPLES.get(len(names))
    if example is None:
        example, names = EXAMPLES[2], ("one class", "all others")
    picture = softened_answer(example, names, session().spec.distill.temperature)
    chart.show(picture, key="softening")
    st.caption(
        tr(
            "Made-up numbers, not an answer of your teacher: what it says, and what the student "
            "hears, with the doubt that a plain label hides."
        )
    )
