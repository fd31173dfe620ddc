"""The student handed over: downloaded, proved, read about and tried on rows."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.deploy.loaded import inspected_of
from core.lab import smaller_run
from core.lab.bundle import bundle_of
from core.lab.closer.headline import next_step_of
from core.lab.desk.desk import Desk
from core.lab.experiment import run
from core.lab.result import Result
from core.lab.smaller import smaller_variants
from core.lab.teachers import Shelf
from core.lab.variant import Smaller
from core.spec import DataSpec, ModelSpec, RunSpec, TrainSpec
from pages.ui import handing_over, smaller_still
from pages.ui.state import Session
from tests.pages.conftest import finish, texts

STEADY = {"Weights in 8 bits", "Half of the units dropped"}
LOANS = Path(__file__).parents[2] / "sample_data" / "german_credit.csv"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def result() -> Result:
    spec = RunSpec(
        data=DataSpec(sample="german_credit"),
        teacher=ModelSpec(name="trees", trees=10),
        student=ModelSpec(name="mlp", width=4),
        train=TrainSpec(epochs=2, seeds=2, tune="off"),
    )
    *_, found = run(spec, shelf=Shelf())
    return found


@pytest.fixture(autouse=True)
def _briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smaller_run, "smaller_variants", partial(smaller_variants, seconds=0.02))


@pytest.fixture
def page(desk, lab, open_page, result) -> AppTest:
    lab.run_id = finish(desk, result)
    return open_page("deploy")


def opened(page: AppTest) -> AppTest:
    return page.toggle(key="try_out").set_value(True).run()


def answered(page: AppTest, content: bytes) -> AppTest:
    return opened(page).file_uploader[0].upload("rows.csv", content, "text/csv").run()


def test_the_verdict_and_what_to_do_next_stand_before_the_bundle(
    page: AppTest, result: Result
) -> None:
    shown = html.unescape(texts(page))
    assert result.verdict.sentence in shown
    assert next_step_of(result).sentence in shown


def test_nothing_is_written_before_it_is_asked_for(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_over, "bundle_of", lambda *_: pytest.fail("a bundle was written"))
    assert not page.run().exception
    assert any("core serve student.zip" in code.value for code in page.code)


def test_the_proof_shows_how_far_the_bundle_is_off(page: AppTest) -> None:
    page.button(key="prove").click().run()
    assert "without PyTorch" in texts(page)
    assert any("Largest difference" in html.proto.body for html in page.get("html"))


def test_the_proof_stays_when_something_else_is_used(page: AppTest) -> None:
    page.button(key="prove").click().run()
    opened(page)
    assert "without PyTorch" in texts(page)


def test_nothing_is_shrunk_before_it_is_asked_for(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smaller_still, "smaller_of", lambda *_: pytest.fail("it was shrunk"))
    assert not page.run().exception
    assert "The smallest file" not in texts(page)


def test_smaller_files_stand_below_the_full_student(page: AppTest) -> None:
    page.button(key="smaller").click().run()
    assert not page.exception
    told = texts(page)
    assert told.index("The full student") < told.rindex("Weights in 8 bits")
    assert "The smallest file that is kept" in told or "None of the smaller files" in told


def all_kept(*given: object, **named: object) -> Smaller:
    """Smaller files of this student, every measured one kept whatever it costs."""
    found = smaller_variants(*given, seconds=0.02, **named)
    kept = tuple(
        replace(one, is_kept=one.measured is not None and one.name in STEADY)
        for one in found.variants
    )
    return replace(found, variants=kept)


def downloads(page: AppTest) -> list[str]:
    return [button.proto.label for button in page.get("download_button")]


def test_no_smaller_bundle_is_offered_where_none_is_kept(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = lambda *rows: replace(all_kept(*rows), variants=())  # noqa: E731
    monkeypatch.setattr(smaller_run, "smaller_variants", nothing)
    page.button(key="smaller").click().run()
    assert not page.exception
    assert "Download the smaller bundle" not in downloads(page)


def test_each_file_that_is_kept_is_a_bundle_that_is_proved(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smaller_run, "smaller_variants", all_kept)
    page.button(key="smaller").click().run()
    assert not page.exception
    assert "Download the smaller bundle" in downloads(page)
    assert set(page.selectbox(key="smaller_file").options) == STEADY
    page.selectbox(key="smaller_file").set_value("Half of the units dropped").run()
    page.button(key="prove_smaller").click().run()
    assert not page.exception
    assert "without PyTorch" in texts(page)


def test_a_run_of_an_earlier_version_is_told_to_start_again(
    desk: Desk,
    lab: Session,
    open_page: Callable[..., AppTest],
    result: Result,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smaller_run, "smaller_variants", all_kept)
    lab.run_id = finish(desk, replace(result, evidence=None))
    app = open_page("deploy")
    app.button(key="smaller").click().run()
    assert not app.exception
    assert "start it again from its settings" in texts(app)
    assert "Download the smaller bundle" not in downloads(app)


def test_a_student_is_shrunk_once_a_run(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    page.button(key="smaller").click().run()
    monkeypatch.setattr(smaller_still, "smaller_of", lambda *_: pytest.fail("shrunk again"))
    page.button(key="smaller").click().run()
    assert not page.exception
    assert "The full student" in texts(page)


def test_smaller_files_stay_when_something_else_is_used(page: AppTest) -> None:
    page.button(key="smaller").click().run()
    assert "The full student" in texts(opened(page))


def test_rows_that_changed_are_refused_beside_the_rest_of_the_page(
    desk: Desk, lab: Session, open_page: Callable[..., AppTest], result: Result
) -> None:
    data = replace(result.data, content_hash="0" * 64)
    lab.run_id = finish(desk, replace(result, data=data))
    app = open_page("deploy")
    app.button(key="smaller").click().run()
    assert not app.exception
    assert "the very rows of the run" in texts(app)
    assert "Try it on rows of your own" in texts(app)


def test_uploaded_rows_that_are_gone_are_refused(
    desk: Desk, lab: Session, open_page: Callable[..., AppTest], result: Result
) -> None:
    data = DataSpec(source="csv", content_hash="0" * 64)
    spec = result.spec.model_copy(update={"data": data})
    lab.run_id = finish(desk, replace(result, spec=spec))
    app = open_page("deploy")
    app.button(key="smaller").click().run()
    assert not app.exception
    assert "its uploaded file is gone" in texts(app)
    assert "its uploaded file is gone" not in texts(opened(app))


def test_the_teacher_can_be_handed_over_too(page: AppTest) -> None:
    page.segmented_control(key="handed").set_value("The teacher").run()
    assert any("core serve teacher.zip" in code.value for code in page.code)


def test_the_card_is_shown_as_it_is_and_never_as_markdown(page: AppTest, result: Result) -> None:
    page.toggle(key="card").set_value(True).run()
    card = inspected_of(bundle_of(result)).bundle.card
    assert any(code.value.strip() == card.strip() for code in page.code)


def test_rows_are_answered_and_looked_at_for_drift(page: AppTest) -> None:
    app = answered(page, LOANS.read_bytes())
    assert not app.exception
    assert "1,000 of 1,000 rows answered" in texts(app)
    assert "1,000 recent rows against 700 training rows" in texts(app)


def test_rows_that_the_model_is_less_sure_of_get_no_class(page: AppTest) -> None:
    app = answered(page, LOANS.read_bytes())
    app.slider(key="abstain").set_value(0.9).run()
    assert "got no class, being less sure than 0.9" in texts(app)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01"])
def test_a_file_that_does_not_suit_is_refused_in_a_sentence(page: AppTest, content: bytes) -> None:
    app = answered(page, content)
    assert not app.exception
    assert "What to do" in texts(app)


def test_without_a_run_the_demo_is_offered(open_page: Callable[..., AppTest]) -> None:
    assert any(button.label == "Run the demo" for button in open_page("deploy").button)
