"""Calibration, and acting only when sure, as two sections."""

from __future__ import annotations

from core.charts.closer.words import number, of_model
from core.charts.numbers import range_text, score_text
from core.charts.reliability import draw_reliability
from core.charts.section import Figures, Picture, Section
from core.charts.selective import selective_picture
from core.charts.template import ROLES
from core.evaluate.looks.selective import SelectivePoint
from core.lab.closer.trust import Trust

CALIBRATION = "When a model says 70 %, does it happen 70 times in 100?"
SURE = "What is gained by acting only when the model is sure, and leaving the rest to people?"
SHOWN_COVERAGES = (1.0, 0.75, 0.5, 0.25, 0.1)


def calibration_section(found: Trust) -> Section:
    """Tell whether probabilities can be taken at their word."""
    curves = found.reliability
    return Section(
        title="Calibration",
        question=CALIBRATION,
        sentences=tuple(
            sentence
            for role, curve in curves.items()
            for sentence in of_model(role, ("The gap", curve.gap))
        ),
        tables=(
            Figures(
                "Mean gap between told and seen",
                ("", "Gap"),
                tuple((ROLES[role].title, number(curve.gap)) for role, curve in curves.items()),
            ),
        ),
        pictures=(Picture("Told against seen", draw_reliability(curves)),),
    )


def sure_section(found: Trust) -> Section:
    """Tell what acting only when sure would gain."""
    curves = found.selective
    return Section(
        title="Act when sure",
        question=SURE,
        sentences=tuple(f"{ROLES[role].title}: {curve.sentence}" for role, curve in curves.items()),
        tables=(
            Figures(
                "Accuracy on the surest rows",
                ("Share answered", *(ROLES[role].title for role in curves)),
                tuple(
                    (
                        f"{coverage:.0%}",
                        *(_accuracy(curve.points, coverage) for curve in curves.values()),
                    )
                    for coverage in SHOWN_COVERAGES
                ),
            ),
        ),
        pictures=(Picture("Coverage against accuracy", selective_picture(curves)),),
    )


def _accuracy(points: tuple[SelectivePoint, ...], coverage: float) -> tuple[str, str] | str:
    """Return the accuracy at the smallest share that is answered together and is not below."""
    enough = [point for point in points if point.coverage >= coverage]
    if not enough:
        return "–"
    point = min(enough, key=lambda one: one.coverage)
    return score_text(point.accuracy.mean), f"{range_text(point.accuracy)}, {point.coverage:.0%}"
