"""The bundle as MLflow takes it up: MLmodel names the loader, and the loader answers tables."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tests.deploy.examples import unpack
from tests.deploy.shared import ANSWERS, FRAME, LOANS, THRESHOLD, prices_bundle


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack(LOANS, tmp_path_factory.mktemp("loader") / "bundle")


def flavour_of(folder: Path) -> dict[str, str]:
    return json.loads((folder / "MLmodel").read_text())["flavors"]["python_function"]


def loader_of(folder: Path) -> ModuleType:
    """Import the module that MLmodel names from the folder of code that it names."""
    flavour = flavour_of(folder)
    path = folder / flavour["code"] / f"{flavour['loader_module']}.py"
    spec = importlib.util.spec_from_file_location("named_loader", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_rows_of_a_table_get_the_answers_of_the_trained_model(folder: Path) -> None:
    found = loader_of(folder)._load_pyfunc(str(folder)).predict(FRAME)
    np.testing.assert_allclose(found[["p(paid)", "p(default)"]], ANSWERS, atol=1e-5)
    expected = np.where(ANSWERS[:, 1] > THRESHOLD, "default", "paid")
    assert found["prediction"].tolist() == expected.tolist()


def test_abstaining_is_a_parameter(folder: Path) -> None:
    model = loader_of(folder)._load_pyfunc(str(folder))
    found = model.predict(FRAME, {"abstain_below": 1.0})
    assert set(found["abstained"]) == {"yes"}
    with pytest.raises(ValueError, match="from 0 to 1"):
        model.predict(FRAME, {"abstain_below": 2.0})


def test_a_missing_column_is_one_sentence(folder: Path) -> None:
    with pytest.raises(ValueError, match="'age' cannot be found"):
        loader_of(folder)._load_pyfunc(str(folder)).predict(FRAME.drop(columns="age"))


def test_prices_are_answered_too(tmp_path: Path) -> None:
    from tests.deploy.examples import daily_bars

    folder = unpack(prices_bundle()[0], tmp_path / "bundle")
    found = loader_of(folder)._load_pyfunc(str(folder)).predict(daily_bars(("AAA",)))
    assert {"date", "ticker", "prediction"} <= set(found.columns)


def test_mlflow_itself_loads_the_bundle(folder: Path) -> None:
    pyfunc = pytest.importorskip("mlflow.pyfunc")
    found = pyfunc.load_model(str(folder)).predict(FRAME)
    np.testing.assert_allclose(found[["p(paid)", "p(default)"]], ANSWERS, atol=1e-5)
