"""What student and teacher listen to, as a section."""

from __future__ import annotations

import math
from collections.abc import Iterator

from core.charts.closer.words import number, of_each, of_model
from core.charts.importance import importance_picture
from core.charts.names import as_written
from core.charts.numbers import count_text
from core.charts.section import Cell, Figures, Picture, Section
from core.charts.template import ROLES
from core.evaluate.looks.importance import ColumnImportance, Importance

QUESTION = "Which columns does each model lean on, and did the student learn to lean on the same?"
SCORE_TITLES = {"auc": "AUC", "accuracy": "accuracy"}
SHARED = "Columns that say the same thing share their importance, so each looks less needed."


def listening_section(found: Importance) -> Section:
    """Tell which columns each model leans on, the most important first."""
    return Section(
        title="What they listen to",
        question=QUESTION,
        sentences=tuple(_sentences(found)),
        tables=(_table(found),),
        pictures=(Picture("Loss when a column is shuffled", importance_picture(found)),),
    )


def _sentences(found: Importance) -> Iterator[str]:
    score = SCORE_TITLES[found.metric]
    of_all = "" if found.n_rows == found.of_rows else f" of {count_text(found.of_rows)}"
    yield (
        f"How much {score} each model loses when one column is shuffled among "
        f"{count_text(found.n_rows)}{of_all} test rows. {SHARED}"
    )
    if found.is_cut_short:
        yield "The machine was slow, so columns were shuffled fewer times than usual."
    one, other = (model.role for model in found.models)
    alike = found.rank_correlation(one, other)
    if alike.is_defined:
        yield (
            f"Rank correlation of both lists: {alike.value:.2f} (1 is the same order, 0 no "
            "relation). Many columns near zero make it rough."
        )
    for model in found.models:
        losses = of_each("The loss", (column.drop for column in model.columns))
        yield from of_model(model.role, *losses)


def _table(found: Importance) -> Figures:
    places = range(len(found.models[0].columns))
    strongest = sorted(places, key=lambda place: -_largest(found, place))
    header = ("Column", *(ROLES[model.role].title for model in found.models))
    rows = tuple(_row(found, place) for place in strongest)
    return Figures(f"Loss of {SCORE_TITLES[found.metric]}", header, rows)


def _largest(found: Importance, place: int) -> float:
    drops = (model.columns[place].drop for model in found.models)
    return max((drop.value for drop in drops if drop.is_defined), default=0.0)


def _row(found: Importance, place: int) -> tuple[Cell, ...]:
    columns = [model.columns[place] for model in found.models]
    return (
        as_written(columns[0].column),
        *((number(column.drop, 4), _spread(column)) for column in columns),
    )


def _spread(column: ColumnImportance) -> str:
    if math.isnan(column.spread):
        return ""
    return f"± {column.spread:.4f}, {column.repeats} shuffles"
