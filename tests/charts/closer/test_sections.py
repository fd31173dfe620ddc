"""What holds for every section, whatever its subject."""

from __future__ import annotations

import dataclasses

import pytest

from core.charts.closer.classes import classes_section
from core.charts.closer.cutting import thresholds_section
from core.charts.closer.groups import groups_section
from core.charts.closer.listening import listening_section
from core.charts.closer.pacing import pacing_section
from core.charts.closer.parting import parting_section
from core.charts.closer.trading import trading_section
from core.charts.closer.trusting import calibration_section, sure_section
from core.evaluate.looks.defined import Defined
from core.evaluate.looks.importance import ColumnImportance, Importance, ModelImportance
from core.lab.closer.apart import apart
from core.lab.closer.cutting import thresholds
from core.lab.closer.fair import fair
from core.lab.closer.money import money
from core.lab.closer.pace import pace
from core.lab.closer.quality import quality
from core.lab.closer.trust import trust
from tests.lab.example_evidence import make_evidence
from tests.lab.example_result import make_result


def listened(_):
    columns = tuple(ColumnImportance(name, Defined(0.1), 0.01, 3) for name in "abc")
    models = tuple(
        ModelImportance(role, Defined(0.7), columns) for role in ("distilled", "teacher")
    )
    return Importance("auc", models, 100, 200, is_cut_short=True)


SECTIONS = {
    "classes": lambda result: classes_section(quality(result)),
    "threshold": lambda result: thresholds_section(thresholds(result)),
    "calibration": lambda result: calibration_section(trust(result)),
    "sure": lambda result: sure_section(trust(result)),
    "parting": lambda result: parting_section(apart(result)),
    "listening": lambda result: listening_section(listened(result)),
    "pace": lambda result: pacing_section(pace(result)),
    "trading": lambda result: trading_section(money(result)),
    "fairness": lambda result: groups_section(fair(result)),
}
ONLY_FOR = {"trading": "direction", "fairness": "credit"}
CASES = [
    (subject, task)
    for subject in SECTIONS
    for task in ("credit", "direction")
    if ONLY_FOR.get(subject, task) == task
]
WORST = "<b>*bad* & $x$</b>"


def run_of(task):
    return dataclasses.replace(make_result(task=task), evidence=make_evidence(task))


@pytest.fixture(params=CASES, ids=lambda case: "-".join(case))
def case(request):
    return request.param


@pytest.fixture
def make(case):
    return SECTIONS[case[0]]


@pytest.fixture
def task(case):
    return case[1]


def test_every_row_of_a_table_has_a_cell_for_each_head(make, task):
    for table in make(run_of(task)).tables:
        assert {len(row) for row in table.rows} == {len(table.header)}


def test_every_picture_tells_in_words_what_it_shows(make, task):
    section = make(run_of(task))
    assert section.pictures or section.tables
    assert all(picture.chart.alt for picture in section.pictures)


def test_titles_are_told_apart(make, task):
    section = make(run_of(task))
    titles = [block.title for block in (*section.pictures, *section.tables)]
    assert len(set(titles)) == len(titles)


def nan_student(task):
    evidence = make_evidence(task)
    broken = dataclasses.replace(evidence.distilled, test=evidence.distilled.test * float("nan"))
    spoilt = dataclasses.replace(evidence, distilled=broken)
    return dataclasses.replace(run_of(task), evidence=spoilt)


def one_class(task):
    evidence = make_evidence(task)
    return dataclasses.replace(
        run_of(task), evidence=dataclasses.replace(evidence, target=evidence.target * 0)
    )


@pytest.mark.parametrize("spoil", [nan_student, one_class])
def test_numbers_that_are_not_defined_leave_the_rest_standing(make, spoil, task):
    section = make(spoil(task))
    words = " ".join([*section.sentences, *map(str, section.tables)])
    assert "nan" not in words.lower()
    assert section.tables


@pytest.mark.parametrize(
    "section", [trading_section(money(run_of("credit"))), groups_section(None)]
)
def test_a_subject_that_does_not_apply_says_why(section):
    assert section.sentences
    assert not section.tables


def test_names_of_classes_stay_as_they_are_in_tables_and_sentences():
    result = run_of("credit")
    data = dataclasses.replace(result.data, classes=("good", WORST))
    section = parting_section(apart(dataclasses.replace(result, data=data)))
    assert any(WORST in table.title for table in section.tables)
