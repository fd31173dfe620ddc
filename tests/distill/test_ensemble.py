import pytest
import torch

from core.distill.teacher import train_teacher
from core.models.trained import member_inputs
from core.spec import ModelSpec, TrainSpec
from tests.distill.draining import drain
from tests.distill.rows import made_up_rows

SETTINGS = TrainSpec(epochs=4, batch_size=64, learning_rate=0.01)


def of(*members, window=3):
    return ModelSpec(name="ensemble", members=members, trees=10, width=8, window=window)


def teach(spec, window=None, should_stop=lambda: False):
    rows, checked = (made_up_rows(n, 2, seed=n, window=window) for n in (300, 150))
    return (*drain(train_teacher(spec, rows, checked, 2, SETTINGS, should_stop)), checked)


def test_members_train_one_after_another_as_one_long_training():
    reports, _, _ = teach(of("trees", "mlp", "forest"))
    assert [report.epoch for report in reports] == [5, 10, 11, 12, 13, 14, 19, 24]
    assert {report.epochs for report in reports} == {24}
    seconds = [report.seconds for report in reports]
    assert seconds == sorted(seconds)


def test_each_member_is_what_it_would_be_by_itself():
    spec = of("trees", "mlp")
    _, trained, checked = teach(spec)
    for number, (member, model) in enumerate(
        zip(spec.member_specs, trained.model.members, strict=True)
    ):
        settings = SETTINGS.model_copy(update={"seed": number})
        rows = made_up_rows(300, 2, seed=300)
        _, single = drain(train_teacher(member, rows, checked, 2, settings, lambda: False))
        assert torch.equal(single.model.logits(checked.inputs), model.logits(checked.inputs))


def test_two_members_of_one_kind_differ():
    _, trained, checked = teach(of("mlp", "mlp"))
    first, second = (member.logits(checked.inputs) for member in trained.model.members)
    assert not torch.equal(first, second)


def test_members_may_read_rows_and_windows():
    _, trained, checked = teach(of("trees", "gru"), window=3)
    trees, gru = trained.model.members
    said = [trees.logits(checked.inputs[:, -1]), gru.logits(checked.inputs)]
    expected = torch.stack(said).softmax(dim=2).mean(dim=0)
    torch.testing.assert_close(trained.model.logits(checked.inputs).softmax(dim=1), expected)
    assert member_inputs(trees.spec, checked.inputs).ndim == 2


def test_validation_loss_is_that_of_the_average():
    _, trained, checked = teach(of("trees", "mlp"))
    loss = torch.nn.functional.cross_entropy(trained.model.logits(checked.inputs), checked.target)
    assert trained.validation_loss == pytest.approx(loss.item(), rel=1e-5)


def test_stopped_training_answers_with_the_members_that_are_ready():
    asked = []

    def after_the_first_epoch_of_the_network():
        asked.append(True)
        return len(asked) >= 2

    reports, trained, _ = teach(
        of("trees", "mlp", "forest"), should_stop=after_the_first_epoch_of_the_network
    )
    assert [member.spec.name for member in trained.model.members] == ["trees", "mlp"]
    assert [report.epoch for report in reports] == [5, 10, 11]
