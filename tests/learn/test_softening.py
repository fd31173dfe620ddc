from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from core.distill.losses import soft_loss
from core.learn.softening import N_ROWS, SoftAnswers, answers_to, soft_answers, soften
from tests.learn import made_up


@pytest.fixture(scope="module")
def loans() -> SoftAnswers:
    return soft_answers("loans")


def test_thirty_rows_go_from_doubtful_to_sure(loans: SoftAnswers) -> None:
    surest = [max(soften(loans, row, 1).teacher) for row in range(1, N_ROWS + 1)]
    assert surest == sorted(surest)
    assert surest[-1] - surest[0] > 0.2


def test_classes_of_loans_say_what_they_mean(loans: SoftAnswers) -> None:
    assert loans.class_names == ("repaid", "defaulted")
    assert set(loans.labels) == {0, 1}


def test_temperature_brings_two_answers_closer_and_keeps_their_order(loans: SoftAnswers) -> None:
    mild, hot = soften(loans, 20, 1), soften(loans, 20, 10)
    assert hot.divergence < mild.divergence
    assert max(hot.teacher) < max(mild.teacher)
    assert (hot.teacher[0] > hot.teacher[1]) == (mild.teacher[0] > mild.teacher[1])


def test_the_gradient_on_the_logits_is_that_of_autograd(loans: SoftAnswers) -> None:
    teacher = torch.tensor([loans.teacher[4]]).double()
    student = torch.tensor([loans.student[4]]).double().requires_grad_()
    (gradient,) = torch.autograd.grad(soft_loss(student, teacher, 3), student)
    found = soften(loans, 5, 3)
    assert found.gradient == pytest.approx(float(gradient.norm()), rel=1e-6)
    assert found.squared_gradient == pytest.approx(9 * found.gradient)
    assert found.squared_divergence == pytest.approx(9 * found.divergence)


def test_squaring_keeps_the_pull_of_one_order_where_it_would_fade(loans: SoftAnswers) -> None:
    first, last = loans.pulls[0], loans.pulls[-1]
    assert last.plain < first.plain / 10
    assert first.squared / 4 < last.squared < 4 * first.squared
    assert loans.label_pull > 0


@pytest.mark.parametrize(("teacher", "choice"), [((0.0, 3.0), 2), ((0.0, 0.1), 1)])
def test_the_first_answer_follows_the_row(teacher: tuple[float, float], choice: int) -> None:
    assert answers_to(made_up.soft_answers(teacher), 1)[0].choice == choice


def test_the_second_answer_follows_what_was_measured() -> None:
    faded = made_up.soft_answers()
    answer = answers_to(faded, 1)[1]
    assert answer.choice == 2
    assert "1/64" in answer.reason


@pytest.mark.parametrize(("share", "choice"), [(1.0, 0), (0.2, 1), (0.04, 2)])
def test_a_pull_of_a_twenty_fifth_is_no_sixty_fourth(share: float, choice: int) -> None:
    faded = made_up.soft_answers()
    pulls = tuple(replace(one, plain=share if one.temperature > 1 else 1.0) for one in faded.pulls)
    assert answers_to(replace(faded, pulls=pulls), 1)[1].choice == choice


def test_the_divergence_of_a_very_sure_answer_rises_before_it_shrinks(loans: SoftAnswers) -> None:
    found = [soften(loans, N_ROWS, heat).divergence for heat in (1, 2, 10)]
    assert found[1] > found[0] > found[2]
