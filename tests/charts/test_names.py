"""What the user called columns and classes stays so, also where it is a message of this app."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from core.charts.closer.classes import _by_class
from core.charts.columns import class_balance, missing_values
from core.charts.confusion import draw_confusion
from core.charts.names import (
    OWN_CLASSES,
    UNSEEN,
    class_in_table,
    group_in_table,
    group_within,
    on_picture,
)
from core.charts.operating import draw_roc
from core.charts.reliability import draw_reliability
from core.charts.softening import softened_answer
from core.charts.spoken import in_language
from core.charts.template import Chart
from core.data.load import load
from core.data.table import Table
from core.evaluate.looks.class_report import report_classes
from core.evaluate.looks.operating import operating_curves
from core.evaluate.looks.reliability import reliability
from core.language.sentences import told
from core.language.speak import ENGLISH, speak
from core.spec import DataSpec
from core.tasks.labels import CLASS_NAMES
from core.tasks.protected import NOT_STATED, OTHER, _age_band, _decade
from tests.charts.made_up import TARGET, TWO_MODELS

NAMES = ("Done", "Failed", "Teacher")
CSV = b"Teacher,Rows,Target\n1,2,Done\n,3,Failed\n4,5,Done\n6,7,Failed\n"


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    speak("zh_CN")
    yield
    speak(ENGLISH)


@pytest.fixture
def table() -> Table:
    return load(DataSpec(source="csv"), CSV)


def axis(chart: Chart) -> set[str]:
    return {str(name) for trace in in_language(chart).figure.data for name in trace.y}


def test_these_names_are_messages_of_the_app() -> None:
    assert all(told(name) != name for name in (*NAMES, "Rows"))


def test_classes_of_a_file_stay_as_they_are_on_the_data_page(table: Table) -> None:
    assert axis(class_balance(table)) == {"Done", "Failed"}


def test_columns_of_a_file_stay_as_they_are_on_the_data_page(table: Table) -> None:
    assert axis(missing_values(table)) == {"Teacher"}


def test_classes_stay_as_they_are_in_the_confusion_and_in_tables() -> None:
    reports = {role: report_classes(TARGET, answers, NAMES) for role, answers in TWO_MODELS.items()}
    assert axis(draw_confusion(reports)) == set(NAMES)
    assert {told(line[0]) for line in _by_class(reports).rows} == set(NAMES)


def test_classes_stay_as_they_are_in_a_softened_answer() -> None:
    assert axis(softened_answer((0.2, 0.8), NAMES[:2], 2.0)) == set(NAMES[:2])


def test_columns_of_a_file_stay_as_they_are_in_alternative_texts(table: Table) -> None:
    assert f"Teacher{UNSEEN}" in in_language(missing_values(table)).alt


@pytest.mark.parametrize("name", ["Failed", "Done", "<b>Rows</b>"])
def test_groups_of_a_file_stay_as_they_are_in_tables_and_in_sentences(name: str) -> None:
    assert told(group_in_table(name)) == name
    said = told(f"{group_within(name)}<br>30 rows, too few")
    assert said.replace(UNSEEN, "").startswith(f"{name}<br>")
    assert "rows, too few" not in said


OWN_GROUPS = (
    *map(_age_band, (10, 30, 47, 99)),
    *map(_decade, (1930, 1989)),
    NOT_STATED,
    OTHER,
)


@pytest.mark.parametrize("group", OWN_GROUPS)
def test_what_the_app_calls_groups_itself_is_left_to_be_told(group: str) -> None:
    assert group_in_table(group) == group_within(group) == group
    assert type(group_in_table(group)) is str


PICTURES: dict[str, Callable[[], Chart]] = {
    "reliability": lambda: draw_reliability(
        {role: reliability(TARGET, answers, NAMES[:2]) for role, answers in TWO_MODELS.items()}
    ),
    "ROC": lambda: draw_roc(
        {role: operating_curves(TARGET, answers, NAMES[:2]) for role, answers in TWO_MODELS.items()}
    ),
    "confusion": lambda: draw_confusion(
        {role: report_classes(TARGET, answers, NAMES) for role, answers in TWO_MODELS.items()}
    ),
    "balance": lambda: class_balance(load(DataSpec(source="csv"), CSV)),
    "missing": lambda: missing_values(load(DataSpec(source="csv"), CSV)),
}


@pytest.mark.parametrize("picture", PICTURES)
def test_names_of_a_file_stay_as_they_are_in_what_is_said_of_a_picture(picture: str) -> None:
    shown = in_language(PICTURES[picture]())
    layout = shown.figure.layout
    said = " ".join((shown.alt, *filter(None, (layout.xaxis.title.text, layout.yaxis.title.text))))
    assert any(f"{name}{UNSEEN}" in said for name in NAMES)
    assert not any(told(name) in said.replace(told("Rows"), "") for name in ("Done", "Failed"))


def test_what_the_app_calls_classes_itself_is_translated() -> None:
    own = {name for names in CLASS_NAMES.values() for name in names} | {"no", "yes"}
    assert own == OWN_CLASSES
    assert all(told(class_in_table(name)) != name for name in own)


def test_a_name_on_a_picture_is_no_markup_and_not_too_long() -> None:
    assert on_picture("<b>", 24) == "&lt;b&gt;"
    assert on_picture("a" * 30, 24) == "a" * 23 + "…"
