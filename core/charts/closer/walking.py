"""Walking forward, as a section."""

from __future__ import annotations

from collections.abc import Iterator

from core.charts.numbers import count_text, range_text, score_text
from core.charts.section import Cell, Figures, Picture, Section
from core.charts.walk import walk_picture
from core.evaluate.luck.walked import WalkForward
from core.evaluate.scores import Interval

QUESTION = "Does the finding hold in other times, each judged by models of what came before?"


def walking_section(found: WalkForward) -> Section:
    """Tell what walking forward over test blocks found."""
    return Section(
        title="Walk forward",
        question=QUESTION,
        sentences=(found.sentence, *_reasons(found)),
        tables=(
            Figures(
                "AUC in each test block",
                ("Block", "Rows", "Alone", "Distilled", "Distilled minus alone"),
                tuple(_rows(found)),
            ),
        ),
        pictures=(Picture("Distilled minus alone", walk_picture(found)),),
    )


def _reasons(found: WalkForward) -> Iterator[str]:
    for block in found.blocks:
        if block.why_not:
            yield f"From {block.start}: the difference is not defined, {block.why_not}."


def _rows(found: WalkForward) -> Iterator[tuple[Cell, ...]]:
    for block in found.blocks:
        yield (
            (f"{block.start}", f"to {block.end}"),
            count_text(block.rows),
            score_text(block.reference),
            score_text(block.model),
            _difference(block.difference),
        )
    rows = count_text(sum(block.rows for block in found.blocks))
    yield "All, pooled", rows, "", "", _difference(found.pooled)


def _difference(found: Interval) -> Cell:
    return score_text(found.mean), range_text(found)
