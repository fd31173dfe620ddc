import numpy as np
import pytest
import torch

from core.models.trees import as_logits, fit_trees, staged_logits
from core.spec import ModelSpec
from tests.distill.rows import made_up_rows


@pytest.mark.parametrize("n_classes", [2, 3])
def test_softmax_of_the_logits_is_scikit_learns_probability(n_classes):
    rows = made_up_rows(300, n_classes)
    model = fit_trees(ModelSpec(name="trees"), rows.inputs, rows.target, 10, seed=0)
    expected = model.booster.predict_proba(rows.inputs.numpy())
    found = model.logits(rows.inputs).softmax(1).numpy()
    np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_last_stage_is_the_trained_model(n_classes):
    rows = made_up_rows(300, n_classes)
    model = fit_trees(ModelSpec(name="trees"), rows.inputs, rows.target, 10, seed=0)
    stages = list(staged_logits(model, rows.inputs))
    assert len(stages) == 10
    torch.testing.assert_close(stages[-1], model.logits(rows.inputs))


@pytest.mark.parametrize("n_classes", [2, 3])
def test_fewer_rounds_give_the_first_stages(n_classes):
    rows = made_up_rows(300, n_classes)
    spec = ModelSpec(name="trees")
    long = list(staged_logits(fit_trees(spec, rows.inputs, rows.target, 10, 0), rows.inputs))
    short = fit_trees(spec, rows.inputs, rows.target, 4, 0).logits(rows.inputs)
    torch.testing.assert_close(short, long[3])


def test_one_score_becomes_two_logits():
    assert as_logits(np.array([0.5, -2.0])).tolist() == [[0, 0.5], [0, -2.0]]
