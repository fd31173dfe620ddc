"""A parcel as files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from core.lab.outbox.parcel import lay_out
from core.lab.outbox.sender import FILES_FOLDER, PARCEL_FILE
from tests.lab.outbox.parcels import make_parcel


def test_a_laid_out_parcel_holds_everything(tmp_path: Path) -> None:
    parcel = make_parcel()
    lay_out(parcel, tmp_path / "0")
    told = json.loads((tmp_path / "0" / PARCEL_FILE).read_text("utf-8"))
    assert told.keys() == vars(parcel).keys() - {"files"}
    assert told["numbers"][2] == {
        "name": "students.distilled.validation_loss",
        "value": 0.25,
        "step": 2,
    }
    for file in parcel.files:
        assert (tmp_path / "0" / FILES_FOLDER / file.name).read_bytes() == file.data


def test_nobody_waits_for_torch_or_mlflow_before_something_is_sent() -> None:
    code = (
        "import sys, core.lab.outbox.postman;"
        "print(any(name in sys.modules for name in ('torch', 'mlflow', 'sklearn')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
