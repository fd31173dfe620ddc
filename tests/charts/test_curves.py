from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.charts.curves import MOST_POINTS, PANELS, learning_curve, learning_curve_json
from core.charts.template import ROLES
from core.distill.reports import EpochReport, LearnerReport
from tests.lab.example_result import SEEDS, make_curves

LONG = 5000


def line_named(figure, name: str):
    return next(trace for trace in figure.data if trace.name == name)


def make_report(epoch: int, epochs: int, seeds: int = 1) -> EpochReport:
    learners = tuple(
        LearnerReport("alone", seed, float(seed), None, 1.0, 1.0, 0.5, True)
        for seed in range(seeds)
    )
    return EpochReport("students", epoch, epochs, learners, 0.1)


@pytest.mark.parametrize("panel", PANELS)
def test_every_panel_can_be_drawn_before_training_has_said_anything(panel: str) -> None:
    assert learning_curve((), panel).alt.endswith("Nothing yet.")


@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_without_a_curve_says_what_it_is_told_to(panel):
    chart = learning_curve((), panel, instead="not reached")
    assert [note.text for note in chart.figure.layout.annotations] == ["not reached"]
    assert chart.alt.endswith("Nothing yet: not reached.")
    drawn = learning_curve(make_curves(), panel, instead="not reached")
    assert not drawn.figure.layout.annotations


@pytest.mark.parametrize("panel", PANELS)
def test_every_panel_tells_in_words_what_it_draws(panel: str) -> None:
    alt = learning_curve(make_curves(), panel).alt
    assert all(ROLES[role].title in alt for role in PANELS[panel].roles)


def test_line_is_the_mean_over_seeds() -> None:
    figure = learning_curve(make_curves(), "hard").figure
    mean_seed = sum(SEEDS) / len(SEEDS)
    assert line_named(figure, "Alone").y[0] == pytest.approx(0.5 + 0.01 * mean_seed)


def test_band_reaches_from_the_lowest_to_the_highest_seed() -> None:
    figure = learning_curve((make_report(1, 2, seeds=3), make_report(2, 2, seeds=3)), "hard").figure
    band = next(trace for trace in figure.data if trace.fill == "toself")
    assert (min(band.y), max(band.y)) == (0.0, 2.0)


def test_one_seed_has_no_band() -> None:
    figure = learning_curve((make_report(1, 2), make_report(2, 2)), "hard").figure
    assert not [trace for trace in figure.data if trace.fill == "toself"]


def test_teacher_and_students_do_not_share_a_panel_of_losses() -> None:
    names = {trace.name for trace in learning_curve(make_curves(), "teacher").figure.data}
    assert names == {"Teacher", "Teacher, best epoch"}


def test_only_a_student_with_a_teacher_has_a_distance_from_it() -> None:
    names = {t.name for t in learning_curve(make_curves(), "soft").figure.data if t.name}
    assert names == {"Distilled", "Distilled, best epoch"}


@pytest.mark.parametrize("panel", PANELS)
def test_the_best_epoch_is_marked_on_its_line(panel: str) -> None:
    curves = make_curves()
    figure = learning_curve(curves, panel).figure
    for role in PANELS[panel].roles:
        own = [r for r in curves if r.phase == PANELS[panel].phase]
        best = [r.epoch for r in own if any(x.is_best for x in r.learners if x.role == role)][-1]
        title = ROLES[role].title
        line, star = (line_named(figure, n) for n in (title, f"{title}, best epoch"))
        assert star.x[0] == best
        assert star.y[0] == pytest.approx(line.y[line.x.index(best)])


def test_a_best_epoch_between_the_points_that_are_drawn_is_marked_too() -> None:
    reports = [make_report(epoch, LONG) for epoch in range(1, LONG + 1)]
    best = 1 + LONG // 2 + 1
    reports = [
        replace(r, learners=tuple(replace(x, is_best=r.epoch == best) for x in r.learners))
        for r in reports
    ]
    star = line_named(learning_curve(tuple(reports), "hard").figure, "Alone, best epoch")
    assert star.x[0] == best


def test_a_curve_keeps_its_identity_while_others_come_and_go() -> None:
    short, long = (learning_curve(make_curves()[:n], "validation").figure for n in (5, None))
    ids = [{trace.uid: trace.name for trace in figure.data} for figure in (short, long)]
    assert None not in ids[1]
    assert all(ids[1][uid] == name for uid, name in ids[0].items() if uid in ids[1])


@pytest.mark.parametrize("panel", PANELS)
def test_before_the_first_number_there_are_words_and_no_axes(panel: str) -> None:
    figure = learning_curve((), panel).figure
    assert figure.layout.annotations[0].text.startswith("begins")
    assert not figure.layout.xaxis.visible


def test_validation_shows_how_far_the_teacher_came() -> None:
    figure = learning_curve(make_curves(), "validation").figure
    assert len(set(line_named(figure, "Teacher").y)) == 1


def test_a_long_run_stays_small_and_keeps_its_last_epoch() -> None:
    reports = tuple(make_report(epoch, LONG) for epoch in range(1, LONG + 1))
    line = line_named(learning_curve(reports, "hard").figure, "Alone")
    assert len(line.x) <= MOST_POINTS + 1
    assert line.x[-1] == LONG


def test_zoom_is_kept_for_one_run_and_dropped_for_the_next() -> None:
    def revision(run: str) -> str:
        return learning_curve(make_curves(), "hard", run).figure.layout.uirevision

    assert revision("a") == revision("a") != revision("b")


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("curves", [(), make_curves()[:1], make_curves()], ids=len)
def test_the_quick_picture_is_the_one_that_plotly_has_checked(panel, curves) -> None:
    figure_json, alt = learning_curve_json(curves, panel, "a run")
    checked = learning_curve(curves, panel, "a run")
    assert json.loads(figure_json) == json.loads(checked.figure.to_json())
    assert alt == checked.alt


def test_a_loss_that_is_not_finite_leaves_a_gap_that_a_browser_can_read() -> None:
    curves = make_curves()
    lost = replace(curves[-1].learners[0], hard=float("nan"), validation_auc=float("inf"))
    told = (*curves[:-1], replace(curves[-1], learners=(lost,)))
    assert "NaN" not in learning_curve_json(told, "hard")[0]
    assert "Infinity" not in learning_curve_json(told, "validation")[0]
