from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts.curves import MOST_POINTS, PANELS, learning_curve
from core.distill.reports import EpochReport, LearnerReport
from core.lab.events import StageStarted, Warned
from core.lab.log import MOST_PER_PHASE, RunLog
from core.lab.progress import progress_of, reports_of
from tests.lab.example_result import make_events

ROLES = {
    "teacher": ("teacher",),
    "between": ("distilled",),
    "students": ("alone", "distilled", "alone", "distilled"),
}


def report(phase, epoch, epochs, best=()):
    learners = tuple(
        LearnerReport(role, seed, 1 / epoch, 2 / epoch, 3 / epoch, 4 / epoch, 0.5, role in best)
        for seed, role in enumerate(ROLES[phase])
    )
    return EpochReport(phase, epoch, epochs, learners, epoch * 0.1)


def training(phase, epochs, best_epochs):
    """Epochs of one phase, in which every role is better than ever in the given epochs."""
    return [
        report(phase, epoch, epochs, ROLES[phase] if epoch in best_epochs else ())
        for epoch in range(1, epochs + 1)
    ]


def log_of(events):
    log = RunLog()
    for event in events:
        log.append(event)
    return log


def ends_of(figure):
    lines = [trace for trace in figure.data if not trace.fill]
    return [(t.name, t.x[:1], t.y[:1], t.x[-1:], t.y[-1:]) for t in lines]


def assert_seen_alike(kept, said):
    assert progress_of(kept) == progress_of(said)
    for panel in PANELS:
        found, wanted = (learning_curve(reports_of(x), panel) for x in (kept, said))
        assert found.alt == wanted.alt
        assert ends_of(found.figure) == ends_of(wanted.figure)
        assert found.figure.layout.xaxis.range == wanted.figure.layout.xaxis.range


def test_a_short_run_is_kept_whole():
    said = make_events()
    assert log_of(said).events() == said


def test_no_more_can_be_kept_than_a_chart_draws():
    assert MOST_PER_PHASE <= MOST_POINTS


@settings(max_examples=20, deadline=None)
@given(
    lengths=st.tuples(st.integers(1, 900), st.integers(0, 400), st.integers(0, 900)),
    data=st.data(),
)
def test_a_long_run_is_seen_as_if_all_had_been_kept(lengths, data):
    said = [StageStarted("data", 0.0, "Reading"), Warned("Few rows")]
    for phase, epochs in zip(ROLES, lengths, strict=True):
        best = data.draw(st.sets(st.integers(1, max(epochs, 1)), max_size=5))
        said.append(StageStarted("teacher", 0.1, f"Training {phase}"))
        said += training(phase, epochs, best)
    so_far = said[: data.draw(st.integers(1, len(said)))]
    kept = log_of(so_far).events()
    assert_seen_alike(kept, tuple(so_far))
    for phase in ROLES:
        assert sum(r.phase == phase for r in reports_of(kept)) <= MOST_PER_PHASE


def test_roles_that_are_best_in_different_epochs_keep_their_own():
    said = training("students", 1000, ())
    said[300] = report("students", 301, 1000, ("alone",))
    said[776] = report("students", 777, 1000, ("distilled",))
    kept = log_of(said).events()
    assert_seen_alike(kept, tuple(said))
    best = {r.epoch: [x.role for x in r.learners if x.is_best] for r in kept}
    assert set(best[301]) == {"alone"}
    assert set(best[777]) == {"distilled"}


def test_what_is_kept_is_spread_evenly_and_in_order():
    kept = [r.epoch for r in log_of(training("teacher", 10_000, ())).events()]
    assert (kept[0], kept[-1]) == (1, 10_000)
    steps = {b - a for a, b in itertools.pairwise(kept[:-1])}
    assert len(steps) == 1
    assert len(kept) > MOST_PER_PHASE / 3


def test_all_that_is_no_epoch_is_kept_in_its_place():
    said = []
    for number in range(300):
        said += [StageStarted("students", 0.2, f"Search {number}"), Warned(str(number))]
        said += [report("students", number + 1, 300)]
    kept = log_of(said).events()
    others = [x for x in said if not isinstance(x, EpochReport)]
    assert [x for x in kept if not isinstance(x, EpochReport)] == others
    assert [x for x in said if x in set(kept)] == list(kept)


def test_of_the_epochs_of_a_search_only_the_newest_is_kept():
    def search(role):
        whole = StageStarted("students", 0.2, f"Searching, {role}")
        epochs = [
            StageStarted("students", 0.2 + number / 10_000, f"{role}, epoch {number}", None, True)
            for number in range(1, 501)
        ]
        return whole, *epochs

    alone, distilled = search("alone"), search("distilled")
    so_far = (*alone, *distilled[:100])
    kept = log_of(so_far).events()
    assert kept == (alone[0], alone[-1], distilled[0], distilled[99])
    assert_seen_alike(kept, so_far)


def test_events_are_put_together_once():
    log = log_of(make_events())
    assert log.events() is log.events()
    before = log.events()
    log.append(Warned("More"))
    assert log.events() == (*before, Warned("More"))


@pytest.mark.slow
def test_a_hundred_thousand_epochs_are_kept_small_all_the_time():
    log = RunLog()
    for number in range(100_000):
        log.append(report("students", 1 + number, 100_000, ("alone",)))
        if number % 1000 == 0:
            assert len(log.events()) <= MOST_PER_PHASE
    assert len(log.events()) <= MOST_PER_PHASE
