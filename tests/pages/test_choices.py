"""Choices travel through the address and from page to page, and bad ones fall back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.distill.methods import METHODS
from core.errors import SpecError
from core.models.catalog import ARCHITECTURES
from core.spec import RunSpec
from pages.ui.address import ADDRESS, current
from pages.ui.choices import choose, from_address
from pages.ui.state import SESSION_KEY
from pages.ui.voice import alpha_in_words
from tests.pages.conftest import texts

OpenPage = Callable[..., AppTest]

GOOD = {
    "sample": "german_credit",
    "labels": "0.2",
    "student": "linear",
    "alpha": "0.3",
    "temperature": "4.0",
    "epochs": "12",
    "seeds": "3",
    "seed": "7",
    "batch": "64",
    "rate": "0.01",
    "decay": "0.03",
    "dropout": "0.1",
    "embargo": "3",
    "trees": "80",
    "leaves": "31",
    "teacher_width": "64",
    "teacher_depth": "3",
    "teacher_dropout": "0.2",
    "window": "30",
    "generations": "3",
    "calibrate": "True",
    "out_of_fold": "True",
    "augment": "jitter",
    "tune": "off",
    "device": "auto",
}


@pytest.mark.parametrize(("name", "value"), GOOD.items())
def test_the_address_sets_a_choice(name: str, value: str) -> None:
    spec, refused = from_address({name: value})
    assert str(current(spec, name)) == value
    assert not refused


def test_a_market_is_walked_over_blocks_and_a_table_is_not() -> None:
    spec, refused = from_address({"sample": "us_stocks", "blocks": "4"})
    assert (spec.task.test_blocks, refused) == (4, ())
    assert from_address({"sample": "german_credit", "blocks": "4"})[1] == ("blocks",)
    assert choose(spec, "task", "credit").task.test_blocks == 1


@pytest.mark.parametrize("value", ["nope", "-1", "1e99", "", "![x](https://evil.example)"])
@pytest.mark.parametrize("name", ADDRESS)
def test_a_bad_value_in_the_address_falls_back(name: str, value: str) -> None:
    spec, refused = from_address({name: value})
    assert spec == RunSpec()
    assert refused == (name,)


def test_lists_write_names_into_the_address(open_page: OpenPage) -> None:
    app = open_page("distill")
    app.selectbox(key="student").set_value("linear").run()
    assert app.query_params["student"] == "linear"
    app.selectbox(key="student").set_value("mlp").run()
    assert "student" not in app.query_params


def test_the_address_names_the_sample_and_its_question_on_every_page(open_page: OpenPage) -> None:
    app = open_page("data")
    app.selectbox(key="sample").set_value("us_stocks").run()
    app.switch_page("pages/compare.py").run()
    assert app.query_params["sample"] == "us_stocks"
    assert app.query_params["task"] == "risk"


def test_another_sample_brings_its_question_and_horizon() -> None:
    task = choose(RunSpec(), "sample", "us_stocks").task
    assert (task.name, task.horizon_days) == ("risk", 10)


def test_another_student_brings_its_usual_size() -> None:
    market = choose(RunSpec(), "task", "risk")
    assert choose(market, "student", "gru").student == ARCHITECTURES["gru"].as_student


def test_a_question_about_a_table_puts_aside_models_of_windows() -> None:
    market = choose(choose(RunSpec(), "task", "risk"), "student", "gru")
    assert choose(market, "task", "credit").student == RunSpec().student


def test_a_teacher_that_cannot_teach_is_refused() -> None:
    with pytest.raises(SpecError, match="linear was chosen"):
        choose(RunSpec(), "teacher", "linear")


def test_the_page_says_which_values_of_the_address_it_left(open_page: OpenPage) -> None:
    app = open_page("data", fresh=True, alpha="7", temperature="abc")
    assert any("alpha, temperature" in caption.value for caption in app.caption)
    assert app.session_state[SESSION_KEY].spec == RunSpec()


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [("slider", "alpha", 0.3), ("number_input", "seed", 7), ("selectbox", "student", "linear")],
)
def test_widgets_show_what_the_address_says(
    open_page: OpenPage, kind: str, name: str, value: object
) -> None:
    app = open_page("distill", fresh=True, **{name: str(value)})
    assert getattr(app, kind)(key=name).value == value


def test_choices_survive_a_look_at_another_page(open_page: OpenPage) -> None:
    app = open_page("distill")
    app.slider(key="alpha").set_value(0.25).run()
    app.switch_page("pages/compare.py").run()
    app.switch_page("pages/distill.py").run()
    assert app.slider(key="alpha").value == 0.25


def test_a_market_sample_changes_the_question_on_distill(open_page: OpenPage) -> None:
    app = open_page("data")
    app.selectbox(key="sample").set_value("us_stocks").run()
    app.switch_page("pages/distill.py").run()
    assert app.selectbox(key="task").value == "risk"
    assert app.number_input(key="horizon").value == 10
    assert not app.exception


@pytest.mark.parametrize(
    ("alpha", "word"),
    [(0, "ignores"), (0.2, "favours the labels"), (0.5, "alike"), (0.9, "teacher"), (1, "only")],
)
def test_words_say_which_side_alpha_favours(alpha: float, word: str) -> None:
    assert word in alpha_in_words(alpha)


def test_a_method_that_cannot_work_says_why_and_start_waits(open_page: OpenPage) -> None:
    app = open_page("distill")
    app.selectbox(key="method").set_value("dkd").run()
    assert app.button(key="start").disabled
    assert "three classes or more" in texts(app)


@pytest.mark.parametrize("name", METHODS)
def test_every_method_says_what_it_is_and_when_to_use_it(open_page: OpenPage, name: str) -> None:
    app = open_page("distill")
    app.selectbox(key="method").set_value(name).run()
    assert METHODS[name].what in texts(app)
    assert METHODS[name].when in texts(app)
    assert not app.exception


def test_an_ensemble_offers_its_members_and_writes_them_into_the_address(
    open_page: OpenPage,
) -> None:
    app = open_page("distill")
    app.selectbox(key="teacher").set_value("ensemble").run()
    app.multiselect(key="members").set_value(["forest", "mlp", "resmlp"]).run()
    assert app.session_state[SESSION_KEY].spec.teacher.members == ("forest", "mlp", "resmlp")
    assert app.query_params["members"] == "forest,mlp,resmlp"
    assert {widget.key for widget in app.number_input} >= {"trees", "leaves", "teacher_width"}


def test_members_come_back_from_the_address() -> None:
    spec, refused = from_address({"teacher": "ensemble", "members": "forest,resmlp"})
    assert spec.teacher.members == ("forest", "resmlp")
    assert not refused


def test_one_window_serves_teacher_and_student(open_page: OpenPage) -> None:
    app = open_page("distill", fresh=True, sample="us_stocks", teacher="lstm", student="gru")
    app.slider(key="window").set_value(40).run()
    spec = app.session_state[SESSION_KEY].spec
    assert (spec.teacher.window, spec.student.window) == (40, 40)
    app.selectbox(key="student").set_value("tcn").run()
    assert app.session_state[SESSION_KEY].spec.student.window == 40


def test_models_of_rows_have_no_window_to_choose(open_page: OpenPage) -> None:
    app = open_page("distill")
    assert "window" not in {widget.key for widget in app.slider}


def test_out_of_fold_answers_end_with_the_trees(open_page: OpenPage) -> None:
    app = open_page("distill")
    app.toggle(key="out_of_fold").set_value(True).run()
    assert app.session_state[SESSION_KEY].spec.distill.out_of_fold
    app.selectbox(key="teacher").set_value("mlp").run()
    assert not app.session_state[SESSION_KEY].spec.distill.out_of_fold
    assert app.toggle(key="out_of_fold").disabled
    assert not app.button(key="start").disabled


@pytest.mark.parametrize(
    ("kind", "key", "value", "where"),
    [
        ("toggle", "calibrate", True, ("distill", "calibrate")),
        ("selectbox", "augment", "jitter", ("distill", "augment")),
        ("selectbox", "tune", "off", ("train", "tune")),
        ("selectbox", "device", "auto", ("train", "device")),
        ("number_input", "decay", 0.01, ("train", "weight_decay")),
        ("slider", "dropout", 0.2, ("student", "dropout")),
        ("number_input", "trees", 90, ("teacher", "trees")),
    ],
)
def test_care_and_training_are_choices(
    open_page: OpenPage, kind: str, key: str, value: object, where: tuple[str, str]
) -> None:
    app = open_page("distill")
    getattr(app, kind)(key=key).set_value(value).run()
    group, field = where
    assert getattr(getattr(app.session_state[SESSION_KEY].spec, group), field) == value
    assert not app.exception


def test_generations_are_asked_for_where_students_teach_students(open_page: OpenPage) -> None:
    app = open_page("distill")
    app.selectbox(key="method").set_value("born_again").run()
    app.slider(key="generations").set_value(3).run()
    assert app.session_state[SESSION_KEY].spec.distill.generations == 3
