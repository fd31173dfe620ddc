"""A finished run to be sent, made by hand."""

from __future__ import annotations

from core.lab.outbox.parcel import File, Number, Parcel

FINISHED_MS = 1_700_000_060_000


def make_parcel(run_id: str = "run-1", **changes: object) -> Parcel:
    given: dict[str, object] = {
        "run_id": run_id,
        "name": "German credit, first try",
        "started_ms": 1_700_000_000_000,
        "finished_ms": FINISHED_MS,
        "params": (("student.name", "mlp"), ("student.width", "16"), ("data.note", "")),
        "numbers": (
            Number("distilled.auc", 0.76),
            Number("students.distilled.validation_loss", 0.5, 1),
            Number("students.distilled.validation_loss", 0.25, 2),
        ),
        "tags": (("distill_lab.run_id", run_id), ("outcome", "better"), ("verdict", "It helped.")),
        "files": (File("report.json", b"{}"), File("bundle.zip", b"PK\x05\x06")),
    }
    return Parcel(**(given | changes))  # type: ignore[arg-type]
