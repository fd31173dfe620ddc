"""Events with any numbers in them, for Hypothesis."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from core.distill.reports import EpochReport, LearnerReport, Phase, Role
from core.lab.events import Stage, StageStarted, Warned

ANY_FLOAT = st.floats()
COUNTS = st.integers(0, 2**40)

learners = st.builds(
    LearnerReport,
    role=st.sampled_from(get_args(Role)),
    seed=COUNTS,
    hard=ANY_FLOAT,
    soft=st.none() | ANY_FLOAT,
    total=ANY_FLOAT,
    validation=ANY_FLOAT,
    validation_auc=ANY_FLOAT,
    is_best=st.booleans(),
    diverged=st.booleans(),
)
epochs = st.builds(
    EpochReport,
    phase=st.sampled_from(get_args(Phase)),
    epoch=COUNTS,
    epochs=COUNTS,
    learners=st.lists(learners, max_size=4).map(tuple),
    seconds=ANY_FLOAT,
)
stages = st.builds(
    StageStarted,
    stage=st.sampled_from(get_args(Stage)),
    share_done=ANY_FLOAT,
    sentence=st.text(),
    share_after=st.none() | ANY_FLOAT,
    is_epoch=st.booleans(),
)
warnings = st.builds(Warned, sentence=st.text())
