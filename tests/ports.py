"""Free ports of this machine, none of them picked by two workers at once."""

from __future__ import annotations

import os
import socket


def free_port() -> int:
    """Find a port that is free; each worker of a test run has a share of its own."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port % workers == number % workers:
            return port
