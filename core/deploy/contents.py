"""What goes into a bundle, before it is written."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.deploy.shares import DriftFile
from core.spec import MARKET_TASKS, TaskSpec
from core.tasks.encode import Encoder


@dataclass(frozen=True)
class BundleContents:
    """What goes into a bundle.

    Parameters
    ----------
    model : bytes
        The ONNX file, preprocessing inside.
    encoder : Encoder
        Names the raw columns and their categories.
    class_names : tuple of str
        Names of the classes, in the order of the probabilities.
    window : int or None
        Days in a window, for a model that reads windows.
    task : TaskSpec
        The question the model answers.
    golden_rows : ndarray of shape (n_rows, n_columns) or (n_rows, window, n_columns)
        Raw rows with known answers.
    golden_probabilities : ndarray of shape (n_rows, n_classes)
        The answers of the trained model itself.
    metrics_json : str
        The scores, as JSON text.
    card : str
        The model card, Markdown.
    date_column, ticker_column : str or None
        Of daily prices: the columns that the user chose, where their names do not tell.
    threshold : float or None
        Of two classes: a row belongs to the second where its probability is above this.
        None means the likeliest class.
    abstain_below : float or None
        Rows whose largest probability is smaller get no class, unless asked otherwise.
    drift : DriftFile or None
        How training rows were spread; None where that is not known.
    """

    model: bytes
    encoder: Encoder
    class_names: tuple[str, ...]
    window: int | None
    task: TaskSpec
    golden_rows: np.ndarray
    golden_probabilities: np.ndarray
    metrics_json: str
    card: str
    date_column: str | None = None
    ticker_column: str | None = None
    threshold: float | None = None
    abstain_below: float | None = None
    drift: DriftFile | None = None

    @property
    def reads_prices(self) -> bool:
        """Whether the input is daily prices, from which indicators are computed."""
        return self.task.name in MARKET_TASKS
