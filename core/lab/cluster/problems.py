"""What can go wrong with a cluster, each in one sentence."""

from __future__ import annotations

from core.errors import ClusterError
from core.lab.cluster.settings import ADDRESS_SETTING, TLS_SETTING, ClusterSettings

HERE = "this machine"


def no_scheduler(settings: ClusterSettings, problem: Exception) -> ClusterError:
    """Return what to say of a scheduler that cannot be reached or started."""
    if not settings.address:
        return ClusterError(
            "This machine must let worker processes start",
            f"they did not ({problem})",
            f"Close other programs, or set {ADDRESS_SETTING} to a cluster elsewhere.",
        )
    return ClusterError(
        f"{ADDRESS_SETTING} must be the address of a Dask scheduler, such as tcp://10.0.0.5:8786",
        f"{settings.address} does not answer ({problem})",
        f"Start the scheduler, correct {ADDRESS_SETTING} or remove it"
        f"; for tls:// also set {TLS_SETTING}.",
    )


def no_workers(settings: ClusterSettings) -> ClusterError:
    """Return what to say of a scheduler that waits for workers in vain."""
    return ClusterError(
        "A cluster must have at least one worker",
        f"the scheduler at {settings.address or HERE} has none",
        "Start workers that connect to it.",
    )


def lost(settings: ClusterSettings) -> ClusterError:
    """Return what to say of a scheduler that was there."""
    return ClusterError(
        "A cluster must stay there until its tasks are done",
        f"the scheduler at {settings.address or HERE} is gone",
        "Start it again and start again what was cut short.",
    )


def deadly(attempts: int) -> ClusterError:
    """Return what to say of a task that no worker survives."""
    return ClusterError(
        "A task must leave its worker process alive",
        f"{attempts} process{'es' * (attempts > 1)} died under one, maybe for want of memory",
        "Give the workers more memory, or choose smaller models or fewer rows.",
    )


def other_software(problem: ModuleNotFoundError) -> ClusterError:
    """Return what to say of workers that lack a module."""
    return ClusterError(
        "Workers must run the same Distill Lab and the same packages as this process",
        f"a worker has no {problem.name}",
        "Install the same version there, and start workers in the folder of Distill Lab.",
    )
