from __future__ import annotations

import dataclasses

from core.charts.comparison import METRIC_TITLES
from core.evaluate.speed.speed_words import speed_sentence
from core.report.summary import NO_SPEED, stopped_sentence, summary_sections
from tests.report.example_runs import older_run, run_of

TRIES = "3 different settings were tried."


def sections(result, tries=""):
    return {one.title: one for one in summary_sections(result, tries)}


def test_what_to_do_next_comes_first_with_headroom_tries_and_notes() -> None:
    told = summary_sections(run_of(), TRIES)[0]
    assert told.title == "What to do next"
    assert len(told.sentences) == 4
    assert told.sentences[2:] == (TRIES, *run_of().notes)


def test_what_is_not_known_is_left_out() -> None:
    assert len(sections(older_run())["What to do next"].sentences) == 1


def test_closeness_is_told_by_auc_and_by_accuracy() -> None:
    told = sections(run_of())["Close enough to the teacher"].sentences
    assert ["AUC" in told[0], "accuracy" in told[1]] == [True, True]
    assert len(sections(older_run())["Close enough to the teacher"].sentences) == 1


def test_all_scores_and_the_costs_are_drawn() -> None:
    pictures = sections(run_of())["Scores and costs in pictures"].pictures
    assert [one.title for one in pictures] == [*METRIC_TITLES.values(), "Cost of the student"]


def test_speed_is_told_where_it_was_kept() -> None:
    result = run_of()
    assert speed_sentence(result.speed_up) in sections(result)["Given up and won"].sentences
    assert NO_SPEED in sections(older_run())["Given up and won"].sentences


def test_teacher_and_students_have_a_table_each_of_what_they_know() -> None:
    teacher, students = sections(run_of())["Learning curves"].tables
    assert teacher.header == ("Epoch", "Teacher, validation loss")
    assert len(students.header) == 6
    for table in (teacher, students):
        assert len(table.rows) == 4
        assert not [cell for row in table.rows for cell in row if cell == "–"]


def test_a_training_without_epochs_has_curves_that_say_so() -> None:
    told = sections(dataclasses.replace(run_of(), curves=()))["Learning curves"]
    assert not [row for table in told.tables for row in table.rows]
    assert all("Nothing yet" in one.chart.alt for one in told.pictures)


def test_only_a_stopped_run_says_that_it_was_stopped() -> None:
    assert stopped_sentence(run_of()) == ""
    assert "epoch 4 of 4" in stopped_sentence(dataclasses.replace(run_of(), stopped_early=True))
