"""Groups that the law protects, as a section."""

from __future__ import annotations

from collections.abc import Iterator

from core.charts.closer.words import number
from core.charts.fairness import group_dots
from core.charts.names import group_in_table
from core.charts.numbers import MISSING, count_text, range_text
from core.charts.section import Cell, Figures, Picture, Section
from core.charts.template import ROLES
from core.evaluate.fairness.fairness import AttributeFairness, Fairness
from core.evaluate.fairness.gaps import Gap
from core.evaluate.fairness.group_rates import RATES, GroupRates

QUESTION = "Do protected groups fare differently, and did distilling change that?"
NONE_FOUND = (
    "No protected attribute, such as sex or age, was recognised among the columns, so groups "
    "cannot be compared. That does not show that they fare alike."
)
LEFT_OUT = (
    "Protected columns are no features unless they were chosen; other columns may still stand in "
    "for them."
)
RATE_TITLES = {
    "selection": "Selected",
    "error": "Error",
    "false_positive": "Good refused",
    "false_negative": "Bad accepted",
}
ROLE_TITLES: dict[str, str] = {role: style.title for role, style in ROLES.items()}


def groups_section(found: Fairness | None) -> Section:
    """Tell the rates of every protected group under every model, and the largest gaps.

    Parameters
    ----------
    found : Fairness or None
        None where no protected attribute was recognised.

    Returns
    -------
    Section
    """
    if found is None:
        return Section("Fairness", QUESTION, (NONE_FOUND,))
    favourable = found.favourable
    return Section(
        title="Fairness",
        question=QUESTION,
        sentences=(
            found.sentence,
            *_reasons(found),
            f"The favourable outcome is {favourable.name}. {favourable.reason}",
            LEFT_OUT,
        ),
        tables=tuple(table for one in found.attributes for table in _tables(one)),
        pictures=tuple(
            Picture(f"Selected, by {one.name}", group_dots(one, "selection"))
            for one in found.attributes
        ),
    )


def _reasons(found: Fairness) -> tuple[str, ...]:
    """Say of each gap that is not defined why; what holds for all models is told once."""
    told = {
        f"{RATE_TITLES[gap.rate]} by {attribute.name}: no gap, {gap.reason}."
        for attribute in found.attributes
        for model in attribute.models
        for gap in model.gaps
        if gap.reason
    }
    return tuple(sorted(told))


def _tables(attribute: AttributeFairness) -> Iterator[Figures]:
    titles = tuple(RATE_TITLES[rate] for rate in RATES)
    yield Figures(
        f"Largest gaps by {attribute.name}",
        ("Model", *titles),
        tuple(
            (ROLE_TITLES[model.name], *(_gap(one) for one in model.gaps))
            for model in attribute.models
        ),
    )
    yield Figures(
        f"Groups by {attribute.name}",
        ("Group", "Model", "Rows", *titles, "Truly bad"),
        tuple(_groups(attribute)),
    )


def _groups(attribute: AttributeFairness) -> Iterator[tuple[Cell, ...]]:
    """Give a row for each group and model; one for all models where a group is too small."""
    for place in range(len(attribute.models[0].groups)):
        for model in attribute.models:
            group = model.groups[place]
            if not group.is_too_small:
                yield _group(group, ROLE_TITLES[model.name])
        if attribute.models[0].groups[place].is_too_small:
            yield _group(attribute.models[0].groups[place], "all")


def _gap(gap: Gap) -> Cell:
    if gap.reason:
        return MISSING
    return f"{gap.difference.mean:.3f}", range_text(gap.difference)


def _group(group: GroupRates, model: str) -> tuple[Cell, ...]:
    name, rows = group_in_table(group.group), count_text(group.rows)
    if group.is_too_small:
        return name, model, (rows, "too few to judge"), *[MISSING] * (len(RATES) + 1)
    rates = (group.rate(rate) for rate in RATES)
    return name, model, rows, *(number(rate) for rate in rates), number(group.adverse)
