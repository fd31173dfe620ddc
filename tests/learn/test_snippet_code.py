from __future__ import annotations

import math

import pytest
import torch
from torch.nn import functional

from core.distill.losses import hinton_loss
from core.learn import snippet_code as code
from core.learn.snippet_first_step import loss_of_a_copy, loss_of_a_sure_answer, teachers_share

LABELS = torch.tensor([0, 1, 0, 1])


def logits(n_classes: int, seed: int) -> torch.Tensor:
    source = torch.Generator().manual_seed(seed)
    return 3 * torch.randn(4, n_classes, generator=source, dtype=torch.float64)


def gradient_of(loss, *arguments: torch.Tensor) -> torch.Tensor:
    tracked = arguments[0].clone().requires_grad_()
    loss(tracked, *arguments[1:]).backward()
    return tracked.grad


@pytest.mark.parametrize("n_classes", [2, 3, 7])
def test_the_mended_loss_is_the_one_of_a_run(n_classes: int) -> None:
    student, teacher = logits(n_classes, 0), logits(n_classes, 1)
    hard, soft = code.hard_loss(student, LABELS), code.soft_loss(student, teacher)
    expected = hinton_loss(student, teacher, LABELS, code.ALPHA, code.TEMPERATURE)
    assert float(code.total_loss(hard, soft)) == pytest.approx(float(expected), rel=1e-12)


@pytest.mark.parametrize("n_classes", [2, 3, 7])
def test_mean_is_batchmean_divided_by_the_classes(n_classes: int) -> None:
    pair = logits(n_classes, 0), logits(n_classes, 1)
    mean, batchmean = code.soft_loss_of_mean(*pair), code.soft_loss(*pair)
    assert float(mean) == pytest.approx(float(batchmean) / n_classes, rel=1e-12)
    slopes = gradient_of(code.soft_loss_of_mean, *pair), gradient_of(code.soft_loss, *pair)
    torch.testing.assert_close(slopes[0], slopes[1] / n_classes)


@pytest.mark.filterwarnings("ignore:reduction")
def test_the_mean_shown_is_the_default_of_pytorch() -> None:
    student, teacher = logits(3, 0), logits(3, 1)
    by_default = torch.nn.KLDivLoss()(
        functional.log_softmax(student / code.TEMPERATURE, dim=1),
        functional.softmax(teacher / code.TEMPERATURE, dim=1),
    )
    assert float(code.soft_loss_of_mean(student, teacher)) == pytest.approx(
        float(by_default) * code.TEMPERATURE**2
    )


@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_softmax_twice_cannot_reach_zero(n_classes: int) -> None:
    floor = -math.log(math.e / (math.e + n_classes - 1))
    assert loss_of_a_sure_answer(code.hard_loss_of_softmax, n_classes) == pytest.approx(floor)
    assert loss_of_a_sure_answer(code.hard_loss, n_classes) == pytest.approx(0)


def test_the_floor_of_two_classes_is_the_known_number() -> None:
    found = loss_of_a_sure_answer(code.hard_loss_of_softmax, 2)
    assert found == pytest.approx(0.3133, abs=5e-5)


@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_softmax_twice_divides_the_first_gradient_by_the_classes(n_classes: int) -> None:
    even = torch.zeros(4, n_classes, dtype=torch.float64)
    twice = gradient_of(code.hard_loss_of_softmax, even, LABELS)
    once = gradient_of(code.hard_loss, even, LABELS)
    torch.testing.assert_close(twice, once / n_classes)


def test_a_copy_of_the_teacher_has_no_divergence() -> None:
    said = logits(3, 1)
    assert loss_of_a_copy(code.soft_loss, said) == pytest.approx(0, abs=1e-12)
    assert loss_of_a_copy(code.soft_loss_without_temperature, said) == pytest.approx(0, abs=1e-12)


def test_two_logs_have_a_slope_where_the_student_is_a_copy() -> None:
    said = logits(3, 1)
    against = -torch.log_softmax(said / code.TEMPERATURE, dim=1)
    answer = torch.softmax(said / code.TEMPERATURE, dim=1)
    expected = (against - answer * against.sum(dim=1, keepdim=True)) * code.TEMPERATURE / len(said)
    found = gradient_of(code.soft_loss_of_two_logs, said, said)
    torch.testing.assert_close(found, expected)
    assert float(found.norm()) > 0.1
    assert float(gradient_of(code.soft_loss, said, said).norm()) < 1e-12


def test_temperature_one_is_the_mended_loss_at_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = logits(3, 0), logits(3, 1)
    monkeypatch.setattr(code, "TEMPERATURE", 1.0)
    assert float(code.soft_loss(*pair)) == pytest.approx(
        float(code.soft_loss_without_temperature(*pair)), rel=1e-12
    )


def test_with_two_classes_mean_leaves_the_teacher_a_third() -> None:
    assert teachers_share(2, is_mean=True) == pytest.approx(1 / 3)
    assert teachers_share(2, is_mean=False) == pytest.approx(1 / 2)


def test_only_a_tracked_teacher_gets_a_gradient() -> None:
    teacher, rows = torch.nn.Linear(3, 2), torch.ones(4, 3)
    assert not code.ask(teacher, rows).requires_grad
    assert code.ask_and_track(teacher, rows).requires_grad
