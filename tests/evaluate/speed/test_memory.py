import subprocess

import numpy as np
import pytest

from core.evaluate.speed import memory
from core.evaluate.speed.memory import growth_bytes, measure_memory
from core.export.lookup import export_lookup
from core.spec import ModelSpec
from tests.export.examples import export_of, make_encoder, make_network, make_rows

ENCODER = make_encoder(23, ())
ROWS = make_rows(ENCODER, 10)


def network(width: int) -> bytes:
    return export_of(make_network(ModelSpec(width=width, depth=4), ENCODER, 2), ENCODER, 2)


@pytest.mark.slow
def test_large_model_adds_more_by_its_weights_at_least() -> None:
    small, large = network(4), network(512)
    little, much = measure_memory(small, ROWS), measure_memory(large, ROWS)
    assert little is not None
    assert much is not None
    assert much.added_bytes - little.added_bytes > 0.8 * (len(large) - len(small))
    assert much.runtime_bytes == pytest.approx(little.runtime_bytes, rel=0.1)
    assert much.batch_rows == 256


@pytest.mark.slow
def test_memory_of_this_process_is_not_counted() -> None:
    held = np.ones(30_000_000)
    found = measure_memory(network(4), ROWS)
    assert found is not None
    assert found.runtime_bytes + found.added_bytes < held.nbytes


@pytest.mark.slow
def test_codes_are_answered_too() -> None:
    found = measure_memory(export_lookup(np.array([[0.2, 0.8]])), np.zeros(3, np.int64), 8)
    assert found is not None
    assert found.added_bytes > 0


def test_growth_of_a_process_is_never_negative() -> None:
    before, added = growth_bytes(network(4), ROWS)
    assert before > 0
    assert added >= 0


@pytest.mark.parametrize(
    "failure",
    [OSError(), subprocess.TimeoutExpired("python", 1), subprocess.CalledProcessError(1, "python")],
    ids=lambda failure: type(failure).__name__,
)
def test_process_that_cannot_answer_leaves_nothing_known(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(memory.subprocess, "run", fail)
    assert measure_memory(network(4), ROWS) is None
