"""On data sets where nothing can be learned, the verdict claims next to nothing."""

import runpy

import pytest

from core.data.files import UploadedFile, content_hash
from core.data.samples import SAMPLE_FOLDER
from core.lab.experiment import run
from core.spec import DataSpec, RunSpec, TaskSpec, TrainSpec

WALKS = 20
FIRST_SEED = 1_000
MOST_CLAIMS = 0.05 * WALKS


def verdict_on_walk(seed: int):
    walk = runpy.run_path(str(SAMPLE_FOLDER / "make_controls.py"))["random_walk"](seed)
    files = (UploadedFile("walk.csv", walk.to_csv(index=False).encode()),)
    spec = RunSpec(
        data=DataSpec(source="csv", content_hash=content_hash(files)),
        task=TaskSpec(name="direction"),
        train=TrainSpec(epochs=5, seeds=3, tune="off"),
    )
    *_, result = run(spec, files)
    return result.verdict


@pytest.mark.slow
def test_at_most_one_random_walk_in_twenty_is_called_better_or_worse():
    verdicts = [verdict_on_walk(FIRST_SEED + number) for number in range(WALKS)]
    claims = [v.sentence for v in verdicts if v.outcome != "no_clear_difference"]
    assert len(claims) <= MOST_CLAIMS, claims
    assert sum(v.difference.mean != 0 for v in verdicts) == WALKS
