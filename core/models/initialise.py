"""First weights drawn from a generator of our own, so that runs beside each other do not mix."""

from __future__ import annotations

import math

import torch
from torch import nn


def reset_parameters(module: nn.Module, generator: torch.Generator) -> None:
    """Draw every parameter anew, uniformly within one over the root of the fan-in.

    The bounds are those of PyTorch's own layers; only the source of randomness differs,
    since theirs is shared by the whole process. A normalisation draws nothing: it starts
    with weights of one and biases of zero.

    Parameters
    ----------
    module : nn.Module
        A network of the layers known here; changed in place.
    generator : torch.Generator
        The only source of randomness.

    Raises
    ------
    TypeError
        When a layer with parameters is of a kind whose bounds are not known here.
    """
    for layer in module.modules():
        own = list(layer.parameters(recurse=False))
        if not own:
            continue
        if isinstance(layer, nn.LayerNorm):
            layer.reset_parameters()
            continue
        bound = 1 / math.sqrt(_fan_in(layer))
        with torch.no_grad():
            for parameter in own:
                parameter.uniform_(-bound, bound, generator=generator)


def _fan_in(layer: nn.Module) -> int:
    if isinstance(layer, nn.Linear):
        return layer.in_features
    if isinstance(layer, nn.Conv1d):
        return layer.in_channels // layer.groups * layer.kernel_size[0]
    if isinstance(layer, nn.GRU | nn.LSTM):
        return layer.hidden_size
    raise TypeError(f"no initial bounds are known for {type(layer).__name__}")
