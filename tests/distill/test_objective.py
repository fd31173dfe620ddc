import dataclasses

import pytest
import torch

from core.distill.fit import fit
from core.distill.learners import Learner
from core.distill.objective import Objective, what_is_shown
from core.distill.voices import hinton_voice
from core.models.hidden import last_units, map_of_days, states_of
from core.models.network import NetworkModel, build_network
from core.models.trees import fit_trees
from core.spec import ModelSpec, TrainSpec
from tests.distill.draining import drain
from tests.distill.rows import made_up_rows

CASES = {
    "hint": (ModelSpec(width=12), ModelSpec(width=5)),
    "time_map": (
        ModelSpec(name="gru", width=6, window=4),
        ModelSpec(name="gru", width=3, window=4, dropout=0.3, depth=2),
    ),
}


def network(spec, seed):
    return build_network(spec, 6, 2, torch.Generator().manual_seed(seed))


def shown_rows(method, n_rows=120, seed=0):
    teacher, student = CASES[method]
    window = student.window if method == "time_map" else None
    rows = made_up_rows(n_rows, seed=seed, window=window)
    model = NetworkModel(teacher, network(teacher, 99))
    return dataclasses.replace(
        rows,
        teacher_logits=model.logits(rows.inputs),
        shown=what_is_shown(method, model, rows.inputs),
    )


def train(method, rows, checked, alpha, epochs=3):
    student, learner = CASES[method][1], Learner("distilled", 0, alpha, 2.0, method)
    generator = torch.Generator().manual_seed(0)
    module = build_network(student, 6, 2, generator)
    settings = TrainSpec(epochs=epochs, batch_size=32)
    return drain(fit(module, student, learner, rows, checked, settings, generator, lambda: False))


def weights(trained):
    return torch.cat([p.flatten() for p in trained.model.module.parameters()]).detach()


@pytest.mark.parametrize("method", CASES)
def test_the_loss_is_hintons_and_the_difference_of_hidden_units(method):
    rows = shown_rows(method)
    student = CASES[method][1].model_copy(update={"dropout": 0.0})
    module = network(student, 1)
    objective = Objective(Learner("distilled", 0, 1.0, 2.0, method), module, rows)
    told = hinton_voice(module(rows.inputs), rows.teacher_logits, 2.0)
    compared = objective.hidden_loss(module, rows)
    assert compared > 1e-3
    assert objective.loss(module, rows).item() == pytest.approx((told + compared).item(), rel=1e-5)


def test_equal_maps_of_days_cost_nothing():
    teacher, _ = CASES["time_map"]
    rows = shown_rows("time_map")
    module = network(teacher, 99)
    objective = Objective(Learner("distilled", 0, 1.0, 2.0, "time_map"), module, rows)
    assert objective.hidden_loss(module, rows).item() == pytest.approx(0, abs=1e-10)


def test_a_map_of_days_is_the_mean_squared_unit_of_each_day_with_length_one():
    states = torch.tensor([[[3.0, 1.0], [1.0, 3.0], [0.0, 0.0]]])
    assert map_of_days(states)[0].tolist() == pytest.approx([0.5**0.5, 0.5**0.5, 0.0])


@pytest.mark.parametrize("method", CASES)
def test_training_brings_hidden_units_closer(method):
    rows, checked = shown_rows(method, 300), shown_rows(method, 100, seed=1)
    reports, _ = train(method, rows, checked, 1.0, epochs=8)
    assert reports[-1].validation < reports[0].validation


@pytest.mark.parametrize("method", CASES)
def test_alpha_zero_is_the_student_alone_bit_for_bit(method):
    rows, checked = shown_rows(method), shown_rows(method, seed=1)
    nothing = [dataclasses.replace(r, shown=None, teacher_logits=None) for r in (rows, checked)]
    _, distilled = train(method, rows, checked, 0.0)
    _, alone = train(method, *nothing, 0.0)
    assert torch.equal(weights(distilled), weights(alone))


@pytest.mark.parametrize("method", CASES)
def test_alpha_one_gives_the_same_student_whatever_the_labels(method):
    rows, checked = shown_rows(method), shown_rows(method, seed=1)
    turned = [dataclasses.replace(r, target=1 - r.target) for r in (rows, checked)]
    _, first = train(method, rows, checked, 1.0)
    _, second = train(method, *turned, 1.0)
    assert torch.equal(weights(first), weights(second))


def test_the_projector_is_trained_and_left_behind():
    rows = shown_rows("hint")
    module = network(CASES["hint"][1], 1)
    objective = Objective(Learner("distilled", 0, 1.0, 2.0, "hint"), module, rows)
    assert sum(p.numel() for p in objective.parameters()) == 5 * 12 + 12
    objective.loss(module, rows).backward()
    assert all(p.grad.abs().sum() > 0 for p in objective.parameters())
    _, trained = train("hint", rows, rows, 1.0)
    assert len(weights(trained)) == sum(p.numel() for p in module.parameters())


def test_the_projector_does_not_change_the_order_of_the_rows():
    rows = shown_rows("hint")
    generators = []
    for alpha in (0.0, 1.0):
        student, learner = CASES["hint"][1], Learner("distilled", 0, alpha, 2.0, "hint")
        generator = torch.Generator().manual_seed(0)
        module = build_network(student, 6, 2, generator)
        settings = TrainSpec(epochs=1, batch_size=32)
        drain(fit(module, student, learner, rows, rows, settings, generator, lambda: False))
        generators.append(generator.get_state())
    assert torch.equal(*generators)


def test_a_hint_shows_the_units_before_the_head():
    teacher, _ = CASES["hint"]
    module, rows = network(teacher, 3), made_up_rows(20)
    units = last_units(states_of(module, rows.inputs))
    torch.testing.assert_close(module.head(units), module(rows.inputs))


def test_trees_have_nothing_to_show_but_their_answers():
    rows = made_up_rows(50)
    model = fit_trees(ModelSpec(name="trees"), rows.inputs, rows.target, 5, 0)
    assert what_is_shown("hinton", model, rows.inputs) is None
    with pytest.raises(TypeError, match="trees has no hidden units"):
        what_is_shown("hint", model, rows.inputs)


def test_a_linear_student_has_no_hidden_units():
    rows = shown_rows("hint")
    module = network(ModelSpec(name="linear"), 0)
    with pytest.raises(AttributeError):
        Objective(Learner("distilled", 0, 1.0, 2.0, "hint"), module, rows)
