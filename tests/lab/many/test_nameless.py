"""What others may see of many uploaded files."""

from __future__ import annotations

from dataclasses import replace

from core.lab.events import StageStarted, Warned
from core.lab.many.nameless import NOT_RUN, nameless, nameless_rows
from core.lab.many.report import items_csv, to_json
from core.lab.many.run import run_many
from core.lab.teachers import Shelf
from tests.lab.brief import time_briefly
from tests.lab.many import rows
from tests.lab.many.small import SPEC, files, found, of_files

FILES = of_files()
DONE = replace(rows.row(0.1), name="bank of x.csv")
FAILED = replace(rows.FAILED, name="y.csv", sentence="y.csv must have rows.")


def test_files_are_told_by_their_number_only() -> None:
    first, second = nameless_rows(FILES, (DONE, FAILED))
    assert (first.name, second.name) == ("File 1", "File 2")
    assert first.scored == DONE.scored
    assert first.sentence == DONE.sentence


def test_an_error_that_may_quote_a_file_is_left_out() -> None:
    (line,) = nameless_rows(FILES, (FAILED,))
    assert line.sentence == NOT_RUN


def test_samples_and_tickers_keep_their_names() -> None:
    assert nameless_rows(SPEC, found().rows) == found().rows


def test_downloads_name_no_file() -> None:
    seen = nameless(replace(found(), spec=FILES, rows=(DONE, FAILED)))
    for text in (to_json(seen), items_csv(seen)):
        assert "File 2" in text
        assert ".csv" not in text


def test_what_is_said_meanwhile_names_no_file(monkeypatch) -> None:
    time_briefly(monkeypatch)
    said = [
        event.sentence
        for event in run_many(FILES, files(), shelf=Shelf())
        if isinstance(event, (StageStarted, Warned))
    ]
    assert any(sentence.startswith("File 3: ") for sentence in said)
    assert not any(file.name in sentence for sentence in said for file in files())
