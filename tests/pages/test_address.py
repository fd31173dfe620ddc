"""The address holds every choice, on every page and while a run goes on, and gives it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from core.errors import SpecError
from core.lab.desk.desk import Desk
from core.models.catalog import STUDENTS, TEACHERS
from core.spec import RunSpec
from pages.ui.choices import choose, from_address, to_address
from pages.ui.state import SESSION_KEY
from tests.pages.conftest import finish, keep_running

OpenPage = Callable[..., AppTest]

LONG = {
    "sample": "us_stocks",
    "task": "risk",
    "tune": "off",
    "teacher": "forest",
    "trees": "20",
    "batch": "8",
    "epochs": "500",
    "seeds": "3",
}
VALUES: dict[str, st.SearchStrategy[object]] = {
    "sample": st.sampled_from(["taiwan_credit", "german_credit", "us_stocks"]),
    "task": st.sampled_from(["credit", "risk", "trend"]),
    "teacher": st.sampled_from(TEACHERS),
    "student": st.sampled_from(STUDENTS),
    "trees": st.sampled_from([100, 150, 300]),
    "leaves": st.sampled_from([15, 63]),
    "width": st.sampled_from([8, 12, 16]),
    "teacher_width": st.sampled_from([16, 256]),
    "window": st.sampled_from([20, 40]),
    "horizon": st.sampled_from([1, 10, 21]),
    "rate": st.floats(0, 1, exclude_min=True),
    "alpha": st.floats(0, 1),
    "out_of_fold": st.booleans(),
    "epochs": st.integers(1, 500),
}


@st.composite
def chosen(draw: st.DrawFn) -> RunSpec:
    """Choices as somebody makes them one after another; what cannot work is left."""
    spec = RunSpec()
    for name in draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=8)):
        try:
            spec = choose(spec, name, draw(VALUES[name]))
        except SpecError:
            continue
    return spec


@given(spec=chosen())
def test_what_the_address_tells_gives_the_same_choices_again(spec: RunSpec) -> None:
    assert from_address(to_address(spec)) == (spec, ())


def test_usual_choices_need_no_words() -> None:
    assert to_address(RunSpec()) == {}


@pytest.mark.parametrize("state", [keep_running, finish])
@pytest.mark.parametrize("page", ["distill", "compare", "data", "runs"])
def test_the_address_keeps_every_choice_beside_a_run(
    open_page: OpenPage, desk: Desk, state: Callable[[Desk], str], page: str
) -> None:
    run_id = state(desk)
    app = open_page(page, fresh=True, run=run_id, **LONG)
    asked = app.session_state[SESSION_KEY].spec
    assert (asked.train.epochs, asked.teacher.trees) == (500, 20)
    address = dict(app.query_params)
    assert address["run"] == run_id
    assert from_address(address) == (asked, ())


def test_the_address_keeps_every_choice_when_a_run_starts(open_page: OpenPage, desk: Desk) -> None:
    desk.script.work = lambda should_stop: iter(lambda: should_stop(), True)
    app = open_page("distill", fresh=True, **LONG)
    asked = app.session_state[SESSION_KEY].spec
    app.button(key="start").click().run()
    assert app.query_params["run"] == app.session_state[SESSION_KEY].run_id
    assert from_address(dict(app.query_params)) == (asked, ())
