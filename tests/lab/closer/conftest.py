from __future__ import annotations

import dataclasses

import pytest

from core.lab.result import Result
from tests.lab.example_evidence import make_evidence
from tests.lab.example_result import make_result


def with_evidence(task="credit") -> Result:
    """The example run with what its models answered."""
    return dataclasses.replace(make_result(task=task), evidence=make_evidence(task))


@pytest.fixture
def credit() -> Result:
    return with_evidence("credit")


@pytest.fixture
def market() -> Result:
    return with_evidence("direction")


@pytest.fixture
def older() -> Result:
    """A run of an earlier version, which kept nothing row by row."""
    return make_result()
