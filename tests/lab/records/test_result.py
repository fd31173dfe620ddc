from __future__ import annotations

import contextlib
import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RecordError
from core.evaluate.scores import Interval
from core.lab.bundle import bundle_of
from core.lab.experiment import run
from core.lab.records.result import FILES, RESULT_FILE, decode_result, encode_result
from core.lab.report import to_json
from core.lab.teachers import Shelf
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
from tests.lab.example_result import make_result
from tests.lab.records.made_up_events import ANY_FLOAT, epochs

ALL_FILES = (*FILES, RESULT_FILE)
SAMPLES = {
    "credit": "german_credit",
    "direction": "us_stocks",
    "trend": "us_stocks",
    "risk": "us_stocks",
}

intervals = st.builds(Interval, ANY_FLOAT, ANY_FLOAT, ANY_FLOAT)


def files_of(result):
    return {file.name: file.data for file in encode_result(result)}


def written_and_read(result):
    return decode_result(files_of(result).get)


def assert_same(found, wanted) -> None:
    assert repr(found) == repr(wanted)
    for name in ("golden_rows", "golden_probabilities"):
        here, there = getattr(found.artefacts, name), getattr(wanted.artefacts, name)
        assert here.dtype == there.dtype
        assert np.array_equal(here, there, equal_nan=True)


def test_the_files_always_have_the_same_names() -> None:
    assert tuple(files_of(make_result())) == ALL_FILES


@pytest.mark.parametrize("task", ["credit", "direction"])
def test_a_result_reads_back_as_it_was_written(task) -> None:
    assert_same(written_and_read(make_result(task=task)), make_result(task=task))


@given(
    headroom=st.none() | intervals,
    against=intervals,
    agreement=ANY_FLOAT,
    curves=st.lists(epochs, max_size=3).map(tuple),
    notes=st.lists(st.text(), max_size=2).map(tuple),
    stopped=st.booleans(),
)
def test_any_numbers_read_back(headroom, against, agreement, curves, notes, stopped) -> None:
    result = dataclasses.replace(
        make_result(),
        headroom=headroom,
        against_teacher=against,
        agreement=agreement,
        curves=curves,
        notes=notes,
        stopped_early=stopped,
    )
    assert_same(written_and_read(result), result)


def test_the_same_result_always_gives_the_same_bytes() -> None:
    assert files_of(make_result()) == files_of(make_result())


def test_what_a_newer_version_tells_besides_may_be_missing_in_an_older_file() -> None:
    files = files_of(make_result())
    story = json.loads(files[RESULT_FILE])
    del story["result"]["headroom"], story["result"]["notes"]
    files[RESULT_FILE] = json.dumps(story).encode()
    assert_same(decode_result(files.get), make_result())


def tiny(task):
    return RunSpec(
        data=DataSpec(sample=SAMPLES[task]),
        task=TaskSpec(name=task),
        teacher=ModelSpec(name="trees", trees=10),
        student=ModelSpec(name="mlp", width=4),
        train=TrainSpec(epochs=1, seeds=2, tune="off"),
    )


@pytest.mark.slow
@pytest.mark.parametrize("task", SAMPLES)
def test_a_real_result_gives_the_same_report_and_bundle(task) -> None:
    *_, result = run(tiny(task), shelf=Shelf())
    found = written_and_read(result)
    assert_same(found, result)
    assert to_json(found) == to_json(result)
    assert bundle_of(found) == bundle_of(result)


@pytest.mark.parametrize("name", ALL_FILES)
def test_a_missing_file_is_told(name) -> None:
    files = files_of(make_result())
    del files[name]
    with pytest.raises(RecordError, match=f"{name} must be .*however: it is not there"):
        decode_result(files.get)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", [lambda x: x[:-1], lambda x: b"\0" + x[1:], lambda _: b""])
def test_a_damaged_file_is_told(name, damage) -> None:
    files = files_of(make_result())
    files[name] = damage(files[name])
    with pytest.raises(RecordError, match=name):
        decode_result(files.get)


STORY = files_of(make_result())[RESULT_FILE]


@given(place=st.integers(0, len(STORY) - 1), byte=st.integers(0, 255))
def test_a_damaged_story_reads_or_is_told_but_never_breaks(place, byte) -> None:
    files = files_of(make_result())
    files[RESULT_FILE] = STORY[:place] + bytes([byte]) + STORY[place + 1 :]
    with contextlib.suppress(RecordError):
        assert len(decode_result(files.get).columns) == 4


@given(length=st.integers(0, len(STORY) - 1))
def test_a_story_cut_short_is_told(length) -> None:
    files = {**files_of(make_result()), RESULT_FILE: STORY[:length]}
    with pytest.raises(RecordError):
        decode_result(files.get)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"format": 2}, "format 2"),
        ({"format": None}, "format"),
        ({"sha256": {}}, "bytes"),
        ({"result": {}}, "missing"),
        ({"result": []}, "all of it"),
        ({"student_seed": "x"}, "student|all of it"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_another_version_is_told(change, found) -> None:
    files = files_of(make_result())
    files[RESULT_FILE] = json.dumps({**json.loads(STORY), **change}).encode()
    with pytest.raises(RecordError, match=found):
        decode_result(files.get)
