from __future__ import annotations

import dataclasses

import pytest

from core.lab.closer.headline import close_enough, next_step_of
from core.learn.glossary import meaning_of
from tests.lab.example_evidence import make_evidence
from tests.lab.example_result import make_result
from tests.pages.conftest import finish

SUBJECTS = {
    "credit": [
        "Classes",
        "Threshold",
        "Calibration",
        "Act when sure",
        "Student and teacher",
        "Speed and memory",
    ],
    "direction": [
        "Classes",
        "Threshold",
        "Calibration",
        "Act when sure",
        "Student and teacher",
        "Speed and memory",
    ],
}
LAST = {"credit": "Fairness", "direction": "Trading"}


def with_evidence(task):
    return dataclasses.replace(make_result(task=task), evidence=make_evidence(task))


@pytest.fixture
def compare(desk, lab, open_page):
    """Open Compare on the example run of a task."""

    def open_it(task="credit", result=None):
        lab.run_id = finish(desk, result or with_evidence(task))
        return open_page("compare")

    return open_it


def words(app):
    return " ".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("task", SUBJECTS)
def test_the_subjects_are_those_of_the_question(compare, task):
    app = compare(task)
    assert app.pills(key="look").options == [*SUBJECTS[task], LAST[task]]


@pytest.mark.parametrize("task", SUBJECTS)
def test_every_subject_opens(compare, task):
    app, questions = compare(task), set()
    for subject in (*SUBJECTS[task], LAST[task]):
        app.pills(key="look").set_value(subject).run()
        assert not app.exception, subject
        assert not app.error, subject
        questions.add(words(app).partition("class='question'>")[2].partition("<")[0])
    assert len(questions) == len(SUBJECTS[task]) + 1


@pytest.mark.parametrize(("subject", "is_told"), [("Classes", True), ("Fairness", False)])
def test_a_look_at_one_student_says_so(compare, subject, is_told):
    app = compare()
    app.pills(key="look").set_value(subject).run()
    captions = " ".join(caption.value for caption in app.caption)
    assert ("one student of each kind" in captions) is is_told


def test_every_score_is_explained_in_the_words_of_the_glossary(compare):
    told = compare().pills(key="metric").proto.help
    assert all(f"**{title}**" in told for title in ("AUC", "F1", "Log loss", "Brier", "ECE"))
    assert meaning_of("ECE") in told


def test_what_to_do_next_stands_beside_the_verdict(compare):
    result = with_evidence("credit")
    assert next_step_of(result).sentence in words(compare(result=result))


def test_what_a_reader_must_know_besides_is_shown(compare):
    noted = dataclasses.replace(with_evidence("credit"), notes=("Seed 3 was left out.",))
    assert "Seed 3 was left out." in words(compare(result=noted))


def test_another_margin_gives_another_answer(compare):
    app = compare()
    at_one = close_enough(make_result(), 1.0)[0].sentence
    assert at_one in words(app)
    app.number_input(key="margin").set_value(9.0).run()
    assert at_one not in words(app)
    assert close_enough(make_result(), 9.0)[0].sentence in words(app)


def test_the_only_setting_tried_is_called_so(compare):
    assert "only setting tried" in words(compare())


def test_a_dearer_miss_moves_the_threshold(compare):
    app = compare()
    app.pills(key="look").set_value("Threshold").run()
    before = words(app)
    app.segmented_control(key="rule").set_value("cost").run()
    app.number_input(key="missed_cost").set_value(50.0).run()
    assert words(app) != before
    assert "a missed row at 50" in words(app)


def test_a_run_of_an_earlier_version_says_what_it_lacks(compare):
    app = compare(result=make_result())
    assert not app.exception
    assert any("an earlier version" in text.value for text in app.text)


def test_every_choice_of_the_run_can_be_read(compare):
    told = words(compare())
    for label in ("Method", "Alpha", "Temperature", "Trees, at most", "Labels shown"):
        assert label in told
