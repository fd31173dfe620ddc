import pytest
import torch

from core.errors import SpecError
from core.models.device import device_of, devices_present


def test_the_processor_is_always_there():
    assert device_of("cpu") == torch.device("cpu")
    assert "cpu" in devices_present()


def test_auto_is_the_fastest_there_is():
    assert device_of("auto").type == devices_present()[-1]


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_a_device_that_is_not_there_is_refused(name, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    with pytest.raises(SpecError, match=f"{name} was chosen, and there is only cpu"):
        device_of(name)


def test_a_card_that_is_there_is_taken_by_auto(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert device_of("auto") == device_of("cuda") == torch.device("cuda")
