"""The bundle where nothing is installed but what its requirements.txt names."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.deploy.examples import unpack
from tests.deploy.shared import ANSWERS, FRAME, LOANS

NO_INDEX = "No matching distribution found"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack(LOANS, tmp_path_factory.mktemp("fresh") / "bundle")


@pytest.fixture(scope="module")
def python(folder: Path) -> Path:
    """A new virtual environment with the requirements of the bundle, and nothing else."""
    place = folder.parent / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    # The other tests may not leave this machine; this one asks the package index.
    online = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    own = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    done = subprocess.run(
        [own, "-m", "pip", "install", "--quiet", "-r", str(folder / "requirements.txt")],
        capture_output=True,
        text=True,
        env=online,
        check=False,
    )
    if NO_INDEX in done.stderr:
        pytest.skip(f"no package index can be reached: {done.stderr.splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    return own


@pytest.mark.slow
def test_predict_answers_as_the_trained_model(folder: Path, python: Path) -> None:
    source = folder.parent / "input.csv"
    source.write_text(FRAME.to_csv(index=False), encoding="utf-8")
    done = subprocess.run(
        [python, "-I", "-W", "error", folder / "predict.py", source],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    found = np.array([[float(row["p(paid)"]), float(row["p(default)"])] for row in rows])
    np.testing.assert_allclose(found, ANSWERS, rtol=0, atol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["torch", "sklearn", "pandas", "onnx"])
def test_nothing_heavy_was_installed(python: Path, name: str) -> None:
    done = subprocess.run([python, "-c", f"import {name}"], capture_output=True, check=False)
    assert done.returncode != 0
