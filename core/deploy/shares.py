"""How training rows were spread over bins and categories, as a bundle carries it: no row of them.

Numbers come in bins by quantiles; a bin ends with a number that belongs to it. The last share
of every column is that of cells that are missing, or of a category that was never seen.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic import model_validator as checked

from core.data.limits import MAX_COLUMNS

MOST_BINS = 1002

Share = Annotated[float, Field(ge=0, le=1)]
Shares = Annotated[tuple[Share, ...], Field(min_length=1, max_length=MOST_BINS)]
Ends = Annotated[tuple[float, ...], Field(max_length=MOST_BINS)]
Rows = Annotated[int, Field(ge=1)]


class Frozen(BaseModel):
    """A frozen part of a file; numbers are finite, and fields of later versions are left aside."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


class ColumnShares(Frozen):
    """How the rows of one column are spread.

    ``ends`` are those of the bins of a number, and None for a category. ``wandering`` says how
    far stretches of training days differed from all of them: the largest stability index for
    each length in `TrainingShares.stretch_rows`.
    """

    name: str
    ends: Ends | None
    shares: Shares
    wandering: tuple[float, ...] = ()

    @checked(mode="after")
    def _agrees(self) -> Self:
        if self.ends is not None:
            if len(self.shares) != len(self.ends) + 2:
                raise ValueError("every bin needs its share, and missing cells theirs")
            if sorted(set(self.ends)) != list(self.ends):
                raise ValueError("bins must end in order")
        return self


class ScoreShares(Frozen):
    """How the scores of a model on validation rows are spread."""

    rows: Rows
    ends: Ends
    shares: Shares

    @checked(mode="after")
    def _agrees(self) -> Self:
        if len(self.shares) != len(self.ends) + 2 or sorted(set(self.ends)) != list(self.ends):
            raise ValueError("every bin needs its share, and bins must end in order")
        return self


class TrainingShares(Frozen):
    """How training rows are spread, column by column."""

    rows: Rows
    columns: tuple[ColumnShares, ...] = Field(min_length=1, max_length=MAX_COLUMNS)
    stretch_rows: tuple[Rows, ...] = ()

    @checked(mode="after")
    def _agrees(self) -> Self:
        if any(len(column.wandering) != len(self.stretch_rows) for column in self.columns):
            raise ValueError("every length of a stretch needs its index")
        return self


class DriftFile(Frozen):
    """The content of drift.json: training columns and validation scores, where they are known."""

    training: TrainingShares
    scores: ScoreShares | None
