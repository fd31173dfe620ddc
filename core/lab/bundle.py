"""From a finished run to the zip that hands the student over."""

from __future__ import annotations

from importlib.metadata import version

from core.deploy.bundle import BundleContents, write_bundle
from core.deploy.card import CardColumn, CardFacts, CardPart, write_card
from core.lab.report import to_json
from core.lab.result import ModelResult, PartSummary, Result
from core.models.catalog import reads_windows

PACKAGES = ("torch", "scikit-learn", "numpy", "pandas", "onnxruntime")


def bundle_of(result: Result) -> bytes:
    """Return the distilled student of a run as a zip: model, code, card and proof.

    Raises
    ------
    BundleError
        When the exported student does not answer as the trained one.
    """
    student = result.spec.student
    return write_bundle(
        BundleContents(
            model=result.artefacts.student,
            encoder=result.artefacts.encoder,
            class_names=result.data.classes,
            window=student.window if reads_windows(student) else None,
            task=result.spec.task,
            date_column=result.spec.data.date_column,
            ticker_column=result.spec.data.ticker_column,
            golden_rows=result.artefacts.golden_rows,
            golden_probabilities=result.artefacts.golden_probabilities,
            metrics_json=to_json(result),
            card=write_card(card_facts(result)),
        )
    )


def card_facts(result: Result) -> CardFacts:
    """Collect what the model card tells."""
    data = result.data
    parts = (("Training", data.train), ("Validation", data.validation), ("Test", data.test))
    return CardFacts(
        spec=result.spec,
        data_name=data.name,
        attribution=data.attribution,
        licence=data.licence,
        content_hash=data.content_hash,
        parts=tuple(_part(name, part) for name, part in parts),
        gap_days=data.gap_days,
        column_names=result.artefacts.encoder.column_names,
        class_names=data.classes,
        columns=tuple(_column(column) for column in result.columns),
        agreement=result.agreement,
        verdict=result.verdict,
        student_seed=result.artefacts.student_seed,
        packages=tuple((name, version(name)) for name in PACKAGES),
    )


def _part(name: str, part: PartSummary) -> CardPart:
    return CardPart(name, part.rows, part.start, part.end)


def _column(column: ModelResult) -> CardColumn:
    return CardColumn(column.role, column.name, column.cost, column.scores, column.latency)
