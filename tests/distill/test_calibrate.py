import pytest
import torch

from core.distill.calibrate import fitted_temperature


def sampled(temperature, n_rows=20_000):
    generator = torch.Generator().manual_seed(0)
    honest = 2 * torch.randn(n_rows, 3, generator=generator)
    target = torch.multinomial(honest.softmax(1), 1, generator=generator)[:, 0]
    return temperature * honest, target, torch.ones(n_rows, dtype=torch.bool)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_the_temperature_that_distorted_an_honest_teacher_is_found(temperature):
    assert fitted_temperature(*sampled(temperature)) == pytest.approx(temperature, rel=0.05)


def test_no_other_temperature_gives_a_smaller_log_loss():
    logits, target, known = sampled(2.0, 500)
    heat = fitted_temperature(logits, target, known)
    losses = [
        torch.nn.functional.cross_entropy(logits.double() / (heat * factor), target).item()
        for factor in (0.98, 1.0, 1.02)
    ]
    assert losses[1] == min(losses)


def test_hidden_labels_do_not_count():
    logits, target, known = sampled(2.0, 500)
    half = torch.arange(500) < 250
    turned = torch.where(half, target, (target + 1) % 3)
    assert fitted_temperature(logits, turned, half) == fitted_temperature(
        logits[half], target[half], known[half]
    )


def test_without_labels_nothing_is_changed():
    logits, target, known = sampled(2.0, 50)
    assert fitted_temperature(logits, target, ~known) == 1.0
