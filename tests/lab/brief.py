"""Runs that are judged sooner than those of a user."""

from __future__ import annotations

from functools import partial

import pytest

from core.evaluate.speed.latency_ratio import measure_speed
from core.lab import judgement

SECONDS = 0.1


def time_briefly(patch: pytest.MonkeyPatch) -> None:
    """Let each run time its models for a tenth of a second, not for a whole one."""
    patch.setattr(judgement, "measure_speed", partial(measure_speed, seconds=SECONDS))
