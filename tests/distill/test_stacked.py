import pytest
import torch

from core.distill.fit import fit
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


def test_alpha_zero_is_the_student_alone_bit_for_bit():
    who = learners(cells=((0.0, 2.0), (0.0, 5.0)))
    _, trained = stacked(MLP, who, made_up_rows(200), made_up_rows(100, seed=1))
    for alone, distilled in zip(trained[::2], trained[1::2], strict=True):
        assert torch.equal(weights(alone), weights(distilled))


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
