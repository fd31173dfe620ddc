"""Files that are uploaded one after another: which are used, and what is said of the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.data.files import UploadedFile
from pages.ui.belonging import belonging, unused_sentence
from pages.ui.state import SESSION_KEY
from tests.pages.conftest import texts

OpenPage = Callable[..., AppTest]

SAMPLES = Path(__file__).parents[2] / "sample_data"
LOANS = UploadedFile("loans.csv", (SAMPLES / "german_credit.csv").read_bytes())
AWKWARD = UploadedFile("awkward.csv", b"first;second\n1;2\n")
PICTURE = UploadedFile("picture.csv", (SAMPLES / "broken" / "picture.csv").read_bytes())
HEADER = b"Date,Open,High,Low,Close,Volume\n"
AAPL, MSFT = (UploadedFile(f"{name}.csv", HEADER) for name in ("AAPL", "MSFT"))


@pytest.mark.parametrize(
    ("sent", "used"),
    [
        ((AWKWARD,), (AWKWARD,)),
        ((AWKWARD, LOANS), (LOANS,)),
        ((LOANS, PICTURE), (PICTURE,)),
        ((PICTURE, LOANS), (LOANS,)),
        ((AAPL, MSFT), (AAPL, MSFT)),
        ((LOANS, AAPL, MSFT), (AAPL, MSFT)),
        ((AAPL, LOANS), (AAPL, LOANS)),
        ((AAPL, MSFT, PICTURE), (AAPL, MSFT, PICTURE)),
    ],
    ids=lambda files: "+".join(file.name for file in files),
)
def test_the_newest_file_decides_what_is_used(
    sent: tuple[UploadedFile, ...], used: tuple[UploadedFile, ...]
) -> None:
    assert belonging(sent) == used


def test_files_that_are_not_used_are_named() -> None:
    sentence = unused_sentence(["awkward.csv", "loans.csv"], [LOANS])
    assert sentence.startswith("Used, as the newest: loans.csv. Not used: awkward.csv.")
    assert unused_sentence(["loans.csv"], [LOANS]) == ""
    assert "Not used: loans.csv." in unused_sentence(["loans.csv", "loans.csv"], [LOANS])


def upload(app: AppTest, *files: UploadedFile) -> AppTest:
    sent = [(file.name, file.content, "text/csv") for file in files]
    return app.file_uploader[0].set_value(sent).run()


def test_a_second_table_takes_the_place_of_the_first(open_page: OpenPage) -> None:
    app = open_page()
    app.segmented_control(key="source").set_value("csv").run()
    upload(app, AWKWARD)
    upload(app, AWKWARD, LOANS)
    assert not app.exception
    assert app.session_state[SESSION_KEY].csv == (LOANS,)
    assert "Used, as the newest: loans.csv. Not used: awkward.csv." in texts(app)
    assert "training 700" in texts(app)


def test_a_picture_that_comes_second_is_refused_for_what_it_is(open_page: OpenPage) -> None:
    app = open_page()
    app.segmented_control(key="source").set_value("csv").run()
    upload(app, LOANS, PICTURE)
    shown = texts(app)
    assert "daily prices of one ticker" not in shown.replace(
        unused_sentence(["loans.csv", "picture.csv"], [PICTURE]), ""
    )
    assert "picture" in shown


def test_what_was_corrected_stays_when_an_unused_file_goes(open_page: OpenPage) -> None:
    app = open_page()
    app.segmented_control(key="source").set_value("csv").run()
    upload(app, AWKWARD, LOANS)
    app.selectbox[0].set_value("housing").run()
    next(b for b in app.button if b.label == "Use these columns").click().run()
    upload(app, LOANS)
    assert app.session_state[SESSION_KEY].spec.data.target_column == "housing"
