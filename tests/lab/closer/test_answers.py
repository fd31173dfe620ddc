import numpy as np
import pytest

from core.errors import RecordError
from core.lab.closer.answers import ALL, answers_of, evidence_of, sheets_of, truth_of


def test_a_run_of_an_earlier_version_is_told(older):
    with pytest.raises(RecordError, match="earlier version"):
        evidence_of(older)


def test_only_market_rows_are_judged_in_blocks_of_days(credit, market):
    assert truth_of(credit).dates is None
    assert len(truth_of(market).dates) == len(market.evidence.target)


def test_every_column_has_a_sheet(credit):
    assert tuple(sheets_of(credit)) == ALL


def test_all_seeds_answer(credit):
    answers = answers_of(credit, "alone")
    assert answers.probabilities.shape == credit.evidence.alone.test.shape
    np.testing.assert_array_equal(
        answers.classes[credit.evidence.alone.shown], credit.evidence.alone.classes
    )


def test_the_baseline_keeps_the_class_it_gives(credit):
    assert answers_of(credit, "baseline").classes.tolist() == [[0] * 200]
