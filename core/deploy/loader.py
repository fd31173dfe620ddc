"""The model of this bundle as MLflow loads it: rows of a table in, a table of answers out.

    mlflow models serve --model-uri FOLDER --env-manager local

MLflow and pandas must be installed besides what requirements.txt names.
"""

from __future__ import annotations

import importlib.util
import io
import sys
from pathlib import Path
from typing import Any

import pandas as pd


class BundleModel:
    """Answers tables; what a file of the same rows would get, they get.

    Parameters
    ----------
    folder : Path
        Where the files of the bundle lie.
    """

    def __init__(self, folder: Path) -> None:
        spec = importlib.util.spec_from_file_location("bundle_predict", folder / "predict.py")
        if spec is None or spec.loader is None:
            raise ValueError(
                "predict.py must be there, however: it is missing. Unpack the bundle again."
            )
        self._code = importlib.util.module_from_spec(spec)
        # A dataclass looks its own module up there.
        sys.modules["bundle_predict"] = self._code
        spec.loader.exec_module(self._code)
        self._predictor = self._code.Predictor(folder)

    def predict(self, model_input: pd.DataFrame, params: dict[str, Any] | None = None) -> Any:
        """Answer the rows of a table.

        Parameters
        ----------
        model_input : DataFrame
            The columns of schema.json, or daily prices.
        params : dict, optional
            ``abstain_below`` leaves rows without a class whose largest probability is smaller.

        Returns
        -------
        DataFrame
            The keys, the class, a probability for each class, and if the model abstained.
        """
        schema = self._predictor.schema
        below = (params or {}).get("abstain_below", schema.abstain_below)
        below = None if below is None else self._code.check_share(float(below))
        answers = self._predictor.predict(model_input.to_csv(index=False).encode())
        written = io.StringIO()
        self._code.write(answers, schema, below, written)
        written.seek(0)
        text = {name: str for name in (*answers.key_names, "prediction", "abstained")}
        return pd.read_csv(written, dtype=text, keep_default_na=False)


def _load_pyfunc(path: str) -> BundleModel:
    return BundleModel(Path(path))
