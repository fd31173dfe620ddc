from __future__ import annotations

import pytest

from core.charts.lessons.concepts import (
    ASPECTS,
    CHANGES,
    PICTURES,
    finance_picture,
    picture_of,
    tips_picture,
    ways_picture,
)
from core.learn.concept import Gain, Measured
from core.learn.concepts import CONCEPTS, WAYS


def test_every_concept_has_its_picture() -> None:
    assert set(PICTURES) == {concept.name for concept in CONCEPTS}


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_told_in_a_sentence(name) -> None:
    alt = picture_of(name).alt
    assert alt.endswith(".")
    assert len(alt) > 40


def test_finance_draws_each_interval() -> None:
    chart = finance_picture((Measured("A question", 0.6, 0.55, 0.7, "better"),))
    (dot,) = chart.figure.data
    assert dot.x == (0.6,)
    assert dot.error_x.array[0] == pytest.approx(0.1)
    assert dot.error_x.arrayminus[0] == pytest.approx(0.05)
    assert "A question 0.600" in chart.alt


def test_gains_are_drawn_with_their_sign() -> None:
    chart = tips_picture((Gain("MLP", 0.05, -0.0013),))
    assert chart.figure.data[0].text == ("-0.0013",)
    assert "MLP, 5% of labels -0.0013" in chart.alt


def test_the_grid_holds_every_way_of_the_table() -> None:
    assert tuple(CHANGES) == WAYS.header[1:]
    assert len(ways_picture().figure.data) == len(CHANGES) * len(ASPECTS)
    assert {aspect for changed in CHANGES.values() for aspect in changed} == set(ASPECTS)
