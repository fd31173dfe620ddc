"""Where networks train: the processor, or a graphics card that is there."""

from __future__ import annotations

import torch

from core.errors import SpecError
from core.spec import DeviceName


def device_of(name: DeviceName) -> torch.device:
    """Return the device of a choice; "auto" is a graphics card where there is one.

    Raises
    ------
    SpecError
        When the chosen device is not in this machine.
    """
    present = devices_present()
    if name == "auto":
        return torch.device(present[-1])
    if name not in present:
        raise SpecError(
            "The device to train on must be in this machine",
            f"{name} was chosen, and there is only {' and '.join(present)}",
            "Choose cpu, or auto for the fastest there is.",
        )
    return torch.device(name)


def devices_present() -> tuple[DeviceName, ...]:
    """Return the devices of this machine, the fastest last."""
    found: list[DeviceName] = ["cpu"]
    if torch.backends.mps.is_available():
        found.append("mps")
    if torch.cuda.is_available():
        found.append("cuda")
    return tuple(found)
