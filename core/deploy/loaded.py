"""A model that was let in, in memory and ready to answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.deploy.inspect_model import Inspected, inspect
from core.deploy.inspector.limits import LARGEST_BATCH
from core.deploy.opened import open_bundle
from core.deploy.reading import CODE_OF_TRAINING, check_indicators, load_code
from core.export.session import Session

Source = bytes | Path | Inspected
"""A zip, where one lies, or one that was already looked into."""


class LoadedModel:
    """A model in memory.

    Parameters
    ----------
    inspected : Inspected
        A bundle whose model was let in.

    Raises
    ------
    BundleError
        When a model of prices reads something that is not computed from them.
    """

    def __init__(self, inspected: Inspected) -> None:
        self.schema = inspected.bundle.schema
        self._session = Session(inspected.bundle.model)
        if self.schema.reads_prices:
            check_indicators(self.schema)
            for code in CODE_OF_TRAINING:
                load_code(code)

    def probabilities(self, rows: np.ndarray) -> np.ndarray:
        """Answer float32 raw rows with probabilities of shape (n_rows, n_classes).

        Never more rows at once than were tried when the model was looked into.
        """
        if not len(rows):
            return np.empty((0, len(self.schema.classes)), np.float32)
        if len(rows) <= LARGEST_BATCH:
            return self._session.run(rows)
        starts = range(0, len(rows), LARGEST_BATCH)
        return np.concatenate([self._session.run(rows[i : i + LARGEST_BATCH]) for i in starts])


def inspected_of(source: Source) -> Inspected:
    """Open a bundle and look into its model in another process, unless that was done.

    Raises
    ------
    BundleError
        When the bundle is not let in.
    """
    return source if isinstance(source, Inspected) else inspect(open_bundle(source))
