from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.lab.care import care_of
from core.lab.closer.cutting import thresholds
from core.lab.closer.fair import fair
from core.lab.closer.trust import trust
from tests.lab.example_evidence import make_evidence
from tests.lab.example_result import make_result

CREDIT = replace(make_result(), evidence=make_evidence())
MARKET = replace(make_result(task="direction"), evidence=make_evidence("direction"))


@pytest.mark.parametrize("role", ["distilled", "teacher"])
@pytest.mark.parametrize("result", [CREDIT, MARKET], ids=["credit", "market"])
def test_care_is_what_the_closer_looks_found_of_that_role(result, role) -> None:
    care, looked = care_of(result, role), trust(result)
    assert care.threshold == thresholds(result)[role]
    assert repr(care.reliability) == repr(looked.reliability[role])
    assert repr(care.selective) == repr(looked.selective[role])


def test_groups_are_compared_as_given_and_as_the_bundle_will_answer() -> None:
    care = care_of(CREDIT, "distilled")
    assert repr(care.fairness) == repr(fair(CREDIT))
    assert care.protected == ("sex",)
    (attribute,) = care.fairness_in_use.attributes
    (used,) = attribute.models
    answered = CREDIT.evidence.distilled.probabilities
    cut = care.threshold.threshold.value
    favoured = answered[:, 1] <= cut
    shares = {group.group: group.rate("selection").value for group in used.groups}
    for name, share in shares.items():
        own = CREDIT.evidence.protected[0].groups == name
        assert share == pytest.approx(np.mean(favoured[own]))


def test_prices_have_no_groups() -> None:
    care = care_of(MARKET, "distilled")
    assert care.fairness is None
    assert care.no_fairness == ""


def test_why_no_groups_are_compared_is_told() -> None:
    alone = replace(CREDIT, evidence=replace(CREDIT.evidence, protected=()))
    assert "named like a protected attribute" in care_of(alone, "distilled").no_fairness


def test_simple_models_are_told_beside_the_teacher() -> None:
    told = " ".join(care_of(CREDIT, "distilled").sentences)
    assert "Logistic regression, AUC 0.700" in told


def test_an_older_run_tells_what_it_kept() -> None:
    care = care_of(make_result(), "distilled")
    assert care.threshold is care.reliability is care.fairness is None
    assert "earlier version" in care.no_fairness
