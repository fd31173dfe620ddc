import numpy as np
import pytest
import torch
from sklearn.ensemble import RandomForestClassifier

from core.models.cost import flops_per_row, parameter_count
from core.models.forest import LEAST_PROBABILITY, Votes, as_log, grow_forest
from core.models.measured import cost_of
from core.spec import ModelSpec
from tests.distill.rows import made_up_rows

SPEC = ModelSpec(name="forest", trees=12, leaves=8)


def grown(n_classes=2, step=5, spec=SPEC):
    rows = made_up_rows(300, n_classes)
    return rows, grow_forest(spec, rows.inputs, rows.target, 0, step)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_grown_in_steps_it_is_the_forest_grown_at_once(n_classes):
    rows, growing = grown(n_classes)
    *_, model = growing
    at_once = RandomForestClassifier(12, max_leaf_nodes=8, min_samples_leaf=5, random_state=0)
    expected = at_once.fit(rows.inputs.numpy(), rows.target.numpy()).predict_proba(rows.inputs)
    np.testing.assert_allclose(model.logits(rows.inputs), as_log(expected))


def test_it_is_seen_after_every_step_and_at_the_end():
    _, growing = grown()
    assert [len(model.forest.estimators_) for model in growing] == [5, 10, 12]


@pytest.mark.parametrize("n_classes", [2, 3])
def test_votes_counted_tree_by_tree_are_the_forests_answer(n_classes):
    rows, growing = grown(n_classes)
    votes = Votes(rows.inputs, n_classes)
    for model in growing:
        torch.testing.assert_close(votes.logits(model), model.logits(rows.inputs))


def test_shortened_it_is_the_forest_of_its_first_trees():
    rows, growing = grown()
    early = [model.logits(rows.inputs) for model in growing]
    _, growing = grown()
    *_, model = growing
    torch.testing.assert_close(model.shortened(5).logits(rows.inputs), early[0])
    torch.testing.assert_close(model.logits(rows.inputs), early[-1])


def test_no_logit_is_infinite_where_no_tree_voted_for_a_class():
    assert torch.isfinite(as_log(np.array([[0.0, 1.0]]))).all()
    assert as_log(np.array([[0.0, 1.0]]))[0, 0] == pytest.approx(np.log(LEAST_PROBABILITY))


@pytest.mark.parametrize("n_classes", [2, 3])
def test_cost_counts_each_tree_once_for_each_class_but_the_first(n_classes):
    _, growing = grown(n_classes)
    *_, model = growing
    trees = [tree.tree_ for tree in model.forest.estimators_]
    cost = cost_of(model, 6, n_classes, 7)
    assert cost.parameters == (n_classes - 1) * sum(2 * tree.n_leaves - 1 for tree in trees)
    assert cost.flops == (n_classes - 1) * sum(tree.max_depth + 1 for tree in trees)
    assert cost.size_bytes == 7


@pytest.mark.parametrize("n_classes", [2, 3])
def test_cost_before_training_is_never_exceeded(n_classes):
    _, growing = grown(n_classes)
    *_, model = growing
    cost = cost_of(model, 6, n_classes, 7)
    assert cost.parameters <= parameter_count(SPEC, 6, n_classes)
    assert cost.flops <= flops_per_row(SPEC, 6, n_classes)
