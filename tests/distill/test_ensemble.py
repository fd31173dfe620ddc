import pytest
import torch

from core.charts.curves import learning_curve
from core.distill.monitor import roc_auc
from core.distill.reports import EpochReport, LearnerReport
from core.distill.teacher import train_teacher
from core.models.measured import cost_of
from core.models.names import model_name
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
    assert [report.epoch for report in reports] == [5, 10, 11, 12, 13, 14, 19, 24, 25]
    assert {report.epochs for report in reports} == {25}
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


def test_only_the_last_report_which_is_the_ensembles_own_is_the_best():
    reports, trained, checked = teach(of("trees", "mlp"))
    assert [report.learners[0].is_best for report in reports] == [False] * 6 + [True]
    (own,) = reports[-1].learners
    logits = trained.model.logits(checked.inputs)
    assert own.validation == trained.validation_loss
    assert own.validation_auc == roc_auc(logits.T[None], checked.target).item()
    assert own.validation_auc != reports[-2].learners[0].validation_auc
    assert trained.best_epoch == reports[-1].epoch


def test_the_students_are_measured_by_a_line_at_the_ensembles_own_auc():
    reports, _, _ = teach(of("trees", "mlp"))
    student = LearnerReport("alone", 0, 1.0, None, 1.0, 1.0, 0.5, True)
    students = EpochReport("students", 1, 1, (student,), 1.0)
    figure = learning_curve((*reports, students), "validation").figure
    (line,) = (trace for trace in figure.data if trace.name == "Teacher")
    assert set(line.y) == {reports[-1].learners[0].validation_auc}


def stop_within(members_before):
    """A signal that says so in the second epoch of the network after so many trees' reports."""
    asked = []

    def should_stop():
        asked.append(True)
        return len(asked) > members_before + 6

    return should_stop


def test_stopped_training_answers_with_the_members_that_are_ready():
    spec = of("trees", "mlp", "forest")
    reports, trained, checked = teach(spec, should_stop=stop_within(3))
    assert trained.model.spec == of("trees", "mlp")
    assert [member.spec.name for member in trained.model.members] == ["trees", "mlp"]
    assert [report.epoch for report in reports] == [5, 10, 11, 15]
    cost = cost_of(trained.model, 6, 2, 1)
    each = [cost_of(member, 6, 2, 1) for member in trained.model.members]
    assert cost.parameters == sum(one.parameters for one in each)
    assert model_name(trained.model.spec) == "Boosted trees + MLP 8"
    assert trained.model.logits(checked.inputs).shape == (150, 2)


def test_a_single_member_that_is_ready_answers_as_the_model_that_it_is():
    _, trained, _ = teach(of("forest", "mlp"), should_stop=lambda: True)
    assert trained.model.spec.name == "forest"
    assert model_name(trained.model.spec) == "Random forest"


def test_of_rows_and_windows_a_single_reader_of_rows_may_be_ready():
    _, trained, checked = teach(of("trees", "gru"), window=3, should_stop=lambda: True)
    assert trained.model.logits(checked.inputs[:, -1]).shape == (150, 2)
