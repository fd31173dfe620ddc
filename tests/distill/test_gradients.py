import pytest
import torch

from core.distill.gradients import VOICE_GRADIENTS, logit_gradient
from core.distill.objective import HIDDEN_METHODS
from core.distill.voices import VOICES, distillation_loss
from tests.distill.golden import STUDENT, TARGET, TEACHER

LABELLED = torch.tensor([True, True, False, True])


def closed_form(method, student, teacher, target, alpha, heat):
    return logit_gradient(
        method,
        student.T,
        teacher.T,
        torch.nn.functional.one_hot(target, student.shape[1]).double().T,
        torch.tensor(alpha, dtype=torch.float64),
        torch.tensor(heat, dtype=torch.float64),
        LABELLED.double() / LABELLED.sum(),
        dim=0,
    ).T


def test_every_voice_that_hears_logits_only_has_its_gradient():
    assert set(VOICE_GRADIENTS) == set(VOICES) - HIDDEN_METHODS


@pytest.mark.parametrize("method", VOICE_GRADIENTS)
@pytest.mark.parametrize("alpha", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("heat", [1.0, 2.5])
def test_a_closed_form_gradient_equals_autograd(method, alpha, heat):
    student = STUDENT.clone().requires_grad_()
    distillation_loss(method, student, TEACHER, TARGET, alpha, heat, LABELLED).backward()
    closed = closed_form(method, STUDENT, TEACHER, TARGET, alpha, heat)
    torch.testing.assert_close(closed, student.grad, atol=1e-15, rtol=1e-12)


@pytest.mark.parametrize("method", ["hinton", "logits"])
def test_a_closed_form_gradient_equals_autograd_with_two_classes(method):
    student = STUDENT[:, :2].clone().requires_grad_()
    teacher, target = TEACHER[:, :2], TARGET.clamp(max=1)
    distillation_loss(method, student, teacher, target, 0.6, 2.0, LABELLED).backward()
    closed = closed_form(method, student.detach(), teacher, target, 0.6, 2.0)
    torch.testing.assert_close(closed, student.grad, atol=1e-15, rtol=1e-12)


def test_hinton_is_the_gradient_of_the_paper():
    one_hot = torch.nn.functional.one_hot(TARGET, 3).double().T
    alpha, heat = (torch.tensor(value, dtype=torch.float64) for value in (0.6, 2.0))
    softened, weight = torch.softmax(TEACHER / 2, 1).T, LABELLED.double() / 3
    soft = alpha * heat * (torch.softmax(STUDENT.T / heat, 0) - softened) / len(TARGET)
    expected = soft + (1 - alpha) * weight * (torch.softmax(STUDENT.T, 0) - one_hot)
    torch.testing.assert_close(
        closed_form("hinton", STUDENT, TEACHER, TARGET, 0.6, 2.0).T, expected
    )


@pytest.mark.parametrize("method", VOICE_GRADIENTS)
def test_students_side_by_side_have_the_gradients_of_each_by_itself(method):
    stack = torch.stack([STUDENT.T, 0.5 * STUDENT.T])
    alpha = torch.tensor([0.2, 1.0], dtype=torch.float64)[:, None, None]
    heat = torch.tensor([1.0, 3.0], dtype=torch.float64)[:, None, None]
    one_hot = torch.nn.functional.one_hot(TARGET, 3).double().T
    weight = LABELLED.double() / LABELLED.sum()
    found = logit_gradient(method, stack, TEACHER.T[None], one_hot, alpha, heat, weight, dim=1)
    for number, (scale, a, t) in enumerate([(1.0, 0.2, 1.0), (0.5, 1.0, 3.0)]):
        expected = closed_form(method, scale * STUDENT, TEACHER, TARGET, a, t)
        torch.testing.assert_close(found[number].T, expected)


@pytest.mark.parametrize("method", VOICE_GRADIENTS)
def test_at_alpha_zero_the_voice_adds_nothing_bit_for_bit(method):
    first = closed_form(method, STUDENT, TEACHER, TARGET, 0.0, 2.0)
    other = closed_form(method, STUDENT, -TEACHER, TARGET, 0.0, 7.0)
    assert torch.equal(first, other)
