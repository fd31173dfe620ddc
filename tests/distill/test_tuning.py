from dataclasses import replace

import pytest
import torch

from core.distill.learners import Learner, TaughtRows
from core.distill.stacked import fit_stacked
from core.distill.tuning import Care, is_searched, search, search_seconds, settings_of
from core.spec import ModelSpec, TrainSpec
from tests.distill.draining import drain
from tests.distill.rows import made_up_rows

MLP = ModelSpec(name="mlp", width=6)
QUICK = TrainSpec(epochs=2, batch_size=64)


def role(alpha, seeds=(0, 1)):
    name = "distilled" if alpha else "alone"
    return tuple(Learner(name, seed, alpha, 2.0) for seed in seeds)


def found(learners, rows, checked, settings=QUICK, should_stop=lambda: False):
    _, care = drain(search(MLP, learners, rows, checked, settings, should_stop))
    return care


def test_the_given_setting_is_the_first_that_is_tried():
    first, *others = settings_of(replace_dropout(0.2), TrainSpec(learning_rate=0.01))
    assert first == Care(0.01, 0.0001, 0.2)
    assert len({first, *others}) == 12


def replace_dropout(share):
    return MLP.model_copy(update={"dropout": share})


def test_no_setting_is_tried_twice():
    tried = settings_of(replace_dropout(0.1), TrainSpec(weight_decay=0.03))
    assert len(tried) == 3


def test_a_linear_student_is_not_searched_for_dropout():
    assert {care.dropout for care in settings_of(ModelSpec(name="linear"), TrainSpec())} == {0.0}


def test_no_learning_rate_leaves_its_bounds():
    assert max(care.learning_rate for care in settings_of(MLP, TrainSpec(learning_rate=0.9))) == 1


@pytest.mark.parametrize("alpha", [0.0, 0.6])
def test_what_is_found_has_the_smallest_loss_of_all_settings(alpha):
    rows, checked = made_up_rows(150), made_up_rows(80, seed=1)
    care = found(role(alpha), rows, checked)
    losses = {}
    for one in settings_of(MLP, QUICK):
        learners = tuple(one.given_to(learner) for learner in role(alpha))
        _, trained = drain(fit_stacked(MLP, learners, rows, checked, QUICK, lambda: False))
        losses[one] = sum(student.validation_loss for student in trained)
    assert losses[care] == pytest.approx(min(losses.values()), abs=1e-6)


def test_a_search_that_hears_only_the_teacher_never_looks_at_a_label():
    rows, checked = made_up_rows(150), made_up_rows(80, seed=1)
    turned = [
        TaughtRows(r.inputs, 1 - r.target, r.labelled, r.teacher_logits) for r in (rows, checked)
    ]
    assert found(role(1.0), rows, checked) == found(role(1.0), *turned)


def test_the_student_alone_is_searched_in_the_same_way_whatever_the_temperature():
    rows, checked = made_up_rows(150), made_up_rows(80, seed=1)
    hot = tuple(replace(learner, temperature=8.0) for learner in role(0.0))
    assert found(role(0.0), rows, checked) == found(hot, rows, checked)


def test_where_nothing_is_finite_the_given_setting_stays():
    rows = made_up_rows(64)
    broken = TaughtRows(rows.inputs * torch.inf, rows.target, rows.labelled, rows.teacher_logits)
    assert found(role(0.5), broken, broken) == settings_of(MLP, QUICK)[0]


def test_a_stopped_search_returns_the_best_so_far():
    asked = []
    rows = made_up_rows(100)
    care = found(role(0.5), rows, rows, TrainSpec(epochs=50), lambda: asked.append(1) is None)
    assert len(asked) == 1
    assert care in settings_of(MLP, TrainSpec())


@pytest.mark.parametrize(("choice", "expected"), [("on", True), ("off", False)])
def test_a_choice_to_search_or_not_is_obeyed(choice, expected):
    settings = TrainSpec(tune=choice)
    assert is_searched(MLP, role(0.5), made_up_rows(20), settings) is expected


@pytest.mark.parametrize(
    ("spec", "n_rows", "expected"),
    [(MLP, 1_000, True), (MLP, 400_000, False), (ModelSpec(name="gru"), 1_000, False)],
    ids=str,
)
def test_a_search_is_left_out_where_it_would_cost_too_much(spec, n_rows, expected):
    rows = made_up_rows(8)
    inputs = rows.inputs[:1].expand(n_rows, -1)
    many = TaughtRows(inputs, rows.target, rows.labelled, rows.teacher_logits)
    many = replace(many, target=rows.target[:1].expand(n_rows))
    assert is_searched(spec, (*role(0.0), *role(0.5)), many, TrainSpec()) is expected


def test_the_estimate_grows_with_epochs():
    rows = made_up_rows(100)
    short, long = (
        search_seconds(MLP, role(0.5), rows, TrainSpec(epochs=epochs)) for epochs in (10, 20)
    )
    assert long == pytest.approx(2 * short)
