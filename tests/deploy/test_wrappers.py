from __future__ import annotations

import hashlib
import sys
from importlib.metadata import version

from core.deploy.wrappers import dockerfile, mlmodel, requirements
from tests.deploy.shared import LOANS


def test_image_answers_as_a_user_without_rights_and_runs_predict() -> None:
    lines = dockerfile().splitlines()
    assert lines[0] == f"FROM python:{sys.version_info.major}.{sys.version_info.minor}-slim"
    assert lines.index("USER model") < lines.index('ENTRYPOINT ["python", "predict.py"]')
    assert lines.index("USER model") > max(i for i, one in enumerate(lines) if "pip" in one)


def test_requirements_name_pandas_only_for_prices() -> None:
    assert requirements(reads_prices=False).split() == [
        f"numpy=={version('numpy')}",
        f"onnxruntime=={version('onnxruntime')}",
    ]
    assert "pandas==" in requirements(reads_prices=True)


def test_the_identity_of_a_model_comes_from_its_file() -> None:
    told = mlmodel(LOANS)
    assert hashlib.sha256(LOANS.model).hexdigest().startswith(str(told["model_uuid"]))
    assert mlmodel(LOANS) == told
