"""Trained networks as bytes, and back, bit for bit.

Trees and forests are not written: their libraries only offer a pickle, and the same rows and
seed grow the same ones again, boosted trees in well under a second.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from core.errors import RecordError
from core.models.arrays import pack_arrays, unpack_arrays
from core.models.ensemble import EnsembleModel
from core.models.network import NetworkModel, build_network
from core.models.trained import TrainedModel
from core.spec import ModelSpec

NOT_NETWORKS = frozenset({"trees", "forest", "ensemble"})


def save_model(model: TrainedModel) -> bytes | None:
    """Return the weights of a network, or of an ensemble of networks, as an npz file.

    Returns
    -------
    bytes or None
        None where the model is not made of networks only.
    """
    networks = _networks_of(model)
    if networks is None:
        return None
    return pack_arrays(
        {
            name: tensor.detach().cpu().numpy()
            for number, network in enumerate(networks)
            for name, tensor in _named_weights(number, network.module).items()
        }
    )


def load_model(spec: ModelSpec, n_features: int, n_classes: int, data: bytes) -> TrainedModel:
    """Return the model that `save_model` wrote.

    Parameters
    ----------
    spec : ModelSpec
        Of the model that was saved.
    n_features, n_classes : int
        Width of its rows and of its answers.
    data : bytes
        Untrusted.

    Raises
    ------
    RecordError
        When the file is damaged, or holds another model than one of this kind and size.
    """
    members = spec.member_specs if spec.name == "ensemble" else (spec,)
    if any(member.name in NOT_NETWORKS for member in members):
        raise _another(f"{spec.name} is not made of networks")
    source = torch.Generator().manual_seed(0)
    # The weights drawn here are all written over.
    modules = [build_network(member, n_features, n_classes, source) for member in members]
    _fill(modules, unpack_arrays(data))
    networks = tuple(
        NetworkModel(member, module.eval()) for member, module in zip(members, modules, strict=True)
    )
    return EnsembleModel(spec, networks) if spec.name == "ensemble" else networks[0]


def _networks_of(model: TrainedModel) -> tuple[NetworkModel, ...] | None:
    members = model.members if isinstance(model, EnsembleModel) else (model,)
    networks = tuple(member for member in members if isinstance(member, NetworkModel))
    return networks if len(networks) == len(members) else None


def _named_weights(number: int, module: nn.Module) -> dict[str, Tensor]:
    return {f"{number}.{name}": tensor for name, tensor in module.state_dict().items()}


def _fill(modules: list[nn.Module], weights: dict[str, np.ndarray]) -> None:
    """Copy weights into blank networks, once every name, shape and type is known to fit."""
    blanks = [_named_weights(number, module) for number, module in enumerate(modules)]
    wanted = {name: blank for one in blanks for name, blank in one.items()}
    if wanted.keys() != weights.keys():
        raise _another(f"its {len(weights)} arrays have other names than the {len(wanted)} wanted")
    for name, blank in wanted.items():
        found, like = weights[name], blank.numpy()
        if (found.shape, found.dtype) != (like.shape, like.dtype):
            raise _another(
                f"{name} is {found.dtype} of shape {found.shape}, not {like.dtype} of {like.shape}"
            )
    for name, blank in wanted.items():
        blank.copy_(torch.from_numpy(weights[name]))


def _another(found: str) -> RecordError:
    return RecordError(
        "A stored model must be of the kind and size that is asked for",
        found,
        "Train the model again.",
    )
