"""A bundle of loans that tells threshold and training shares, let in without another process."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.deploy.bundle import write_bundle
from core.deploy.contents import BundleContents
from core.deploy.counting import score_shares, training_shares
from core.deploy.inspect_model import Inspected
from core.deploy.opened import open_bundle
from core.deploy.shares import DriftFile
from core.spec import ModelSpec, TaskSpec
from core.tasks.encode import Encoder, fit_encoder
from tests.deploy.examples import (
    applicants,
    applicants_encoder,
    contents_of,
    daily_bars,
    indicator_frame,
)
from tests.export.examples import answers_of, make_network

FRAME = applicants(400)
ENCODER = applicants_encoder(FRAME)
MODEL = make_network(ModelSpec(name="mlp", width=5), ENCODER, 2)
ROWS = ENCODER.raw(FRAME)
ANSWERS = answers_of(MODEL, ENCODER, ROWS)
THRESHOLD = float(np.median(ANSWERS[:, 1]))
RISK = TaskSpec(name="risk", horizon_days=5)


def with_drift(contents: BundleContents, rows: np.ndarray, answers: np.ndarray) -> BundleContents:
    shares = training_shares(rows, contents.encoder)
    return replace(contents, drift=DriftFile(training=shares, scores=score_shares(answers)))


LOANS = with_drift(
    replace(contents_of(MODEL, ENCODER, ROWS[:20], TaskSpec(name="credit")), threshold=THRESHOLD),
    ROWS,
    ANSWERS,
)


def let_in(contents: BundleContents) -> Inspected:
    return Inspected(open_bundle(write_bundle(contents)), 0.0)


def prices_bundle() -> tuple[BundleContents, Encoder, np.ndarray]:
    """A model of risk, its encoder, and the rows that it learned from, day by day."""
    bars = daily_bars(("AAA", "BBB"), n_days=700)
    frame = indicator_frame(bars, RISK)
    encoder = fit_encoder(frame, list(frame.columns), np.arange(len(frame)))
    model = make_network(ModelSpec(name="mlp", width=4), encoder, 2)
    rows = encoder.raw(frame)
    contents = contents_of(model, encoder, rows[:9], RISK, ("calm", "turbulent"))
    days = np.datetime64("2020-01-01") + np.arange(len(rows))
    shares = training_shares(rows, encoder, days)
    scores = score_shares(answers_of(model, encoder, rows[:200]))
    return replace(contents, drift=DriftFile(training=shares, scores=scores)), encoder, rows
