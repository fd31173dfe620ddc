import pytest

from core.lab.closer.answers import LEARNED
from core.lab.closer.trust import trust


@pytest.mark.parametrize("role", LEARNED)
def test_acting_on_all_rows_has_the_accuracy_of_the_shown_seed(credit, role):
    evidence = credit.evidence
    wanted = (evidence.answered(role).classes == evidence.target).mean()
    assert trust(credit).selective[role].points[-1].accuracy.mean == pytest.approx(wanted)


def test_days_that_hang_together_get_no_interval_of_independent_rows(credit, market):
    assert trust(credit).reliability["teacher"].has_intervals
    assert not trust(market).reliability["teacher"].has_intervals
