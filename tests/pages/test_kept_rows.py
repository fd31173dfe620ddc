"""What is kept of rows, and for whom: an upload for its session, a bundled sample for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from streamlit.runtime.caching import cache_resource_api

from core.data.files import UploadedFile, content_hash
from core.spec import DataSpec, ModelSpec, RunSpec
from pages.ui import kept_rows

Visit = Callable[[str], None]
LOANS = (
    UploadedFile(
        "loans.csv",
        b"income,default\n" + b"".join(b"%d,%d\n" % (n * 7 % 50, n % 2) for n in range(300)),
    ),
)
UPLOADED = RunSpec(
    data=DataSpec(source="csv", content_hash=content_hash(LOANS), target_column="default")
)
GERMAN = RunSpec(data=DataSpec(sample="german_credit"))


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """Go on as the session of this name, with nothing kept at first."""
    st.cache_resource.clear()

    def as_session(name: str) -> None:
        monkeypatch.setattr(cache_resource_api, "get_session_id_or_throw", lambda: name)

    yield as_session
    st.cache_resource.clear()


def everything_of(spec: RunSpec) -> tuple[object, ...]:
    """All that is kept of a choice of rows."""
    if spec.data.source == "sample":
        rows, names = kept_rows.sample_of(spec.data), ()
    else:
        rows = kept_rows.rows_of(spec.data, LOANS, 0)
        names = (kept_rows.names_of(spec.data.content_hash, LOANS),)
    made = (kept_rows.dataset_of, kept_rows.reports_of)
    return (rows, *names, kept_rows.profile_of(rows), *(make(spec, rows) for make in made))


def test_an_upload_is_kept_for_its_session(visit: Visit) -> None:
    visit("one")
    first = everything_of(UPLOADED)
    assert all(a is b for a, b in zip(first, everything_of(UPLOADED), strict=True))


def test_nothing_of_an_upload_is_kept_for_another_session(visit: Visit) -> None:
    visit("one")
    first = everything_of(UPLOADED)
    visit("two")
    assert not any(a is b for a, b in zip(first, everything_of(UPLOADED), strict=True))


def test_everything_of_a_sample_is_kept_for_everybody(visit: Visit) -> None:
    visit("one")
    first = everything_of(GERMAN)
    visit("two")
    assert all(a is b for a, b in zip(first, everything_of(GERMAN), strict=True))


def test_models_that_read_the_same_rows_share_them(visit: Visit) -> None:
    visit("one")
    rows = kept_rows.sample_of(GERMAN.data)
    wider = GERMAN.model_copy(update={"student": ModelSpec(width=99)})
    assert kept_rows.dataset_of(wider, rows) is kept_rows.dataset_of(GERMAN, rows)


def test_a_sample_is_the_same_whatever_was_chosen_of_other_sources(visit: Visit) -> None:
    visit("one")
    with_tickers = GERMAN.data.model_copy(update={"tickers": ("AAPL",)})
    assert kept_rows.sample_of(with_tickers) is kept_rows.sample_of(GERMAN.data)
