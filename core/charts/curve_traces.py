"""The lines of a learning curve as plain values, for pictures that are drawn many times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.charts.template import ROLES
from core.distill.reports import EpochReport, LearnerReport, Role

MOST_POINTS = 200

Value = Callable[[LearnerReport], float | None]
Trace = dict[str, Any]


@dataclass(frozen=True)
class Curve:
    """One loss of one role by epoch, over its seeds; ``best`` is the best epoch so far."""

    epochs: tuple[int, ...]
    low: tuple[float, ...]
    mean: tuple[float, ...]
    high: tuple[float, ...]
    best: tuple[int, float] | None


def curve_of(reports: tuple[EpochReport, ...], role: Role, value: Value) -> Curve:
    """Read one loss of one role from the reports of a phase."""
    step = -(-len(reports) // MOST_POINTS) or 1
    shown = [*reports[:-1:step], *reports[-1:]]
    told = [(report.epoch, _values(report, role, value)) for report in shown]
    points = [(epoch, values) for epoch, values in told if values]
    best = next(filter(lambda report: _is_best(report, role), reversed(reports)), None)
    at_best = _values(best, role, value) if best else []
    return Curve(
        epochs=tuple(epoch for epoch, _ in points),
        low=tuple(min(values) for _, values in points),
        mean=tuple(sum(values) / len(values) for _, values in points),
        high=tuple(max(values) for _, values in points),
        best=(best.epoch, sum(at_best) / len(at_best)) if best and at_best else None,
    )


def traces_of(role: Role, curve: Curve) -> list[Trace]:
    """Return the band over seeds, the line of their mean and the star of the best epoch."""
    style = ROLES[role]
    shared = {"type": "scatter", "legendgroup": role}
    is_line = len(curve.epochs) > 1
    line = shared | {
        "x": curve.epochs,
        "y": curve.mean,
        "mode": "lines" if is_line else "markers",
        "line": style.line,
        "marker": {"color": style.colour},
        "name": style.title,
        "showlegend": True,
        "hovertemplate": "%{y:.4f}",
        "uid": f"{role}-line",
    }
    epoch, mean = curve.best or (None, None)
    star = shared | {
        "x": [epoch],
        "y": [mean],
        "mode": "markers",
        "marker": {"color": style.colour, "size": 9, "symbol": "star"},
        "name": f"{style.title}, best epoch",
        "showlegend": False,
        "hovertemplate": "best epoch so far",
        "uid": f"{role}-best",
    }
    return [*_band(role, curve, shared), line, star]


def teacher_level(reports: tuple[EpochReport, ...]) -> list[Trace]:
    """Return the teacher's best as a level line that the students can be measured by."""
    best = [x for r in reports if r.phase == "teacher" for x in r.learners if x.is_best][-1:]
    style = ROLES["teacher"]
    return [
        {
            "type": "scatter",
            "x": [0.5, max(report.epochs for report in reports)],
            "y": [teacher.validation_auc] * 2,
            "mode": "lines",
            "line": style.line,
            "name": style.title,
            "hovertemplate": "%{y:.4f}",
            "uid": "teacher-level",
        }
        for teacher in best
    ]


def _band(role: Role, curve: Curve, shared: Trace) -> list[Trace]:
    if curve.low == curve.high:
        return []
    band = {
        "x": [*curve.epochs, *reversed(curve.epochs)],
        "y": [*curve.high, *reversed(curve.low)],
        "fill": "toself",
        "fillcolor": ROLES[role].band(),
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
        "uid": f"{role}-band",
    }
    return [shared | band]


def _is_best(report: EpochReport, role: Role) -> bool:
    return any(learner.is_best for learner in report.learners if learner.role == role)


def _values(report: EpochReport, role: Role, value: Value) -> list[float]:
    return [v for x in report.learners if x.role == role and (v := value(x)) is not None]
