"""The files with which other programs take up a bundle: MLflow, Docker and pip."""

from __future__ import annotations

import hashlib
import sys
from importlib.metadata import version

from core.deploy.contents import BundleContents

MLFLOW_FORMAT = "3.0.0"
LONG_AGO = "1980-01-01 00:00:00.000000"
DOCKERFILE = """\
FROM python:{python}-slim

RUN useradd --create-home model
WORKDIR /home/model/bundle
COPY requirements.txt ./
RUN pip install --no-cache-dir --requirement requirements.txt
COPY . ./

USER model
ENTRYPOINT ["python", "predict.py"]
CMD ["-"]
"""


def requirements(reads_prices: bool) -> str:
    """Return what predict.py needs, each package in the version that was tried."""
    packages = ("numpy", "onnxruntime", *(("pandas",) if reads_prices else ()))
    return "".join(f"{name}=={version(name)}\n" for name in packages)


def dockerfile() -> str:
    """Return the recipe of an image that answers a CSV file on its standard input."""
    return DOCKERFILE.format(python=_minor_version())


def mlmodel(contents: BundleContents) -> dict[str, object]:
    """Describe the bundle as MLflow reads a model; JSON is YAML.

    Notes
    -----
    The same contents always have the same identity, which is made from their digest.
    """
    digest = hashlib.sha256(contents.model).hexdigest()
    return {
        "flavors": {
            "python_function": {
                "loader_module": "loader",
                "code": ".",
                "python_version": ".".join(map(str, sys.version_info[:3])),
            }
        },
        "mlflow_version": MLFLOW_FORMAT,
        "model_uuid": digest[:32],
        "utc_time_created": LONG_AGO,
        "metadata": {"task": contents.task.name, "model_sha256": digest},
    }


def _minor_version() -> str:
    return ".".join(map(str, sys.version_info[:2]))
