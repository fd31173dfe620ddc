from __future__ import annotations

import json

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.distill.learners import Learner, TrainedLearner
from core.distill.tuning import Care
from core.errors import RecordError
from core.lab.records.kept import KeptTeacher, decode_kept, encode_kept
from core.models.arrays import pack_arrays, unpack_arrays
from core.models.network import NetworkModel, build_network
from core.models.trees import fit_trees
from core.spec import ModelSpec
from tests.distill.rows import made_up_rows
from tests.lab.example_result import make_curves

SPEC = ModelSpec(name="mlp", width=8, dropout=0.25)
CARE = Care(learning_rate=0.01 / 3, weight_decay=0.03, dropout=0.1)


def kept_teacher(model=None):
    module = build_network(SPEC, 6, 3, torch.Generator().manual_seed(4)).eval()
    learner = Learner("teacher", 4, 0.0, 1.0)
    trained = TrainedLearner(learner, model or NetworkModel(SPEC, module), 7, 0.1 + 0.2)
    return KeptTeacher(trained, make_curves(), 6, 3)


DATA = encode_kept(kept_teacher())


def changed(**values):
    arrays = unpack_arrays(DATA)
    record = {**json.loads(arrays["record"].tobytes()), **values}
    text = memoryview(bytearray(json.dumps(record).encode()))
    return pack_arrays({**arrays, "record": torch.frombuffer(text, dtype=torch.uint8).numpy()})


def test_a_teacher_answers_as_before_and_tells_the_same_of_its_training():
    kept, found = kept_teacher(), decode_kept(DATA)
    inputs = made_up_rows(50, 3).inputs
    assert torch.equal(found.trained.model.logits(inputs), kept.trained.model.logits(inputs))
    assert found.trained.model.spec == SPEC
    assert found.trained.learner == kept.trained.learner
    assert (found.trained.best_epoch, found.trained.validation_loss) == (7, 0.1 + 0.2)
    assert (found.curves, found.n_features, found.n_classes) == (kept.curves, 6, 3)


def test_what_a_search_found_reads_back():
    assert decode_kept(encode_kept(CARE)) == CARE


def test_what_is_no_network_and_no_search_is_not_written():
    rows = made_up_rows(100, 3)
    trees = fit_trees(ModelSpec(name="trees"), rows.inputs, rows.target, 3, 0)
    assert encode_kept(kept_teacher(trees)) is None
    assert encode_kept((torch.zeros(3),)) is None


@given(place=st.integers(0, len(DATA) - 1), bit=st.integers(0, 7))
def test_one_wrong_bit_gives_the_same_teacher_or_is_told(place, bit):
    damaged = bytearray(DATA)
    damaged[place] ^= 1 << bit
    try:
        found = decode_kept(bytes(damaged))
    except RecordError:
        return
    inputs = made_up_rows(5, 3).inputs
    assert torch.equal(
        found.trained.model.logits(inputs), kept_teacher().trained.model.logits(inputs)
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        DATA[:-20],
        pack_arrays({}),
        changed(format=2),
        changed(kind="care"),
        changed(value={}),
        changed(value=[]),
    ],
    ids=["empty", "short", "no parts", "format", "kind", "nothing", "list"],
)
def test_damage_or_another_version_is_told_in_a_sentence(data):
    with pytest.raises(RecordError, match=r"must be .*, however: .*\. "):
        decode_kept(data)
