"""What cannot work is said before Start, once, with a button that corrects it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from streamlit.testing.v1 import AppTest

from core.spec import RunSpec, parse_spec
from pages.ui.refusal import correction_of
from pages.ui.state import SESSION_KEY
from pages.ui.training_choices import ABSENT, ONLY_ROWS
from pages.ui.voice import UNAVAILABLE, reasons_against
from tests.pages.conftest import labels, texts

OpenPage = Callable[..., AppTest]
INVITATION = "Everything is set"

REFUSED = {
    "method": ({"method": "dkd"}, "Use soft targets"),
    "out of fold": (
        {"teacher": "mlp", "out_of_fold": "True"},
        "Switch out-of-fold answers off",
    ),
    "made-up rows": (
        {"sample": "us_stocks", "student": "gru", "augment": "resample"},
        "Add noise instead",
    ),
    "device": ({"device": "cuda"}, "Train on the processor"),
    "question": ({"task": "risk"}, "Ask the question of this sample"),
}


@pytest.fixture(autouse=True)
def _no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


@pytest.mark.parametrize(("address", "label"), REFUSED.values(), ids=REFUSED)
def test_one_button_corrects_what_is_refused(
    open_page: OpenPage, address: dict[str, str], label: str
) -> None:
    app = open_page("distill", fresh=True, **address)
    assert label in labels(app)
    assert app.button(key="start").disabled
    assert INVITATION not in texts(app)
    assert "This cannot work yet" in texts(app)
    app.button(key="correct").click().run()
    assert not app.button(key="start").disabled
    assert INVITATION in texts(app)
    assert "This cannot work yet" not in texts(app)


def test_out_of_fold_answers_can_be_switched_off_where_they_are(open_page: OpenPage) -> None:
    app = open_page("distill", fresh=True, teacher="mlp", out_of_fold="True")
    app.toggle(key="out_of_fold").set_value(False).run()
    assert not app.button(key="start").disabled
    assert app.run().toggle(key="out_of_fold").disabled


def test_choices_that_work_need_no_correction() -> None:
    assert correction_of(RunSpec(), 2) is None


def test_devices_that_are_not_here_are_marked(open_page: OpenPage) -> None:
    offered = open_page("distill").selectbox(key="device").options
    assert [title.endswith(ABSENT) for title in offered][:3] == [False, False, True]


def test_methods_that_cannot_work_are_marked_and_the_help_says_why(open_page: OpenPage) -> None:
    box = open_page("distill").selectbox(key="method")
    marked = {title.removesuffix(UNAVAILABLE) for title in box.options if UNAVAILABLE in title}
    assert {"Decoupled targets", "Hidden hint", "Attention to days"} <= marked
    assert "Soft targets" not in marked
    assert "needs three classes or more" in box.help
    assert "has no hidden units" in box.help


def test_a_method_is_open_again_when_the_models_suit_it() -> None:
    networks = parse_spec({"teacher": {"name": "mlp", "width": 256}, "student": {"name": "mlp"}})
    assert "hint" in reasons_against(RunSpec(), 2)
    assert "hint" not in reasons_against(networks, 2)
    assert "dkd" not in reasons_against(networks, 3)


def test_a_marked_method_stays_chosen_when_another_teacher_closes_it(open_page: OpenPage) -> None:
    app = open_page("distill", fresh=True, teacher="mlp", method="hint")
    assert not app.button(key="start").disabled
    app.selectbox(key="teacher").set_value("trees").run()
    assert app.session_state[SESSION_KEY].spec.distill.method == "hint"
    assert app.selectbox(key="method").value == "hint"
    assert app.button(key="start").disabled


def test_made_up_days_are_marked_for_models_of_windows(open_page: OpenPage) -> None:
    app = open_page("distill", fresh=True, sample="us_stocks", student="gru")
    assert any(title.endswith(ONLY_ROWS) for title in app.selectbox(key="augment").options)


def test_a_student_larger_than_its_teacher_is_said_before_start(open_page: OpenPage) -> None:
    sizes = {"teacher_width": "4", "teacher_depth": "1", "width": "64", "depth": "4"}
    app = open_page("distill", fresh=True, sample="german_credit", teacher="mlp", **sizes)
    assert "The student is larger than its teacher" in texts(app)
    assert not app.button(key="start").disabled
    app.slider(key="width").set_value(2).run()
    app.slider(key="depth").set_value(1).run()
    assert "The student is larger than its teacher" not in texts(app)


@pytest.mark.parametrize("student", ["gru", "lstm", "tcn", "transformer"])
@pytest.mark.parametrize("role", ["student", "teacher"])
def test_a_model_of_windows_for_a_table_is_left_with_a_note(
    open_page: OpenPage, role: str, student: str
) -> None:
    app = open_page("distill", fresh=True, sample="german_credit", **{role: student})
    assert any(f"these are usual: {role}" in caption.value for caption in app.caption)


@pytest.mark.parametrize("name", ["rate", "decay"])
@pytest.mark.parametrize("value", [1e-12, 1e-5, 0.0005, 0.3])
def test_small_rates_come_from_the_address(open_page: OpenPage, name: str, value: float) -> None:
    app = open_page("distill", fresh=True, **{name: str(value)})
    assert app.number_input(key=name).value == value
    assert from_spec(app, name) == value


def test_small_rates_can_be_typed(open_page: OpenPage) -> None:
    app = open_page("distill")
    app.number_input(key="rate").set_value(0.00002).run()
    assert app.query_params["rate"] == "2e-05"
    assert app.number_input(key="rate").step == 1e-5


def test_a_rate_of_nothing_is_left_with_a_note(open_page: OpenPage) -> None:
    app = open_page("distill", fresh=True, rate="0")
    assert any("these are usual: rate" in caption.value for caption in app.caption)


@pytest.mark.parametrize(("key", "value"), [("labels", 0.01), ("dropout", 0.89)])
def test_sliders_show_what_lies_beyond_their_steps(
    open_page: OpenPage, key: str, value: float
) -> None:
    assert open_page("distill", fresh=True, **{key: str(value)}).slider(key=key).value == value


def test_fewer_epochs_than_came_with_the_address(open_page: OpenPage) -> None:
    app = open_page("distill", fresh=True, epochs="500")
    app.slider(key="epochs").set_value(90).run()
    assert app.slider(key="epochs").value == 90
    assert app.session_state[SESSION_KEY].spec.train.epochs == 90


def from_spec(app: AppTest, name: str) -> float:
    train = app.session_state[SESSION_KEY].spec.train
    return train.learning_rate if name == "rate" else train.weight_decay
