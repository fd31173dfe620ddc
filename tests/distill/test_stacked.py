import math
from dataclasses import replace

import pytest
import torch

from core.distill.fit import fit
from core.distill.gradients import VOICE_GRADIENTS
from core.distill.learners import Learner, TaughtRows
from core.distill.stacked import fit_stacked
from core.errors import TrainingError
from core.models.network import build_network
from core.spec import ModelSpec, TrainSpec
from tests.distill.draining import drain
from tests.distill.rows import made_up_rows

MLP = ModelSpec(name="mlp", width=8)
SHAPES = [
    ModelSpec(name="linear"),
    MLP,
    ModelSpec(name="mlp", width=6, depth=2),
    ModelSpec(name="mlp", width=8, dropout=0.3),
]
SETTINGS = TrainSpec(epochs=4, batch_size=32, weight_decay=0.01)


def learners(seeds=(0, 1), cells=((0.0, 2.0), (0.6, 2.0), (1.0, 4.0))):
    return tuple(
        Learner("distilled" if alpha else "alone", seed, alpha, heat)
        for seed in seeds
        for alpha, heat in cells
    )


def stacked(spec, who, rows, checked, settings=SETTINGS, should_stop=lambda: False):
    return drain(fit_stacked(spec, who, rows, checked, settings, should_stop))


def weights(trained):
    return torch.cat([p.flatten() for p in trained.model.module.parameters()]).detach()


@pytest.mark.parametrize("spec", SHAPES, ids=str)
@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_stack_equals_training_each_student_by_itself(spec, n_classes):
    rows = made_up_rows(150, n_classes, dtype=torch.float64)
    checked = made_up_rows(80, n_classes, seed=1, dtype=torch.float64)
    rows = TaughtRows(rows.inputs, rows.target, torch.arange(150) % 4 > 0, rows.teacher_logits)
    _, together = stacked(spec, learners(), rows, checked)
    for learner, student in zip(learners(), together, strict=True):
        generator = torch.Generator().manual_seed(learner.seed)
        module = build_network(spec, 6, n_classes, generator).double()
        _, single = drain(
            fit(module, spec, learner, rows, checked, SETTINGS, generator, lambda: False)
        )
        assert student.best_epoch == single.best_epoch
        torch.testing.assert_close(weights(student), weights(single), atol=1e-10, rtol=1e-8)


def test_single_precision_equals_training_by_itself_over_the_first_epochs():
    rows, checked = made_up_rows(300), made_up_rows(100, seed=1)
    settings = TrainSpec(epochs=2, batch_size=32)
    _, together = stacked(MLP, learners(), rows, checked, settings)
    for learner, student in zip(learners(), together, strict=True):
        generator = torch.Generator().manual_seed(learner.seed)
        module = build_network(MLP, 6, 2, generator)
        _, single = drain(
            fit(module, MLP, learner, rows, checked, settings, generator, lambda: False)
        )
        torch.testing.assert_close(weights(student), weights(single), atol=1e-5, rtol=0)


CARE = [
    Learner("alone", 0, 0.0, 2.0),
    Learner("distilled", 0, 0.6, 2.0, learning_rate=0.02, weight_decay=0.3),
    Learner("distilled", 0, 0.9, 3.0, dropout=0.4),
    Learner("distilled", 0, 0.5, 1.0, label_smoothing=0.2, patience=1),
    Learner("distilled", 0, 0.5, 1.0, method="logits"),
]


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("spec", [MLP, ModelSpec(name="mlp", width=6, depth=2)], ids=str)
def test_students_with_care_of_their_own_equal_training_each_by_itself(spec, n_classes):
    who = tuple(replace(learner, seed=seed) for seed in (3, 4) for learner in CARE)
    rows = made_up_rows(150, n_classes, dtype=torch.float64)
    checked = made_up_rows(80, n_classes, seed=1, dtype=torch.float64)
    settings = SETTINGS.model_copy(update={"epochs": 8})
    _, together = stacked(spec, who, rows, checked, settings)
    for learner, student in zip(who, together, strict=True):
        generator = torch.Generator().manual_seed(learner.seed)
        shape, own = learner.shape(spec), learner.settings(settings)
        module = build_network(shape, 6, n_classes, generator).double()
        _, single = drain(
            fit(module, shape, learner, rows, checked, own, generator, bool, learner.patience)
        )
        assert student.best_epoch == single.best_epoch
        assert student.model.spec == single.model.spec
        torch.testing.assert_close(weights(student), weights(single), atol=1e-10, rtol=1e-8)


def test_a_stack_ends_when_every_students_patience_has_run_out():
    who = tuple(replace(one, patience=2) for one in learners())
    settings = TrainSpec(epochs=60, batch_size=16, learning_rate=0.05)
    reports, trained = stacked(MLP, who, made_up_rows(60), made_up_rows(100, seed=1), settings)
    assert len(reports) < 60
    assert len(reports) == max(student.best_epoch for student in trained) + 2


def test_a_student_that_diverges_does_not_hurt_the_others():
    calm, wild = learners(cells=((0.0, 2.0), (0.6, 2.0)))[:2]
    wild = replace(wild, learning_rate=1e30)
    rows, checked = made_up_rows(200), made_up_rows(100, seed=1)
    reports, trained = stacked(MLP, (calm, wild), rows, checked)
    assert [report.diverged for report in reports[-1]] == [False, True]
    assert trained[0].learner == calm
    assert trained[0].best_epoch > 1


def test_many_students_are_ranked_only_now_and_then():
    who = learners(seeds=range(7))
    settings = TrainSpec(epochs=5, batch_size=64)
    reports, _ = stacked(MLP, who, made_up_rows(100), made_up_rows(50, seed=1), settings)
    ranked = [not math.isnan(report[0].validation_auc) for report in reports]
    assert ranked == [True, True, False, True, True]


