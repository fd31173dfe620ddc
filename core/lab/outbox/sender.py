"""A process of its own that sends laid-out runs to an MLflow server, and says how it went.

    python -m core.lab.outbox.sender FOLDER…

MLFLOW_TRACKING_URI and MLFLOW_EXPERIMENT_NAME say where to, for the address may hold a password,
which nobody shall read in a list of processes. Each folder holds one run; the sender adds a file
that names the run's id at the server, or a file that says what went wrong, and ends there. Being
a process, it can be ended at any time, and its imports and settings are not those of the app.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlflow import MlflowClient

ADDRESS_SETTING = "MLFLOW_TRACKING_URI"
"""Environment variable with the address of the server, as MLflow itself reads it."""

EXPERIMENT_SETTING = "MLFLOW_EXPERIMENT_NAME"
SENT_FILE, PROBLEM_FILE = "sent.txt", "problem.txt"
PARCEL_FILE, FILES_FOLDER = "parcel.json", "files"
RUN_TAG = "distill_lab.run_id"
MOST_NAME_LETTERS = 250
MOST_LETTERS = 2000

SETTINGS = {
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "3",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "0",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
}
"""Short waits, in place of minutes, unless the user has set others."""


def main(folders: list[str]) -> None:
    """Send the run of each folder; the first that fails is the last that is tried."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    address, experiment = os.environ[ADDRESS_SETTING], os.environ[EXPERIMENT_SETTING]
    for folder in map(Path, folders):
        try:
            sent = _send(address, experiment, folder)
        # Whatever goes wrong there is told here and tried again later.
        except Exception as problem:
            (folder / PROBLEM_FILE).write_text(_words(problem)[:MOST_LETTERS], "utf-8")
            return
        (folder / SENT_FILE).write_text(sent, "utf-8")


def _send(address: str, experiment: str, folder: Path) -> str:
    """Send one run and return its id at the server; one that was begun before is completed."""
    from mlflow import MlflowClient
    from mlflow.entities import Metric, Param, RunTag

    parcel = json.loads((folder / PARCEL_FILE).read_text("utf-8"))
    client = MlflowClient(tracking_uri=address)
    run_id = _run_at(client, _experiment_at(client, experiment), parcel)
    at = parcel["finished_ms"]
    client.log_batch(
        run_id,
        metrics=[Metric(one["name"], one["value"], at, one["step"]) for one in parcel["numbers"]],
        params=[Param(name, value) for name, value in parcel["params"]],
        tags=[RunTag(name, value) for name, value in parcel["tags"]],
    )
    for file in sorted((folder / FILES_FOLDER).iterdir()):
        client.log_artifact(run_id, str(file))
    client.set_terminated(run_id, "FINISHED", end_time=at)
    return run_id


def _experiment_at(client: MlflowClient, name: str) -> str:
    from mlflow.exceptions import MlflowException

    found = client.get_experiment_by_name(name)
    if found is None:
        try:
            return str(client.create_experiment(name))
        except MlflowException:
            # Somebody else may have made it in this moment.
            found = client.get_experiment_by_name(name)
            if found is None:
                raise
    return str(found.experiment_id)


def _run_at(client: MlflowClient, experiment_id: str, parcel: dict[str, Any]) -> str:
    """Return the id of the run at the server, begun now or in an attempt that failed."""
    query = f"tags.`{RUN_TAG}` = '{parcel['run_id']}'"
    found = client.search_runs([experiment_id], filter_string=query, max_results=1)
    if found:
        return str(found[0].info.run_id)
    begun = client.create_run(
        experiment_id,
        start_time=parcel["started_ms"],
        tags={RUN_TAG: parcel["run_id"]},
        run_name=parcel["name"][:MOST_NAME_LETTERS],
    )
    return str(begun.info.run_id)


def _words(problem: BaseException) -> str:
    return f"{type(problem).__name__}: {problem}"


if __name__ == "__main__":
    main(sys.argv[1:])
