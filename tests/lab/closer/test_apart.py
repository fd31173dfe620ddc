import pytest

from core.lab.closer.apart import apart


def test_rows_in_different_classes_are_counted(credit):
    evidence = credit.evidence
    different = (evidence.teacher.classes != evidence.distilled.classes).sum()
    assert apart(credit).disagreement.different == different


def test_disputed_market_rows_name_day_and_ticker(market):
    row = apart(market).disagreement.rows[0]
    assert row.ticker == market.evidence.tickers[row.row]
    assert row.date == market.evidence.dates[row.row].astype(object)


@pytest.mark.parametrize("place", [0, 1])
def test_the_class_compared_is_named(credit, place):
    assert apart(credit, place).class_name == credit.data.classes[place]
