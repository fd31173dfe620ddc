import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core.deploy import inspect_model
from core.deploy.inspect_model import inspect
from core.errors import BundleError
from tests.deploy import hostile


def test_sound_model_is_let_in_with_its_difference() -> None:
    inspected = inspect(hostile.OPENED)
    assert inspected.bundle is hostile.OPENED
    assert 0 <= inspected.difference <= 1e-5


MODELS: dict[str, tuple[Callable[[], bytes], str]] = {
    "pickle renamed": (lambda: hostile.PICKLE, "is not an ONNX file"),
    "unsorted": (hostile.unsorted, "out of order"),
    "24 GB constant": (hostile.huge_constant, '"huge" would hold 6,000,000,000 numbers'),
    "24 GB computed": (hostile.huge_computed, "asks for more memory than is allowed"),
    "one answer for all": (hostile.renamed_output, "one probability for each class"),
}


@pytest.mark.parametrize("name", MODELS)
def test_hostile_model_is_refused_in_one_sentence(name: str) -> None:
    make, expected = MODELS[name]
    _refused(replace(hostile.OPENED, model=make()), expected)


def test_wrong_known_answers_are_refused() -> None:
    wrong = hostile.OPENED.golden_probabilities + np.array([1e-4, -1e-4])
    _refused(replace(hostile.OPENED, golden_probabilities=wrong), "differ from the known ones")


def test_model_that_crashes_the_inspector_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _instead(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    _refused(hostile.OPENED, "crash (SIGSEGV)")


def test_model_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _instead(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(inspect_model, "WALL_SECONDS", 0.5)
    _refused(hostile.OPENED, "not answered within 0.5 seconds")


def test_inspector_that_says_nothing_lets_nothing_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for program in ("raise SystemExit(1)", "print()", "print('[]')"):
        _instead(monkeypatch, program)
        _refused(hostile.OPENED, "ended without an answer")


def test_system_without_limits_lets_nothing_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspect_model.os, "name", "nt")
    _refused(hostile.OPENED, "this system (nt) keeps no such limits")


def test_a_model_that_is_not_the_one_that_was_named_is_refused() -> None:
    with pytest.raises(BundleError, match="must be the one that was named") as refused:
        inspect(hostile.OPENED, "0" * 64)
    assert hostile.OPENED.sha256 in str(refused.value)
    assert inspect(hostile.OPENED, hostile.OPENED.sha256.upper()).difference <= 1e-5


def test_inspector_sees_no_setting_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hidden")
    _instead(monkeypatch, "import os; print(int('SECRET_TOKEN' in os.environ) or '{}')")
    with pytest.raises(KeyError):
        inspect(hostile.OPENED)


def _refused(bundle: object, expected: str) -> None:
    with pytest.raises(BundleError) as refused:
        inspect(bundle)
    assert expected in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def _instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Run another program where the inspector belongs."""
    run = subprocess.run

    def other(_: object, **options: object) -> subprocess.CompletedProcess[bytes]:
        return run([sys.executable, "-I", "-c", program], **options)

    monkeypatch.setattr(inspect_model.subprocess, "run", other)
