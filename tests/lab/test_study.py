"""Studies as text and as files."""

from __future__ import annotations

import json

import pytest

from core.errors import RecordError
from core.lab.records.plain import from_text, to_text
from core.lab.study import (
    KINDS,
    STUDY_FILE,
    decode_outcome,
    encode_outcome,
    kind_of,
    spec_of,
    spec_text,
)
from core.lab.sweep.told import choice_sentence
from tests.lab.many import small as many
from tests.lab.search import small as search
from tests.lab.sweep.small import SPEC, swept


def test_choices_come_back_from_their_text():
    assert spec_of(spec_text(SPEC)) == SPEC


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"study": "none", "spec": {}}', "null", "7"])
def test_choices_of_another_version_are_none(text):
    assert spec_of(text) is None


@pytest.mark.parametrize("kind", ["sweep", "search"])
@pytest.mark.parametrize("run", ["a text", 3, ["a list"]])
def test_choices_that_hold_no_run_are_none(kind, run):
    assert spec_of(json.dumps({"study": kind, "spec": {"run": run}})) is None


@pytest.mark.parametrize("made", [swept, search.found, many.found], ids=["sweep", "search", "many"])
def test_what_was_found_comes_back_from_its_file(made):
    written = encode_outcome(made())
    assert decode_outcome({written.name: written.data}.get) == made()


def test_a_sweep_of_an_earlier_version_is_read():
    story = from_text(encode_outcome(swept()).data, "")
    for cell in story["outcome"]["cells"]:
        del cell["alone"], cell["alone_validation"]
    found = decode_outcome({STUDY_FILE: to_text(story).encode()}.get)
    assert choice_sentence(found) == choice_sentence(swept())


def test_a_missing_file_is_an_error_of_records():
    with pytest.raises(RecordError, match="missing"):
        decode_outcome({}.get)


def test_a_kind_that_is_not_known_is_an_error_of_records():
    story = from_text(encode_outcome(swept()).data, "") | {"study": "other"}
    with pytest.raises(RecordError, match="known kind"):
        decode_outcome({STUDY_FILE: to_text(story).encode()}.get)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_found_by_its_choices(name):
    assert kind_of(KINDS[name].spec()).name == name
