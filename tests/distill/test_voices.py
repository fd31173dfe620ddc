import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.distill.losses import hard_loss, hinton_loss
from core.distill.voices import (
    VOICES,
    dist_terms,
    distillation_loss,
    dkd_terms,
    dkd_voice,
    hinton_voice,
    logits_voice,
    smoothing_loss,
    standard_voice,
    standardised,
)
from tests.distill.golden import STUDENT, TARGET, TEACHER

TWO = (STUDENT[:, :2], TEACHER[:, :2])
TWO_TARGET = torch.tensor([0, 1, 0, 1])


def test_decoupled_terms_equal_the_reference_implementation():
    binary, others = dkd_terms(STUDENT, TEACHER, TARGET, 4.0)
    assert binary.item() == pytest.approx(0.184428384903, abs=1e-12)
    assert (binary + 8 * others).item() == pytest.approx(1.440892705680, abs=1e-12)


def test_the_decoupled_voice_sets_the_teachers_first_choice_apart():
    assert torch.equal(TEACHER.argmax(1), TARGET)
    assert dkd_voice(STUDENT, TEACHER, 4.0).item() == pytest.approx(1.440892705680, abs=1e-12)


def test_decoupled_terms_of_a_row_add_up_to_the_divergence():
    for row in range(4):
        student, teacher = STUDENT[row : row + 1], TEACHER[row : row + 1]
        binary, others = dkd_terms(student, teacher, TARGET[row : row + 1], 2.0)
        share = (teacher / 2).softmax(1)[0, TARGET[row]]
        whole = hinton_voice(student, teacher, 2.0)
        assert (binary + (1 - share) * others).item() == pytest.approx(whole.item(), abs=1e-12)


def test_with_two_classes_the_decoupled_loss_is_plain_distillation():
    binary, others = dkd_terms(*TWO, TWO_TARGET, 4.0)
    assert binary.item() == pytest.approx(0.173043087528, abs=1e-12)
    assert others.item() == pytest.approx(0, abs=1e-12)


def test_relations_equal_the_reference_implementation():
    inter, intra = dist_terms(STUDENT, TEACHER, 1.0)
    assert inter.item() == pytest.approx(0.254268658781, abs=1e-12)
    assert intra.item() == pytest.approx(0.252580789103, abs=1e-12)


def test_with_two_classes_the_relation_between_classes_says_nothing():
    inter, intra = dist_terms(*TWO, 1.0)
    assert inter.item() == pytest.approx(0, abs=1e-12)
    assert intra.item() == pytest.approx(0.099002902242, abs=1e-12)


def test_standardised_logits_equal_the_reference_implementation():
    unscaled = standard_voice(STUDENT, TEACHER, 2.0).item() / 4
    assert unscaled == pytest.approx(0.027734514210, abs=1e-12)


def test_with_two_classes_standardising_leaves_only_the_sign():
    shares = standardised(TWO[0]).abs().flatten().tolist()
    assert shares == pytest.approx([math.sqrt(0.5)] * 8, rel=1e-5)


def test_matching_logits_is_the_limit_of_distillation_at_high_temperature():
    limit = hinton_voice(STUDENT, TEACHER, 1e4).item()
    assert logits_voice(STUDENT, TEACHER, 1.0).item() == pytest.approx(limit, rel=1e-3)


def test_smoothing_differs_from_pytorch_by_a_constant_only():
    student = STUDENT.clone().requires_grad_()
    smoothing_loss(student, TARGET, 0.3).backward()
    other = STUDENT.clone().requires_grad_()
    torch.nn.functional.cross_entropy(other, TARGET, label_smoothing=0.3).backward()
    torch.testing.assert_close(student.grad, other.grad, atol=1e-15, rtol=1e-12)


def test_smoothing_is_distillation_from_a_teacher_who_knows_nothing():
    nothing = torch.zeros_like(STUDENT)
    expected = hinton_loss(STUDENT, nothing, TARGET, 0.3, 1.0)
    assert torch.equal(smoothing_loss(STUDENT, TARGET, 0.3), expected)


@pytest.mark.parametrize("method", VOICES)
def test_a_student_that_answers_as_its_teacher_has_nothing_to_hear(method):
    assert VOICES[method](TEACHER, TEACHER, 3.0).item() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("method", VOICES)
def test_another_answer_than_the_teachers_costs(method):
    assert VOICES[method](STUDENT, TEACHER, 3.0).item() > 1e-3


@pytest.mark.parametrize("method", VOICES)
def test_alpha_zero_is_plain_cross_entropy_bit_for_bit(method):
    loss = distillation_loss(method, STUDENT, TEACHER * torch.nan, TARGET, 0.0, 2.0)
    assert torch.equal(loss, hard_loss(STUDENT, TARGET))


@pytest.mark.parametrize("method", VOICES)
def test_alpha_one_never_looks_at_a_label(method):
    losses = [
        distillation_loss(method, STUDENT, TEACHER, target, 1.0, 2.0)
        for target in (TARGET, TARGET.roll(1))
    ]
    assert torch.equal(*losses)


@pytest.mark.parametrize("method", VOICES)
def test_single_precision_agrees_with_double(method):
    double = distillation_loss(method, STUDENT, TEACHER, TARGET, 0.7, 4.0).item()
    single = distillation_loss(method, STUDENT.float(), TEACHER.float(), TARGET, 0.7, 4.0).item()
    assert single == pytest.approx(double, rel=5e-6)


@pytest.mark.parametrize("method", VOICES)
@given(shift=st.floats(-50, 50), heat=st.floats(0.5, 20))
def test_a_voice_does_not_change_when_all_logits_shift(method, shift, heat):
    plain = VOICES[method](STUDENT, TEACHER, heat).item()
    shifted = VOICES[method](STUDENT + shift, TEACHER - shift, heat).item()
    assert math.isclose(plain, shifted, rel_tol=1e-7, abs_tol=1e-7)


@pytest.mark.parametrize("method", sorted(set(VOICES) - {"dist"}))
def test_extreme_logits_stay_finite(method):
    student, teacher = torch.tensor([[400.0, -400.0, 0.0]]), torch.tensor([[-400.0, 400.0, 0.0]])
    assert VOICES[method](student, teacher, 1.0).isfinite()
