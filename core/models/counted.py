"""The layers of a network that `shapes` has no formula for, counted in one that is not trained."""

from __future__ import annotations

from functools import lru_cache

import torch
from torch.utils.flop_counter import FlopCounterMode

from core.models.catalog import reads_windows
from core.models.network import build_network
from core.models.shapes import BYTES_PER_DAY_LAYER, Layer
from core.spec import ModelSpec


@lru_cache(maxsize=256)
def count_layers(spec: ModelSpec, n_features: int, n_classes: int) -> list[Layer]:
    """Return its layers, head last: parameters by layer, and all operations with the first.

    Operations are those of one answer, as PyTorch's ``FlopCounterMode`` counts them.

    Raises
    ------
    ValueError
        When the spec does not name a network.
    """
    network = build_network(spec, n_features, n_classes, torch.Generator()).eval()
    shape = (1, spec.window, n_features) if reads_windows(spec) else (1, n_features)
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        network(torch.zeros(shape))
    own = [list(module.parameters(recurse=False)) for module in network.modules()]
    sizes = [sum(one.numel() for one in parameters) for parameters in own if parameters]
    flops = [counter.get_total_flops(), *[0] * (len(sizes) - 1)]
    return [Layer(size, work, BYTES_PER_DAY_LAYER) for size, work in zip(sizes, flops, strict=True)]
