from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from core.charts.fairness import RATE_TITLES, group_dots
from core.charts.names import UNSEEN
from core.charts.template import ROLES
from core.evaluate.compare import Answers
from core.evaluate.fairness.fairness import AttributeFairness, Grouping, judge_fairness
from core.evaluate.fairness.group_rates import RATES
from tests.evaluate.market_days import sure_of

N_ROWS = 220
TARGET = np.arange(N_ROWS) % 2
GROUPS = np.repeat(["<b>few</b>", "many", "more"], [20, 100, 100])


def attribute_of(*answers: Answers) -> AttributeFairness:
    grouping = Grouping("sex", GROUPS)
    found = judge_fairness(TARGET, ("0", "1"), (grouping,), answers, n_resamples=20)
    return found.attributes[0]


@pytest.fixture(scope="module")
def attribute() -> AttributeFairness:
    rng = np.random.default_rng(0)
    roles = ("teacher", "alone", "distilled")
    return attribute_of(*(sure_of(role, rng.integers(0, 2, N_ROWS)) for role in roles))


def as_seen(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts without the mark that keeps names from being translated, and that nobody sees."""
    return tuple(text.replace(UNSEEN, "") for text in texts)


@pytest.mark.parametrize("rate", RATES)
def test_each_model_has_a_dot_for_each_large_group(attribute, rate):
    figure = group_dots(attribute, rate).figure
    assert [trace.name for trace in figure.data] == ["Teacher", "Alone", "Distilled"]
    for trace, model in zip(figure.data, attribute.models, strict=True):
        assert trace.marker.color == ROLES[model.name].colour
        assert trace.x[0] is None
        assert list(trace.x[1:]) == [group.rate(rate).value for group in model.groups[1:]]
    assert figure.layout.xaxis.title.text == RATE_TITLES[rate]


def test_small_groups_are_named_as_such_and_their_text_is_escaped(attribute):
    labels = group_dots(attribute, "error").figure.data[0].y
    assert labels[0].startswith("&lt;b&gt;few&lt;/b&gt;<br>20 rows")
    assert "20 rows, too few" in labels[0]
    assert labels[1] == "many<br>100 rows"


def test_labels_count_the_rows_that_the_rate_is_a_share_of(attribute):
    labels = as_seen(group_dots(attribute, "false_negative").figure.data[0].y)
    assert labels[1:] == ("many<br>50 bad rows", "more<br>50 bad rows")


def test_words_tell_the_largest_gap_of_each_model(attribute):
    (words,) = as_seen((group_dots(attribute, "error").alt,))
    gap = attribute.model("distilled").gap("error")
    assert words.startswith("Error rate by sex, largest gap: Teacher")
    assert f"Distilled {gap.difference.mean:.3f} (" in words
    assert f"{gap.highest} above {gap.lowest}" in words


def test_a_diverged_student_is_told_and_not_drawn():
    attribute = attribute_of(Answers("alone", np.full((1, N_ROWS, 2), np.nan)))
    chart = group_dots(attribute, "selection")
    assert "Alone not defined, the model gives no probability" in chart.alt
    assert not any(value == value for value in chart.figure.data[0].x if value is not None)
