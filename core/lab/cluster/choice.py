"""Where tasks are done: here, in processes of this machine, or on a cluster."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from core.lab.cluster.inline import inline
from core.lab.cluster.settings import ClusterSettings
from core.lab.cluster.tasks import Runner

WORTH_SECONDS = 20.0
"""Below, workers of this machine are hardly ready before the work would be done here."""

QUIET = {"version": 1, "incremental": True, "loggers": {"distributed": {"level": "ERROR"}}}


def runner(
    seconds_estimated: float, n_tasks: int, settings: ClusterSettings | None = None
) -> Runner:
    """Choose where to do tasks that take so long one after another.

    Parameters
    ----------
    seconds_estimated : float
        Of all tasks together, in this thread.
    n_tasks : int
    settings : ClusterSettings, optional
        By default those of the environment.

    Returns
    -------
    Runner
        The cluster of the settings where they name one; otherwise this thread for one task,
        with one processor and for what is soon done, and else a cluster on this machine.
    """
    settings = settings or ClusterSettings.of_environment()
    if settings.address:
        return cluster(settings)
    if seconds_estimated < WORTH_SECONDS:
        return inline
    processes = min(settings.processes or _processors(), n_tasks)
    return cluster(replace(settings, processes=processes)) if processes > 1 else inline


def cluster(settings: ClusterSettings) -> Runner:
    """Return what does tasks on the cluster of the settings."""
    import dask

    # Dask sets up logging at its import: quieter than itself, and without touching Tornado's.
    dask.config.set({"distributed.logging": dask.config.get("distributed.logging", QUIET)})
    from core.lab.cluster.on_cluster import on_cluster

    return partial(on_cluster, settings=settings)


def _processors() -> int:
    """Return how many processors this process may use, in a container too."""
    from dask.system import cpu_count

    count: int = cpu_count()
    return count
