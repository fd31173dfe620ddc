import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.distill.gradients import logit_gradient
from core.distill.losses import hard_loss, hinton_loss, soft_loss
from tests.distill.golden import STUDENT, TARGET, TEACHER

SOFT_TIMES_T_SQUARED = {1: 0.161671483628, 2: 0.220876392539, 4: 0.261971696545, 10: 0.285073880889}
TOTAL_AT_ALPHA_7 = {1: 0.313690513935, 2: 0.355133950173, 4: 0.383900662977, 10: 0.400072192018}


@pytest.mark.parametrize("temperature", [1, 2, 4, 10])
def test_soft_loss_equals_the_reference_implementations(temperature):
    scaled = temperature**2 * soft_loss(STUDENT, TEACHER, temperature).item()
    assert scaled == pytest.approx(SOFT_TIMES_T_SQUARED[temperature], abs=1e-12)


def test_hard_loss_equals_the_reference_implementations():
    assert hard_loss(STUDENT, TARGET).item() == pytest.approx(0.668401584652, abs=1e-12)


@pytest.mark.parametrize("temperature", [1, 2, 4, 10])
def test_hinton_loss_equals_the_reference_implementations(temperature):
    total = hinton_loss(STUDENT, TEACHER, TARGET, 0.7, temperature).item()
    assert total == pytest.approx(TOTAL_AT_ALPHA_7[temperature], abs=1e-12)


def test_two_class_loss_equals_the_reference_implementations():
    scaled = 16 * soft_loss(STUDENT[:, :2], TEACHER[:, :2], 4).item()
    assert scaled == pytest.approx(0.173043087528, abs=1e-12)


@pytest.mark.parametrize("temperature", [1, 2, 4, 10])
def test_single_precision_agrees_with_double(temperature):
    double = hinton_loss(STUDENT, TEACHER, TARGET, 0.7, temperature).item()
    single = hinton_loss(STUDENT.float(), TEACHER.float(), TARGET, 0.7, temperature).item()
    assert single == pytest.approx(double, rel=2e-6)


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("alpha", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("temperature", [1.0, 2.5])
def test_closed_form_gradient_equals_autograd(n_classes, alpha, temperature):
    student = STUDENT[:, :n_classes].clone().requires_grad_()
    teacher, target = TEACHER[:, :n_classes], TARGET.clamp(max=n_classes - 1)
    labelled = torch.tensor([True, True, False, True])
    hinton_loss(student, teacher, target, alpha, temperature, labelled).backward()
    closed = logit_gradient(
        "hinton",
        student.detach().T,
        teacher.T,
        torch.nn.functional.one_hot(target, n_classes).double().T,
        torch.tensor(alpha, dtype=torch.float64),
        torch.tensor(temperature, dtype=torch.float64),
        labelled.double() / labelled.sum(),
        dim=0,
    )
    torch.testing.assert_close(closed.T, student.grad, atol=1e-15, rtol=1e-12)


def test_at_temperature_one_distilling_is_cross_entropy_on_mixed_labels():
    student = STUDENT.clone().requires_grad_()
    hinton_loss(student, TEACHER, TARGET, 0.7, 1.0).backward()
    mixed = 0.7 * TEACHER.softmax(1) + 0.3 * torch.nn.functional.one_hot(TARGET, 3).double()
    expected = (STUDENT.softmax(1) - mixed) / len(TARGET)
    torch.testing.assert_close(student.grad, expected, atol=1e-15, rtol=1e-12)


def test_at_high_temperature_the_gradient_matches_logits():
    student = STUDENT.clone().requires_grad_()
    hinton_loss(student, TEACHER, TARGET, 1.0, 1000.0).backward()
    centred = STUDENT - STUDENT.mean(1, keepdim=True) - (TEACHER - TEACHER.mean(1, keepdim=True))
    torch.testing.assert_close(student.grad, centred / (3 * len(TARGET)), atol=1e-4, rtol=1e-2)


def test_two_class_divergence_equals_the_one_logit_form():
    d_student, d_teacher = STUDENT[:, 1] - STUDENT[:, 0], TEACHER[:, 1] - TEACHER[:, 0]
    teacher = torch.sigmoid(d_teacher / 4)
    cross = torch.nn.functional.binary_cross_entropy_with_logits(d_student / 4, teacher)
    entropy = torch.nn.functional.binary_cross_entropy(teacher, teacher)
    soft = soft_loss(STUDENT[:, :2], TEACHER[:, :2], 4)
    assert soft.item() == pytest.approx((cross - entropy).item(), abs=1e-12)


def test_divergence_of_equal_answers_is_zero():
    assert soft_loss(TEACHER, TEACHER, 3.0).item() == pytest.approx(0, abs=1e-15)


def test_alpha_one_never_looks_at_a_label():
    first = hinton_loss(STUDENT, TEACHER, TARGET, 1.0, 2.0)
    other = hinton_loss(STUDENT, TEACHER, TARGET.roll(1), 1.0, 2.0)
    assert torch.equal(first, other)


def test_alpha_zero_is_plain_cross_entropy_bit_for_bit():
    assert torch.equal(hinton_loss(STUDENT, TEACHER, TARGET, 0.0, 2.0), hard_loss(STUDENT, TARGET))


def test_extreme_logits_stay_finite():
    loss = soft_loss(torch.tensor([[400.0, -400.0]]), torch.tensor([[-400.0, 400.0]]), 1.0)
    assert loss.item() == pytest.approx(800.0)


def test_hidden_labels_do_not_count():
    labelled = torch.tensor([True, False, True, False])
    assert torch.equal(
        hard_loss(STUDENT, TARGET, labelled), hard_loss(STUDENT[labelled], TARGET[labelled])
    )


def test_without_any_label_the_hard_loss_is_zero():
    assert hard_loss(STUDENT, TARGET, torch.zeros(4, dtype=torch.bool)).item() == 0


@given(
    shift=st.floats(-50, 50),
    alpha=st.floats(0, 1),
    temperature=st.floats(0.5, 20),
)
def test_loss_does_not_change_when_all_logits_shift(shift, alpha, temperature):
    plain = hinton_loss(STUDENT, TEACHER, TARGET, alpha, temperature).item()
    shifted = hinton_loss(STUDENT + shift, TEACHER - shift, TARGET, alpha, temperature).item()
    assert math.isclose(plain, shifted, rel_tol=1e-9, abs_tol=1e-9)
