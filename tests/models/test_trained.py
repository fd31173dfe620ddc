import numpy as np
import torch

from core.models.trained import inputs_for, member_inputs
from core.spec import ModelSpec
from core.tasks.dataset import Part


def part():
    encoded = np.arange(20, dtype=np.float32).reshape(10, 2)
    places, classes = np.array([4, 9]), np.array([0, 1])
    return Part(encoded, places, classes, classes > -1, None, None, None, None, np.zeros((10, 2)))


def test_a_row_model_reads_rows():
    assert torch.equal(inputs_for(ModelSpec(name="mlp"), part()), part().rows)


def test_an_ensemble_reads_windows_when_a_member_does():
    mixed = ModelSpec(name="ensemble", members=("mlp", "gru"), window=3)
    rows = ModelSpec(name="ensemble", members=("mlp", "trees"))
    assert inputs_for(mixed, part()).shape == (2, 3, 2)
    assert torch.equal(inputs_for(rows, part()), part().rows)


def test_a_member_that_reads_rows_takes_the_last_day_of_a_window():
    windows = inputs_for(ModelSpec(name="gru", window=3), part())
    assert torch.equal(member_inputs(ModelSpec(name="mlp"), windows), part().rows)
    assert member_inputs(ModelSpec(name="gru"), windows) is windows


def test_a_sequence_model_reads_windows_that_end_on_the_row_itself():
    windows = inputs_for(ModelSpec(name="gru", window=3), part())
    assert windows.shape == (2, 3, 2)
    assert torch.equal(windows[:, -1], part().rows)
    assert windows[0, :, 0].tolist() == [4, 6, 8]
