from __future__ import annotations

import json

import numpy as np
import pytest

from core.deploy.bundle import write_bundle
from core.deploy.proving import prove
from core.errors import BundleError
from tests.deploy import hostile
from tests.deploy.shared import LOANS, prices_bundle

BUNDLE = write_bundle(LOANS)


def test_a_fresh_process_gives_the_same_probabilities() -> None:
    proof = prove(BUNDLE)
    assert proof.holds
    assert 0 <= proof.largest_difference <= 1e-5
    assert proof.rows == 20
    assert "without PyTorch" in proof.sentence
    assert proof.numpy == np.__version__


def test_prices_are_proved_too() -> None:
    assert prove(write_bundle(prices_bundle()[0])).holds


def test_difference_is_measured_and_not_taken_on_trust() -> None:
    known = json.loads(hostile.files_of()["golden.json"])
    known["probabilities"][0][0] += 4e-6
    content = hostile.signed({"golden.json": json.dumps(known).encode()})
    assert prove(content).largest_difference == pytest.approx(4e-6, rel=0.1)


def test_wrong_answers_are_refused() -> None:
    known = json.loads(hostile.files_of()["golden.json"])
    known["probabilities"][0] = [0.5, 0.5]
    with pytest.raises(BundleError, match="must repeat its known answers"):
        prove(hostile.signed({"golden.json": json.dumps(known).encode()}))


def test_other_code_than_ours_is_never_run() -> None:
    with pytest.raises(BundleError, match=r"predict\.py is not that of this version"):
        prove(hostile.signed({"predict.py": b"import torch\n"}))
