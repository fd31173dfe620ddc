"""Made-up training rows that only a teacher can label.

They are made from training rows alone and carry no label, so nothing crosses the split and
a student alone learns nothing from them but takes as many steps.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.spec import AugmentName
from core.tasks.dataset import Part
from core.tasks.encode import Encoder

MOST_ROWS = 100_000
SHARE_OF_CELLS = 0.1
JITTER = 0.1
SCALING = 0.1


def made_up_rows(
    part: Part, encoder: Encoder, kind: AugmentName, window: int, generator: torch.Generator
) -> Part:
    """Make as many rows as there are, but at most 100,000; each from one real row.

    Parameters
    ----------
    part : Part
        Training rows.
    encoder : Encoder
        Tells which features are numbers, and which together are one category.
    kind : AugmentName
        "resample": each cell is redrawn from its column with a chance of 10 %, a category as
        a whole, then each number gets noise of a tenth of its spread with a chance of 10 %.
        "jitter": every number gets that noise, and windows are stretched by about 10 %.
        Numbers stay within what the training rows hold.
    window : int
        Days of the longest window that a model reads; 1 for rows.
    generator : torch.Generator
        The only source of randomness.

    Returns
    -------
    Part
        Rows with their windows; their classes are zero and none is labelled.

    Notes
    -----
    Fakoor et al., "Fast, accurate, and simple models for tabular data via augmented
    distillation", 2020 (arXiv 2006.14284), compare such marginal redraws with dearer ways. A
    chance for each cell, instead of a fixed number of cells a row, is right for narrow tables.
    """
    n_rows = min(len(part), MOST_ROWS)
    chosen = torch.randperm(len(part), generator=generator)[:n_rows]
    days = part.windows(window)
    made = days[chosen]
    numeric = len(encoder.numeric)
    if kind == "resample":
        _redraw(made, days, encoder, generator)
    elif window > 1:
        made[..., :numeric] *= 1 + SCALING * torch.randn(n_rows, 1, 1, generator=generator)
    _jitter(made[..., :numeric], days[..., :numeric], kind == "resample", generator)
    return _as_part(made, part)


def _redraw(made: Tensor, days: Tensor, encoder: Encoder, generator: torch.Generator) -> None:
    """Replace cells, in place, by those of other rows in the same column."""
    for start, stop in _columns(encoder):
        redrawn = torch.rand(len(made), generator=generator) < SHARE_OF_CELLS
        donors = torch.randint(len(days), (len(made),), generator=generator)
        made[redrawn, :, start:stop] = days[donors[redrawn], :, start:stop]


def _columns(encoder: Encoder) -> list[tuple[int, int]]:
    """Where each raw column begins and ends among the features."""
    widths = [1] * len(encoder.numeric) + [len(c.categories) for c in encoder.categorical]
    ends = np.cumsum(widths).tolist()
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _jitter(numbers: Tensor, real: Tensor, only_some: bool, generator: torch.Generator) -> None:
    """Add noise in place, and clip to the range of the real numbers."""
    seen = real.reshape(-1, real.shape[2])
    if not seen.numel():
        return
    noise = JITTER * seen.std(dim=0) * torch.randn(numbers.shape, generator=generator)
    if only_some:
        noise *= torch.rand(numbers.shape, generator=generator) < SHARE_OF_CELLS
    numbers += noise
    torch.clamp(numbers, seen.amin(dim=0), seen.amax(dim=0), out=numbers)


def _as_part(made: Tensor, like: Part) -> Part:
    n_rows, window, _ = made.shape
    return Part(
        encoded=made.flatten(0, 1).numpy(),
        places=np.arange(n_rows) * window + window - 1,
        classes=np.zeros(n_rows, dtype=np.int64),
        shows_label=np.zeros(n_rows, dtype=bool),
        dates=None,
        label_ends=None,
        tickers=None,
        states=None,
        raw=np.empty((0, like.raw.shape[1]), dtype=np.float32),
    )
