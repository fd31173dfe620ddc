"""Free ports of this machine, none of them picked by two workers at once."""

from __future__ import annotations

import os
import socket
from itertools import count

FIRST_PORT, PORTS_A_WORKER = 20_000, 1_000
"""Below the ports that systems hand out by themselves, of which Linux gives only every other."""

_asked = count()


def free_port() -> int:
    """Find a port that is free; each worker of a test run has a share of its own."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = FIRST_PORT + worker * PORTS_A_WORKER
    for _ in range(PORTS_A_WORKER):
        port = first + next(_asked) % PORTS_A_WORKER
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"none of {PORTS_A_WORKER} ports from {first} on is free")
