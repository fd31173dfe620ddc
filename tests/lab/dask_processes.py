"""A scheduler and workers of Dask in processes of their own, as on a real cluster."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from core.lab.cluster.settings import ClusterSettings
from tests.conftest import ROOT
from tests.ports import free_port

END_SECONDS = 20.0


@contextmanager
def dask_process(name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `dask scheduler` or `dask worker` from the folder of the project, until the end."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{name}", *arguments]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ.copy(), **quiet)
    try:
        yield process
    finally:
        process.kill()
        process.wait(END_SECONDS)


@contextmanager
def cluster_of(n_workers: int, *arguments: str) -> Iterator[ClusterSettings]:
    """Run a cluster on the loopback address."""
    address = f"127.0.0.1:{free_port()}"
    host, port = address.split(":")
    here = ("--host", host, "--dashboard-address", f"{host}:0")
    with ExitStack() as stack:
        stack.enter_context(dask_process("scheduler", *here, "--port", port))
        for _ in range(n_workers):
            one = ("--no-nanny", "--nthreads", "1", *here, *arguments)
            stack.enter_context(dask_process("worker", f"tcp://{address}", *one))
        yield ClusterSettings(f"tcp://{address}")
