"""Long short-term memory over a window of days."""

from __future__ import annotations

from torch import nn

from core.models.recurrent import Gated


class LSTM(Gated):
    """Long short-term memory (Hochreiter and Schmidhuber, 1997)."""

    kind = nn.LSTM
