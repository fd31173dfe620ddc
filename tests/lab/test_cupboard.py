"""A shelf with a cupboard: what was dear to make is found again by another process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from core.distill.tuning import Care
from core.errors import RecordError
from core.lab.events import StageStarted
from core.lab.experiment import run
from core.lab.records.kept import KeptTeacher
from core.lab.rows import prepare
from core.lab.teachers import Shelf, name_of
from core.models.trained import inputs_for
from core.spec import DataSpec, DistillSpec, ModelSpec, RunSpec, TrainSpec

ROOT = Path(__file__).parents[2]
CARE = Care(0.01, 0.03, 0.1)
SAFE = "abcdefghijklmnopqrstuvwxyz0123456789-"


class Folder:
    """A cupboard that is a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes | None:
        file = self.path / name
        return file.read_bytes() if file.exists() else None

    def write(self, name: str, data: bytes) -> None:
        (self.path / name).write_bytes(data)


class Full:
    """A cupboard of which nothing can be had."""

    def read(self, name: str) -> bytes | None:
        raise RecordError("A cupboard must open", name, "Mend it.")

    def write(self, name: str, data: bytes) -> None:
        raise RecordError("A cupboard must have room", f"{name}, {len(data)}", "Tidy it.")


def choices():
    return RunSpec(
        data=DataSpec(sample="german_credit"),
        teacher=ModelSpec(name="mlp", width=32, dropout=0.1),
        student=ModelSpec(name="linear"),
        train=TrainSpec(epochs=2, seeds=2, tune="off"),
    )


def sentences(events):
    return [event.sentence for event in events if isinstance(event, StageStarted)]


def models(result):
    return [(x.role, x.name, x.cost, x.scores) for x in result.columns]


@pytest.mark.slow
def test_a_new_shelf_finds_the_teacher_of_another_and_the_run_gives_the_same_numbers(tmp_path):
    first, second = (list(run(choices(), shelf=Shelf(cupboard=Folder(tmp_path)))) for _ in "ab")
    assert not [x for x in sentences(first) if "Taking up" in x]
    assert [x for x in sentences(second) if "Taking up" in x]
    assert models(first[-1]) == models(second[-1])
    assert first[-1].artefacts.teacher == second[-1].artefacts.teacher
    taught = [tuple(r for r in one[-1].curves if r.phase == "teacher") for one in (first, second)]
    assert taught[0] == taught[1]


@pytest.mark.slow
def test_what_was_searched_for_the_student_alone_is_found_again(tmp_path):
    spec = choices().model_copy(update={"train": TrainSpec(epochs=2, seeds=2, tune="on")})
    other = spec.model_copy(update={"distill": DistillSpec(alpha=0.5)})
    first, second = (
        sentences(run(one, shelf=Shelf(cupboard=Folder(tmp_path)))) for one in (spec, other)
    )
    searched = "Searching training choices for the student, alone"
    assert [x for x in first if x.startswith(searched)]
    assert not [x for x in second if x.startswith(searched)]


def test_boosted_trees_are_grown_again(tmp_path):
    spec = choices().model_copy(update={"teacher": ModelSpec(name="trees", trees=10)})
    list(run(spec, shelf=Shelf(cupboard=Folder(tmp_path))))
    assert not list(tmp_path.iterdir())


PROCESS = """
import sys
from pathlib import Path
import numpy as np, torch
from core.lab.rows import prepare
from core.lab.teachers import Shelf, teacher_key
from core.models.trained import inputs_for
from core.spec import RunSpec
from tests.lab.test_cupboard import Folder

torch.set_num_threads(1)
spec = RunSpec.model_validate_json(sys.argv[1])
dataset = prepare(spec).dataset
kept = Shelf(cupboard=Folder(Path(sys.argv[2]))).find(teacher_key(spec, dataset))
logits = kept.trained.model.logits(inputs_for(spec.teacher, dataset.test))
np.save(sys.argv[3], logits.numpy())
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "teacher",
    [
        ModelSpec(name="mlp", width=32, dropout=0.1),
        ModelSpec(name="ensemble", members=("resmlp", "mlp"), width=16),
    ],
    ids=["mlp", "ensemble"],
)
def test_a_fresh_process_finds_a_teacher_that_answers_the_same_bit_for_bit(tmp_path, teacher):
    spec = choices().model_copy(update={"teacher": teacher})
    shelf = Shelf(cupboard=Folder(tmp_path))
    list(run(spec, shelf=shelf))
    (kept,) = (thing for thing in shelf.kept.values() if isinstance(thing, KeptTeacher))
    wanted = kept.trained.model.logits(inputs_for(teacher, prepare(spec).dataset.test))
    answers = tmp_path / "answers.npy"
    arguments = [spec.model_dump_json(), str(tmp_path), str(answers)]
    subprocess.run([sys.executable, "-c", PROCESS, *arguments], cwd=ROOT, check=True)
    assert torch.equal(torch.from_numpy(np.load(answers)), wanted)


def test_damage_in_the_cupboard_is_as_if_nothing_were_there(tmp_path):
    cupboard = Folder(tmp_path)
    Shelf(cupboard=cupboard).keep("key", CARE)
    assert Shelf(cupboard=cupboard).find("key") == CARE
    cupboard.write(name_of("key"), b"damaged")
    assert Shelf(cupboard=cupboard).find("key") is None
    Shelf(cupboard=cupboard).keep("key", CARE)
    assert Shelf(cupboard=cupboard).find("key") == CARE


def test_a_cupboard_that_fails_does_not_stop_a_run():
    shelf = Shelf(cupboard=Full())
    assert shelf.find("key") is None
    shelf.keep("key", CARE)
    assert shelf.find("key") == CARE


def test_what_cannot_be_written_stays_in_this_process(tmp_path):
    shelf = Shelf(cupboard=Folder(tmp_path))
    shelf.keep("key", (torch.zeros(3),))
    assert shelf.find("key") is not None
    assert not list(tmp_path.iterdir())


def test_a_name_is_safe_for_a_file_and_differs_with_the_key():
    keys = ["a/b", ("care of alone", "a/b", (0, 1)), ("care of alone", "a/b", (0, 2))]
    names = [name_of(key) for key in keys]
    assert set("".join(names)) <= set(SAFE)
    assert len(set(names)) == len(keys)


def test_what_another_version_of_pytorch_made_is_not_found(monkeypatch):
    before = name_of("key")
    monkeypatch.setattr(torch, "__version__", "0.0")
    assert name_of("key") != before


def test_a_shelf_holds_no_more_bytes_than_it_may():
    shelf = Shelf(most_bytes=100)
    for key in "abc":
        shelf.keep(key, np.zeros(40, np.uint8))
    assert list(shelf.kept) == ["b", "c"]
    shelf.keep("b", np.zeros(90, np.uint8))
    assert list(shelf.kept) == ["b"]
    assert shelf.sizes_bytes == {"b": 90}


def test_what_is_larger_than_the_shelf_pushes_nothing_else_out():
    shelf = Shelf(most_bytes=100)
    shelf.keep("a", b"small")
    shelf.keep("b", np.zeros(101, np.uint8))
    assert list(shelf.kept) == ["a"]


def test_the_shelf_of_every_process_has_a_bound():
    assert Shelf().most_bytes == 512 * 2**20
