import dataclasses

import pytest
import torch

from core.distill.fit import fit
from core.distill.learners import Learner
from core.distill.objective import Objective
from core.errors import SpecError
from core.models.catalog import ARCHITECTURES, reads_windows
from core.models.device import devices_present
from core.models.network import build_network
from core.spec import ModelSpec, TrainSpec
from tests.distill.draining import drain
from tests.distill.rows import made_up_rows

NETWORKS = [
    ModelSpec(name=name, width=8, depth=2, window=4, dropout=0.2)
    for name in ARCHITECTURES
    if name not in ("trees", "forest", "ensemble")
]
CARDS = [name for name in devices_present() if name != "cpu"]


def trained_on(device, spec):
    window = spec.window if reads_windows(spec) else None
    rows, checked = (made_up_rows(n, 3, seed=n, window=window) for n in (300, 100))
    settings = TrainSpec(epochs=2, batch_size=64, device=device)
    generator = torch.Generator().manual_seed(0)
    module = build_network(spec, 6, 3, generator)
    learner = Learner("distilled", 0, 0.9, 2.0)
    training = fit(module, spec, learner, rows, checked, settings, generator, lambda: False)
    return drain(training)[1].model, checked


@pytest.mark.parametrize("spec", NETWORKS, ids=lambda spec: spec.name)
def test_auto_trains_and_hands_the_network_back_on_the_processor(spec):
    model, checked = trained_on("auto", spec)
    assert model.logits(checked.inputs).device.type == "cpu"


@pytest.mark.parametrize("method", ["hinton", "hint"])
@pytest.mark.parametrize("spec", NETWORKS[1:], ids=lambda spec: spec.name)
def test_a_training_step_happens_on_one_device(spec, method):
    # The meta device refuses to work with tensors of another one, as a card does.
    rows = made_up_rows(50, 3, window=spec.window if reads_windows(spec) else None)
    rows = dataclasses.replace(rows, shown=torch.zeros(50, 4)).on(torch.device("meta"))
    module = build_network(spec, 6, 3, torch.Generator()).to("meta").train()
    objective = Objective(Learner("distilled", 0, 0.9, 2.0, method), module, rows)
    loss = objective.loss(module.train(), rows.take(torch.randperm(50)))
    loss.backward()
    assert all(parameter.grad.device.type == "meta" for parameter in module.parameters())


@pytest.mark.skipif(not CARDS, reason="no graphics card in this machine")
@pytest.mark.parametrize("spec", NETWORKS, ids=lambda spec: spec.name)
def test_a_card_gives_the_same_answers_within_tolerance(spec):
    own, checked = trained_on("cpu", spec)
    for card in CARDS:
        other, _ = trained_on(card, spec)
        found, expected = (model.logits(checked.inputs) for model in (other, own))
        torch.testing.assert_close(found, expected, atol=1e-2, rtol=1e-2)


@pytest.mark.parametrize("device", sorted({"cuda", "mps"} - set(CARDS)))
def test_a_device_that_is_not_there_is_refused(device):
    with pytest.raises(SpecError, match=f"{device} was chosen"):
        trained_on(device, NETWORKS[0])
