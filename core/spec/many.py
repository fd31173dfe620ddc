"""The choices of one run done many times, each time with other rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from core.spec.names import SampleName
from core.spec.parts import Choices, DataSpec
from core.spec.run import RunSpec, parse_as

Over = Literal["samples", "tickers", "files"]
Ticker = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
MOST_ITEMS = 60


class ManySpec(Choices):
    """One run, and the rows that it is done with one after another."""

    run: RunSpec = RunSpec()
    """What is done with all of them: the question, the models and the training."""

    over: Over = "samples"
    """What the run is repeated for: bundled samples, tickers of Yahoo Finance, or your files."""

    samples: tuple[SampleName, ...] = Field(
        default=("german_credit", "taiwan_credit"), max_length=MOST_ITEMS
    )
    """Bundled data sets to go through."""

    tickers: tuple[Ticker, ...] = Field(default=(), max_length=MOST_ITEMS)
    """Symbols to fetch from Yahoo Finance, each for a run of its own."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        for names in (self.samples, self.tickers):
            if len(set(names)) < len(names):
                raise ValueError("each name must be there once")
        if self.over != "files" and not getattr(self, self.over):
            raise ValueError(f"there must be {self.over} to go through")
        if self.over == "files" and self.run.data.source != "csv":
            raise ValueError("files can be gone through only where the run's rows are uploaded")
        return self

    @property
    def title(self) -> str:
        """What is gone through, without text of the user: "3 samples"."""
        if self.over == "files":
            return "Uploaded files"
        count, one = len(getattr(self, self.over)), self.over.removesuffix("s")
        return f"{count} {one if count == 1 else self.over}"

    def data_of(self, name: str, content_hash: str = "") -> DataSpec:
        """Return where the rows of one item come from; files keep the columns of the run."""
        days: dict[str, object] = {"start": self.run.data.start, "end": self.run.data.end}
        match self.over:
            case "samples":
                return DataSpec.model_validate({"source": "sample", "sample": name, **days})
            case "tickers":
                return DataSpec.model_validate({"source": "yahoo", "tickers": (name,), **days})
        return self.run.data.model_copy(update={"content_hash": content_hash})


def parse_many(values: Mapping[str, Any]) -> ManySpec:
    """Build the choices of many runs from untrusted values; tickers may be one text.

    Raises
    ------
    SpecError
        When a value is out of bounds or a name is unknown; it names the first such field.
    """
    tickers = values.get("tickers", ())
    if isinstance(tickers, str):
        named = tickers.replace(",", " ").replace(";", " ").upper().split()
        values = {**values, "tickers": tuple(dict.fromkeys(named))}
    return parse_as(ManySpec, values)
