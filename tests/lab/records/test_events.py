from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RecordError
from core.lab.events import StageStarted, Warned
from core.lab.records.events import decode_event, encode_event
from tests.lab.example_result import make_events
from tests.lab.many import small as many
from tests.lab.records.made_up_events import epochs, stages, warnings
from tests.lab.search import small as search


@given(event=epochs | stages | warnings)
def test_an_event_reads_back_as_it_was_written(event) -> None:
    # Equal text, since NaN is not equal to itself; repr tells each float apart.
    assert repr(decode_event(*encode_event(event))) == repr(event)


def test_each_kind_has_its_name() -> None:
    kinds = [encode_event(event)[0] for event in (*make_events()[:2], Warned("Look"))]
    assert kinds == ["stage", "stage", "warned"]
    assert encode_event(make_events()[2])[0] == "epoch"


def test_a_payload_is_one_line() -> None:
    _, payload = encode_event(StageStarted("data", 0.0, "two\nlines"))
    assert "\n" not in payload


def test_a_whole_run_reads_back() -> None:
    said = make_events()[:-1]
    assert tuple(decode_event(*encode_event(event)) for event in said) == said


@pytest.mark.parametrize("told", [search.told, many.told], ids=["search", "many"])
def test_what_a_study_says_reads_back(told) -> None:
    *said, _ = told()
    assert [decode_event(*encode_event(event)) for event in said] == said


def test_an_event_of_an_older_version_takes_what_is_new_from_its_default() -> None:
    kind, payload = encode_event(make_events()[2])
    values = json.loads(payload)
    for learner in values["learners"]:
        del learner["diverged"]
    assert decode_event(kind, json.dumps(values)) == make_events()[2]


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("result", "{}"),
        ("stage", ""),
        ("stage", "[]"),
        ("stage", "[" * 10_000),
        ("warned", '{"sentence": 3}'),
        ("epoch", '{"phase": "dreaming", "epoch": 1, "epochs": 1, "learners": [], "seconds": 1}'),
    ],
    ids=["kind", "empty", "list", "deep", "number", "phase"],
)
def test_a_damaged_event_is_told_in_a_sentence(kind, payload) -> None:
    with pytest.raises(RecordError, match=r"A stored event must be .*, however: .*\. Start"):
        decode_event(kind, payload)


@given(kind=st.sampled_from(["stage", "warned", "epoch"]), payload=st.text())
def test_no_text_at_all_breaks_the_reader(kind, payload) -> None:
    with pytest.raises(RecordError):
        decode_event(kind, payload)
