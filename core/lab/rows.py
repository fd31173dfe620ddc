"""The rows of a run, read, checked and split once for all runs that ask the same of them."""

from __future__ import annotations

from dataclasses import dataclass

from core.data.files import Upload
from core.data.findings import fired
from core.data.load import load
from core.data.table import Finding, Origin
from core.lab.teachers import Shelf
from core.models.catalog import window_length
from core.spec import RunSpec
from core.tasks.dataset import Dataset
from core.tasks.findings import inspect_dataset
from core.tasks.make import make_dataset, make_walk


@dataclass(frozen=True)
class Rows:
    """What a run learns from: where it comes from, what stands out in it, and its parts.

    ``blocks`` are further data sets to walk forward over; empty where that is not asked for.
    """

    origin: Origin
    findings: tuple[Finding, ...]
    dataset: Dataset
    blocks: tuple[Dataset, ...] = ()


def prepare(spec: RunSpec, csv: Upload | None = None, shelf: Shelf | None = None) -> Rows:
    """Load, split and look at the rows of a run, without training.

    Parameters
    ----------
    spec : RunSpec
    csv : Upload, optional
        The uploaded file, or several, when the data source is "csv".
    shelf : Shelf, optional
        Where prepared rows are kept, but for those of Yahoo Finance, which change, and for
        uploaded ones that the choices do not name by their fingerprint.

    Raises
    ------
    LabError
        When the rows cannot be used.
    """
    is_named = spec.data.source == "sample" or bool(spec.data.content_hash)
    if spec.data.source == "yahoo" or not is_named or shelf is None:
        return _prepared(spec, csv)
    asked = (spec.data.model_dump_json(), spec.task.model_dump_json(), window_length(spec))
    return shelf.made_once(("rows", *asked), lambda: _prepared(spec, csv))


def _prepared(spec: RunSpec, csv: Upload | None) -> Rows:
    table = load(spec.data, csv)
    dataset = make_dataset(table, spec.task, window_length(spec))
    blocks = make_walk(table, spec.task, window_length(spec))
    return Rows(table.origin, (*table.findings, *fired(inspect_dataset(dataset))), dataset, blocks)
