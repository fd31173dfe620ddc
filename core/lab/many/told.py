"""What many runs cost, in a sentence."""

from __future__ import annotations

from core.lab.sweep.told import about


def cost_sentence(n_items: int, seconds: float) -> str:
    """Say what many runs will cost, before they start."""
    runs = "run" if n_items == 1 else "runs"
    return f"{n_items:,} {runs}: about {about(seconds)} if they follow one another."
