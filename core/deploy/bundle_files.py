"""The JSON files of a bundle, as they must be before anything in them is believed."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, StringConstraints, ValidationError
from pydantic import model_validator as checked

from core.data.limits import MAX_COLUMNS, MAX_NAME_CHARACTERS
from core.data.quote import plain
from core.deploy.archive import refusal
from core.deploy.shares import Frozen
from core.spec import MARKET_TASKS, TaskSpec

FORMAT = 2
READABLE_FORMATS = (1, 2)
"""The first version told neither threshold nor how training rows were spread."""

MOST_CLASSES = 100
MOST_CATEGORIES = 1000
MOST_WINDOW_DAYS = 1000
MOST_GOLDEN_ROWS = 10_000

Name = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME_CHARACTERS)]
Cell = Annotated[str, StringConstraints(max_length=MAX_NAME_CHARACTERS)]
Row = Annotated[list[float | None], Field(min_length=1, max_length=MAX_COLUMNS)]
Window = Annotated[list[Row], Field(min_length=1, max_length=MOST_WINDOW_DAYS)]
Answer = Annotated[list[float], Field(min_length=1, max_length=MOST_CLASSES)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


Known = TypeVar("Known", bound=Frozen)


class Version(Frozen):
    """The version of a file, which tells whether the rest can be read."""

    format: int


class BundleColumn(Frozen):
    """A raw column: a number where it has no categories."""

    name: Name
    kind: Literal["number", "category"]
    categories: tuple[Cell, ...] | None = Field(default=None, max_length=MOST_CATEGORIES)

    @checked(mode="after")
    def _agrees(self) -> Self:
        if (self.kind == "category") != (self.categories is not None):
            raise ValueError("categories belong to a category, and to nothing else")
        return self


class BundleSchema(Frozen):
    """What a model reads and answers: the columns in order, the window, and the classes."""

    format: Literal[1, 2]
    task: TaskSpec
    reads_prices: bool
    risk_horizon_days: int | None = Field(ge=1, le=63)
    columns: tuple[BundleColumn, ...] = Field(min_length=1, max_length=MAX_COLUMNS)
    window: int | None = Field(ge=2, le=MOST_WINDOW_DAYS)
    date_column: Name | None
    ticker_column: Name | None
    classes: tuple[Name, ...] = Field(min_length=2, max_length=MOST_CLASSES)
    threshold: float | None = Field(default=None, ge=0, le=1)
    abstain_below: float | None = Field(default=None, ge=0, le=1)

    @checked(mode="after")
    def _agrees(self) -> Self:
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names) or len(set(self.classes)) < len(self.classes):
            raise ValueError("columns and classes need names of their own")
        if self.reads_prices != (self.task.name in MARKET_TASKS):
            raise ValueError("prices are read for market questions, and for nothing else")
        if self.window is not None and not self.reads_prices:
            raise ValueError("windows of days need prices")
        if (self.risk_horizon_days is not None) != (self.task.name == "risk"):
            raise ValueError("a risk horizon belongs to the question of risk")
        if self.threshold is not None and len(self.classes) != 2:
            raise ValueError("a threshold belongs to two classes")
        return self


class GoldenRows(Frozen):
    """Rows with known answers."""

    rows: tuple[Row, ...] = Field(min_length=1, max_length=MOST_GOLDEN_ROWS)
    probabilities: tuple[Answer, ...] = Field(min_length=1, max_length=MOST_GOLDEN_ROWS)


class GoldenWindows(Frozen):
    """Windows of days with known answers."""

    rows: tuple[Window, ...] = Field(min_length=1, max_length=MOST_GOLDEN_ROWS)
    probabilities: tuple[Answer, ...] = Field(min_length=1, max_length=MOST_GOLDEN_ROWS)


class FileFacts(Frozen):
    """What the manifest tells of one file."""

    sha256: Digest
    size_bytes: int


class Manifest(Frozen):
    """Every other file of a bundle with its digest."""

    format: Literal[1, 2]
    files: dict[str, FileFacts]


def parse(kind: type[Known], name: str, content: bytes) -> Known:
    """Read one JSON file.

    Raises
    ------
    BundleError
        When the file is no JSON, of another version, or holds what it may not.
    """
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = plain(".".join(str(part) for part in first["loc"])) or "the file"
        said = " ".join(first["msg"].removeprefix("Value error, ").split())
        raise refusal(f"{name} cannot be right: {place}: {said}") from error


def check_version(name: str, content: bytes) -> None:
    """Refuse a file of another version, in words that say so.

    Raises
    ------
    BundleError
        When the version is not one that this program reads.
    """
    found = parse(Version, name, content).format
    if found not in READABLE_FORMATS:
        read = " and ".join(map(str, READABLE_FORMATS))
        raise refusal(f"{name} is of version {found}, and this program reads {read}")
