"""The way to Dask's scheduler: on this machine for one call, or one that runs already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from logging import ERROR

from dask.system import cpu_count
from distributed import Client, LocalCluster

from core.lab.cluster.problems import lost, no_scheduler, no_workers
from core.lab.cluster.settings import ClusterSettings
from core.lab.cluster.worker import Considerate

LOOPBACK = "127.0.0.1"
ANY_PORT_HERE = f"{LOOPBACK}:0"
NO_LIMIT = 0
"""Of memory: at a limit Dask holds its workers, which would wait for ever."""


@contextmanager
def connected(settings: ClusterSettings) -> Iterator[Client]:
    """Connect to a cluster with at least one worker; afterwards end what was started for it.

    Raises
    ------
    ClusterError
        When there is no scheduler, none of its workers, or nothing can be started here.
    """
    with ExitStack() as stack:
        try:
            if settings.address:
                client = _client_of(settings.address, settings)
            else:
                client = _client_of(stack.enter_context(_local_cluster(settings)), settings)
                client.register_plugin(Considerate())
            stack.enter_context(client)
        except (OSError, ValueError, TypeError, RuntimeError) as problem:
            raise no_scheduler(settings, problem) from problem
        _wait_for_workers(client, settings)
        yield client


@contextmanager
def reaching(settings: ClusterSettings) -> Iterator[None]:
    """Tell a scheduler that is lost in one sentence."""
    try:
        yield
    except OSError as problem:
        raise lost(settings) from problem


def _client_of(where: str | LocalCluster, settings: ClusterSettings) -> Client:
    """Connect, with the certificates of Dask's own settings."""
    return Client(where, timeout=settings.seconds_to_connect, set_as_default=False)


def _local_cluster(settings: ClusterSettings) -> LocalCluster:
    """Start processes that nobody on another machine can reach."""
    return LocalCluster(
        n_workers=settings.processes or cpu_count(),
        threads_per_worker=1,
        processes=True,
        host=LOOPBACK,
        dashboard_address=ANY_PORT_HERE,
        worker_dashboard_address=ANY_PORT_HERE,
        scheduler_kwargs={"allowed_failures": settings.deaths},
        memory_limit=NO_LIMIT,
        silence_logs=ERROR,
    )


def _wait_for_workers(client: Client, settings: ClusterSettings) -> None:
    try:
        client.wait_for_workers(1, timeout=settings.seconds_to_connect)
    except OSError as problem:
        raise no_workers(settings) from problem
