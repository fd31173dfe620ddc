"""Which cluster to use, and how to start one on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass

ADDRESS_SETTING = "DASK_SCHEDULER_ADDRESS"
"""Environment variable with the address of a cluster's scheduler, as Dask itself reads it."""

TLS_SETTING = "DASK_DISTRIBUTED__COMM__TLS__CA_FILE"
"""Environment variable with the first of the files that Dask needs for a tls:// address.

The others are ..._TLS__CLIENT__CERT and ..._TLS__CLIENT__KEY here, and those with SCHEDULER and
WORKER in place of CLIENT where these run.
"""


@dataclass(frozen=True)
class ClusterSettings:
    """Where tasks go.

    Parameters
    ----------
    address : str
        Of a scheduler that runs already, which is left running; empty for a cluster on this
        machine, which is started for the call and ended with it.
    processes : int, optional
        Of a cluster on this machine; by default as many as it has processors.
    deaths : int
        Worker processes that may die under one task before it has failed, on this machine; a
        scheduler that runs already has its own number.
    seconds_to_connect : float
        How long to wait for the scheduler, and then for its first worker.
    """

    address: str = ""
    processes: int | None = None
    deaths: int = 3
    seconds_to_connect: float = 30.0

    @classmethod
    def of_environment(cls) -> ClusterSettings:
        """Return the settings that the environment asks for."""
        return cls(address=os.environ.get(ADDRESS_SETTING, "").strip())
