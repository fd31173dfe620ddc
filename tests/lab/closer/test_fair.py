import dataclasses

from core.lab.closer.answers import LEARNED
from core.lab.closer.fair import fair


def test_every_protected_attribute_is_compared_under_every_model(credit):
    found = fair(credit)
    assert [attribute.name for attribute in found.attributes] == ["sex"]
    assert tuple(model.name for model in found.attributes[0].models) == LEARNED


def test_without_a_protected_attribute_nothing_is_compared(credit):
    evidence = dataclasses.replace(credit.evidence, protected=())
    assert fair(dataclasses.replace(credit, evidence=evidence)) is None


def test_the_target_of_a_sample_tells_the_good_outcome(credit):
    data = dataclasses.replace(credit.data, classes=("0", "1"))
    assert fair(dataclasses.replace(credit, data=data)).favourable.name == "0"
