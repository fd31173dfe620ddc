import pytest
import torch

from core.distill.fit import fit
from core.distill.learners import Learner, TaughtRows
from core.errors import TrainingError
from core.models.network import build_network
from core.spec import ModelSpec, TrainSpec
from tests.distill.draining import drain
from tests.distill.rows import made_up_rows

SPEC = ModelSpec(name="mlp", width=8)
SETTINGS = TrainSpec(epochs=6, batch_size=32)


def train_one(rows, checked, learner, settings=SETTINGS, should_stop=lambda: False, patience=None):
    generator = torch.Generator().manual_seed(learner.seed)
    module = build_network(SPEC, 6, 2, generator)
    return drain(
        fit(module, SPEC, learner, rows, checked, settings, generator, should_stop, patience)
    )


def weights(trained):
    return torch.cat([p.flatten() for p in trained.model.module.parameters()])


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0])
def test_training_lowers_the_loss_it_is_asked_to_lower(alpha):
    reports, _ = train_one(
        made_up_rows(400), made_up_rows(200, seed=1), Learner("distilled", 0, alpha, 2.0)
    )
    assert reports[-1].total < reports[0].total


def test_the_network_of_the_best_epoch_is_returned():
    checked = made_up_rows(200, seed=1)
    reports, trained = train_one(made_up_rows(400), checked, Learner("alone", 0, 0.0, 1.0))
    best = min(reports, key=lambda report: report.validation)
    assert trained.best_epoch == reports.index(best) + 1
    loss = torch.nn.functional.cross_entropy(trained.model.logits(checked.inputs), checked.target)
    assert loss.item() == pytest.approx(best.validation, rel=1e-5)


def test_alpha_one_gives_the_same_student_whatever_the_labels():
    rows, checked = made_up_rows(200), made_up_rows(100, seed=1)
    learner = Learner("distilled", 0, 1.0, 2.0)
    _, first = train_one(rows, checked, learner)
    other = [
        TaughtRows(r.inputs, 1 - r.target, r.labelled, r.teacher_logits) for r in (rows, checked)
    ]
    _, second = train_one(*other, learner)
    assert torch.equal(weights(first), weights(second))


def test_stopping_keeps_the_best_epoch_so_far():
    reports, trained = train_one(
        made_up_rows(200),
        made_up_rows(100, seed=1),
        Learner("alone", 0, 0.0, 1.0),
        should_stop=lambda: True,
    )
    assert len(reports) == trained.best_epoch == 1


def test_an_epoch_that_is_cut_short_is_dropped():
    rows, checked = made_up_rows(200), made_up_rows(100, seed=1)
    learner, asked = Learner("alone", 0, 0.0, 1.0), []
    # Seven batches an epoch: six questions within each, and one after it.
    reports, trained = train_one(
        rows, checked, learner, should_stop=lambda: asked.append(1) or len(asked) >= 17
    )
    assert len(asked) == 17
    assert len(reports) == 2
    settings = SETTINGS.model_copy(update={"epochs": 2})
    expected, other = train_one(rows, checked, learner, settings)
    assert reports == expected
    assert torch.equal(weights(trained), weights(other))


def test_the_first_epoch_is_finished_even_when_it_is_to_stop():
    asked = []
    reports, _ = train_one(
        made_up_rows(200),
        made_up_rows(100, seed=1),
        Learner("alone", 0, 0.0, 1.0),
        should_stop=lambda: asked.append(1) or True,
    )
    assert (len(asked), len(reports)) == (7, 1)


def test_patience_ends_a_training_that_no_longer_improves():
    settings = TrainSpec(epochs=200, batch_size=32, learning_rate=0.1)
    reports, trained = train_one(
        made_up_rows(100),
        made_up_rows(100, seed=1),
        Learner("teacher", 0, 0.0, 1.0),
        settings,
        patience=3,
    )
    assert len(reports) == trained.best_epoch + 3


def test_a_training_that_diverges_from_the_start_is_an_error():
    rows = made_up_rows(100)
    broken = TaughtRows(rows.inputs * torch.nan, rows.target, rows.labelled, rows.teacher_logits)
    with pytest.raises(TrainingError, match="no usable epoch"):
        train_one(broken, broken, Learner("alone", 3, 0.0, 1.0))


def test_a_loss_that_is_no_longer_finite_ends_the_training_and_keeps_the_best_epoch():
    learner, generator = Learner("alone", 0, 0.0, 1.0), torch.Generator().manual_seed(0)
    module = build_network(SPEC, 6, 2, generator)
    rows, checked = made_up_rows(200), made_up_rows(100, seed=1)
    training = fit(module, SPEC, learner, rows, checked, SETTINGS, generator, lambda: False)
    reports = [next(training), next(training)]
    with torch.no_grad():
        module.head.weight.fill_(torch.nan)
    others, trained = drain(training)
    assert [report.diverged for report in (*reports, *others)] == [False, False, True]
    assert trained.best_epoch <= 2
    assert trained.model.logits(checked.inputs).isfinite().all()