@pytest.mark.parametrize("heat", [2.0, 5.0])
@pytest.mark.parametrize("method", sorted(VOICE_GRADIENTS))
def test_alpha_zero_is_the_student_alone_bit_for_bit(heat, method):
    others = ((0.0, heat), (0.7, heat))
    who = tuple(
        replace(one, method=method if number % 3 else "hinton")
        for number, one in enumerate(learners(cells=((0.0, 2.0), *others)))
    )
    _, trained = stacked(MLP, who, made_up_rows(200), made_up_rows(100, seed=1))
    for alone, distilled in zip(trained[::3], trained[1::3], strict=True):
        assert torch.equal(weights(alone), weights(distilled))


@pytest.mark.parametrize(("n_classes", "width", "batch"), [(2, 7, 32), (2, 16, 45), (3, 5, 13)])
def test_where_a_student_stands_in_the_stack_changes_no_bit(n_classes, width, batch):
    cells = tuple((alpha, heat) for heat in (1.0, 2.0, 4.0) for alpha in (0.0, 0.4, 1.0, 0.0))
    rows, checked = made_up_rows(190, n_classes), made_up_rows(77, n_classes, seed=1)
    rows = TaughtRows(rows.inputs, rows.target, torch.arange(190) % 5 > 0, rows.teacher_logits)
    spec = ModelSpec(name="mlp", width=width, dropout=0.2)
    settings = TrainSpec(epochs=3, batch_size=batch)
    reports, trained = stacked(spec, learners((0, 1, 2), cells), rows, checked, settings)
    for seed in (0, 1, 2):
        alone = [i for i, one in enumerate(trained) if one.learner.seed == seed]
        alone = [i for i in alone if trained[i].learner.alpha == 0]
        assert len({trained[i].validation_loss for i in alone}) == 1
        assert len({report[i].validation for report in reports[-1:] for i in alone}) == 1
        assert all(torch.equal(weights(trained[i]), weights(trained[alone[0]])) for i in alone)


def test_a_student_with_other_care_changes_nothing_for_the_one_beside_it():
    pairs = learners(seeds=(0,), cells=((0.0, 2.0), (0.9, 4.0)))
    other = (pairs[0], replace(pairs[1], dropout=0.5, learning_rate=0.02, label_smoothing=0.1))
    rows, checked = (made_up_rows(200, seed=seed, dtype=torch.float64) for seed in (0, 1))
    alone = [stacked(MLP, who, rows, checked)[1][0] for who in (pairs, other)]
    torch.testing.assert_close(weights(alone[0]), weights(alone[1]), atol=1e-12, rtol=1e-9)


def test_alpha_one_gives_the_same_student_whatever_the_labels():
    who = learners(cells=((1.0, 2.0),))
    rows, checked = made_up_rows(200), made_up_rows(100, seed=1)
    turned = [
        TaughtRows(r.inputs, 1 - r.target, r.labelled, r.teacher_logits) for r in (rows, checked)
    ]
    _, first = stacked(MLP, who, rows, checked)
    _, second = stacked(MLP, who, *turned)
    assert all(torch.equal(weights(a), weights(b)) for a, b in zip(first, second, strict=True))


def test_the_same_stack_gives_the_same_numbers_again():
    rows, checked = made_up_rows(200), made_up_rows(100, seed=1)
    first, second = (stacked(SHAPES[3], learners(), rows, checked) for _ in range(2))
    assert first[0] == second[0]


def test_stopping_keeps_the_best_epoch_so_far():
    reports, trained = stacked(
        MLP, learners(), made_up_rows(200), made_up_rows(100, seed=1), should_stop=lambda: True
    )
    assert len(reports) == 1
    assert all(student.best_epoch == 1 for student in trained)


def test_an_epoch_that_is_cut_short_leaves_every_student_its_best_before_it():
    rows, checked, asked = made_up_rows(200), made_up_rows(100, seed=1), []
    # Seven steps an epoch: six questions within each, and one after it.
    reports, trained = stacked(
        MLP, learners(), rows, checked, should_stop=lambda: asked.append(1) or len(asked) >= 17
    )
    assert (len(asked), len(reports)) == (17, 2)
    settings = SETTINGS.model_copy(update={"epochs": 2})
    _, expected = stacked(MLP, learners(), rows, checked, settings)
    for mine, theirs in zip(trained, expected, strict=True):
        assert mine.best_epoch == theirs.best_epoch
        assert torch.equal(weights(mine), weights(theirs))


def test_every_student_keeps_its_own_best_epoch():
    settings = TrainSpec(epochs=25, batch_size=16, learning_rate=0.05)
    reports, trained = stacked(
        MLP, learners(), made_up_rows(60), made_up_rows(100, seed=1), settings
    )
    for number, student in enumerate(trained):
        losses = [report[number].validation for report in reports]
        assert student.best_epoch == losses.index(min(losses)) + 1
    assert len({student.best_epoch for student in trained}) > 1


def test_a_student_that_diverges_from_the_start_is_an_error():
    rows = made_up_rows(64)
    broken = TaughtRows(rows.inputs * torch.inf, rows.target, rows.labelled, rows.teacher_logits)
    with pytest.raises(TrainingError, match="must stay finite"):
        stacked(MLP, learners(), broken, broken)


def test_learners_out_of_order_are_refused():
    mixed = (*learners(seeds=(0,)), *learners(seeds=(1,))[::-1])
    with pytest.raises(ValueError, match="seed by seed"):
        stacked(MLP, mixed, made_up_rows(50), made_up_rows(50))
