"""The Data page: several files, a template, findings, the profile, candles and the leak."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core.data.limits import limits_sentence
from core.data.load import load
from core.data.templates import template_sentence
from core.lab import leak
from core.spec import DataSpec, ModelSpec, RunSpec
from pages.ui import leak_card, prepared
from pages.ui.state import SESSION_KEY, Session
from tests.pages.conftest import labels, texts
from tests.pages.test_upload import HOSTILE, SAMPLES, hostile_csv, upload

OpenPage = Callable[..., AppTest]

STOCKS = RunSpec.model_validate({"data": {"sample": "us_stocks"}, "task": {"name": "risk"}})


def one_ticker(symbol: str) -> bytes:
    bars = load(DataSpec(sample="us_stocks")).frame
    return bars[bars["Ticker"] == symbol].drop(columns="Ticker").to_csv(index=False).encode()


def upload_all(app: AppTest, **files: bytes) -> AppTest:
    app.segmented_control(key="source").set_value("csv").run()
    sent = [(f"{name}.csv", content, "text/csv") for name, content in files.items()]
    app.file_uploader[0].set_value(sent).run()
    return app


def badges(app: AppTest) -> list[str]:
    return [element.value for element in app.markdown if "-badge[" in element.value]


def test_one_file_a_ticker_becomes_one_table(open_page: OpenPage) -> None:
    app = upload_all(open_page(), AAPL=one_ticker("AAPL"), MSFT=one_ticker("MSFT"))
    assert not app.exception
    assert app.session_state[SESSION_KEY].spec.task.name == "risk"
    security = next(box for box in app.selectbox if box.label == "Security")
    assert security.options[1:] == ["AAPL", "MSFT"]


def test_several_files_that_are_no_prices_are_refused_by_name(open_page: OpenPage) -> None:
    credit = (SAMPLES / "german_credit.csv").read_bytes()
    app = upload_all(open_page(), AAPL=one_ticker("AAPL"), loans=credit)
    assert "loans.csv" in "\n".join(text.value for text in app.text)


def test_a_question_that_can_be_asked_of_new_rows_is_kept(
    open_page: OpenPage, lab: Session
) -> None:
    lab.spec = RunSpec.model_validate({"task": {"name": "trend", "horizon_days": 7}})
    app = upload_all(open_page(), AAPL=one_ticker("AAPL"))
    assert app.session_state[SESSION_KEY].spec.task == lab.spec.task


@pytest.mark.parametrize("task", ["credit", "risk"])
def test_limits_and_a_template_come_before_the_file(
    open_page: OpenPage, lab: Session, task: str
) -> None:
    lab.spec = RunSpec.model_validate({"task": {"name": task}})
    app = open_page()
    app.segmented_control(key="source").set_value("csv").run()
    assert limits_sentence() in texts(app)
    assert template_sentence(task) in texts(app)
    assert [button for button in app.get("download_button") if "template" in button.proto.label]


def test_the_gravest_finding_comes_first(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = load(DataSpec(sample="taiwan_credit"))
    graver = {"D103": "informs", "D104": "advises", "D106": "blocks"}
    reports = tuple(
        replace(report, severity=graver.get(report.code, report.severity))
        for report in table.reports
    )
    monkeypatch.setattr(prepared, "table", lambda: replace(table, reports=reports))
    shown = badges(open_page())
    assert [code in badge for code, badge in zip(("D106", "D104", "D103"), shown, strict=True)]
    assert "Stops the run" in shown[0]


def test_every_check_is_listed_with_how_it_ended(open_page: OpenPage) -> None:
    app = open_page()
    listed = next(html.proto.body for html in app.get("html") if "D101" in html.proto.body)
    assert "passed" in listed
    assert "not applicable" in listed
    assert "T101" in listed
    assert [expander for expander in app.expander if expander.label.endswith(" checks")]


def test_rows_that_block_cannot_be_trained_on(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = load(DataSpec()).reports[0]
    blocked = replace(report, severity="blocks", state="fired", what="This is hopeless", where="x")
    monkeypatch.setattr(prepared, "question_reports", lambda: (blocked,))
    app = open_page("distill")
    assert app.button(key="start").disabled
    assert "this is hopeless" in texts(app)


def test_the_profile_has_a_line_for_every_column(open_page: OpenPage) -> None:
    profile = open_page().dataframe[0].value
    assert len(profile) == 25
    assert list(profile["Column"])[:2] == ["ID", "LIMIT_BAL"]
    assert all(len(bars) > 1 for bars in profile["Distribution"])


def test_names_of_a_file_are_cells_of_the_profile_and_nothing_more(open_page: OpenPage) -> None:
    app = upload(open_page(), hostile_csv())
    assert HOSTILE in list(app.dataframe[0].value["Column"])
    assert not app.exception


def test_one_security_is_drawn_as_candles(open_page: OpenPage, lab: Session) -> None:
    lab.spec = STOCKS
    app = open_page()
    assert "candlestick" not in app.get("plotly_chart")[0].proto.spec
    next(box for box in app.selectbox if box.label == "Security").set_value("IBM").run()
    assert "candlestick" in app.get("plotly_chart")[0].proto.spec
    app.segmented_control(key="period").set_value("Last year").run()
    assert "one candle a day" in app.get("plotly_chart")[0].proto.spec


@pytest.fixture
def small_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leak, "LEAK_MODEL", ModelSpec(name="trees", trees=10, leaves=4))
    leak_card._shelf.clear()


@pytest.mark.slow
@pytest.mark.usefixtures("small_leak")
@pytest.mark.parametrize("sample", ["us_stocks", "german_credit"])
def test_the_leak_is_shown_and_kept(open_page: OpenPage, lab: Session, sample: str) -> None:
    lab.spec = RunSpec.model_validate({"data": {"sample": sample}, "task": STOCKS.task})
    app = open_page()
    next(button for button in app.button if button.label == "Show the leak").click().run()
    assert not app.exception
    shown = texts(app)
    assert "Only the honest split says" in shown
    places = [shown.index(title) for title in ("Shuffled rows", "Cut by row", "Honest split")]
    assert places == sorted(places)
    again = open_page()
    assert "Show the leak" not in labels(again)
    assert "Only the honest split says" in texts(again)


def test_prices_too_few_for_the_leak_say_so(open_page: OpenPage) -> None:
    few = b"\n".join(one_ticker("IBM").splitlines()[:60])
    app = upload(open_page(), few)
    next(button for button in app.button if button.label == "Show the leak").click().run()
    assert not app.exception
    assert "What to do: " in texts(app)
