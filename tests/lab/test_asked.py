"""What a study asked, in one line."""

from __future__ import annotations

import pytest

from core.lab.asked import asked_line
from core.lab.study import StudySpec
from core.language.sentences import told
from core.language.speak import ENGLISH, speak
from core.spec import DataSpec, DistillSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
from core.spec.many import ManySpec
from core.spec.search import SearchSpec
from core.spec.sweep import SweepSpec

RUN = RunSpec(train=TrainSpec(seeds=3))
MARKET = RunSpec(
    data=DataSpec(source="yahoo", tickers=("AAPL", "KO")),
    task=TaskSpec(name="risk", horizon_days=5, labels=0.2),
)
SIZES = tuple(ModelSpec(width=width) for width in (2, 4, 8, 16, 32))
SMOOTHED = RUN.model_copy(update={"distill": DistillSpec(method="smoothing")})


@pytest.mark.parametrize(
    ("spec", "line"),
    [
        (
            SweepSpec(run=RUN, alphas=(0.0, 0.5), temperatures=(2.0,)),
            "Credit scoring · Credit card clients, Taiwan · MLP 16 taught by Boosted trees · "
            "alpha 0, 0.5 · T 2 · 3 seeds",
        ),
        (
            SweepSpec(run=RUN, students=SIZES, alphas=(0.9,), temperatures=(2.0,)),
            "Credit scoring · Credit card clients, Taiwan · 5 students taught by Boosted trees · "
            "MLP 2, MLP 4, MLP 8, MLP 16 and 1 more · alpha 0.9 · T 2 · 3 seeds",
        ),
        (
            SearchSpec(run=RUN, trials=7),
            "Credit scoring · Credit card clients, Taiwan · MLP 16 taught by Boosted trees · "
            "7 trials · alpha 0 to 1 · T 1 to 8 · learning rate 0.001 to 0.05 · 3 seeds",
        ),
        (
            ManySpec(run=RUN),
            "Credit scoring · Consumer loans, Germany; Credit card clients, Taiwan · "
            "MLP 16 taught by Boosted trees · alpha 0.9 · T 2 · 3 seeds",
        ),
    ],
    ids=["landscape", "frontier", "search", "many"],
)
def test_rows_models_and_what_was_varied_are_said(spec: StudySpec, line: str) -> None:
    assert asked_line(spec) == line


def test_a_market_question_says_its_tickers_its_horizon_and_its_share_of_labels() -> None:
    line = asked_line(SweepSpec(run=MARKET))
    assert line.startswith("Risk · over 5 sessions · 20 % of the labels · Yahoo Finance: AAPL, KO")


def test_very_many_values_are_told_by_their_ends() -> None:
    spec = SweepSpec(run=RUN, alphas=tuple(n / 20 for n in range(20)))
    assert "alpha 0 to 0.95 in 20 steps" in asked_line(spec)


def test_with_label_smoothing_no_teacher_is_named() -> None:
    line = asked_line(SweepSpec(run=SMOOTHED))
    assert "Label smoothing · MLP 16" in line
    assert "taught by" not in line


def test_uploaded_files_are_not_named() -> None:
    run = RunSpec(data=DataSpec(source="csv", content_hash="0" * 64, target_column="default"))
    assert "Uploaded files" in asked_line(ManySpec(run=run, over="files"))


@pytest.mark.parametrize(
    "spec", [SweepSpec(run=MARKET, students=SIZES), SearchSpec(run=RUN), ManySpec(run=SMOOTHED)]
)
def test_in_chinese_only_names_stay_english(spec: StudySpec) -> None:
    speak("zh_CN")
    try:
        line = told(asked_line(spec))
    finally:
        speak(ENGLISH)
    for word in ("taught", "seeds", "to ", "more", "sessions", "smoothing", "rate"):
        assert word not in line
