"""Which server process answers for a run, and whether it still lives."""

from __future__ import annotations

import math
import os
import socket
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from core.runs.records import UNFINISHED
from core.runs.tables import processes, runs

SILENT_AFTER_S = 10.0
"""Age of its last heartbeat at which a process of another machine counts as dead."""

_SAME_CREATION_S = 1.0
_NAMESPACE = uuid.UUID("6f1bb0f0-6a0e-4c38-9d0a-3c6f3f0f7d51")


@dataclass(frozen=True)
class ServerProcess:
    """One process, named so that no two ever share an id.

    ``host`` names the machine, its start and the space in which process numbers are unique:
    two containers may share a machine's name. ``created`` is Unix time in seconds.
    """

    host: str
    pid: int
    created: float

    @property
    def id(self) -> str:
        """The same for all registries that one process opens."""
        return uuid.uuid5(_NAMESPACE, f"{self.host} {self.pid} {self.created}").hex


def this_process() -> ServerProcess:
    """Return the process that runs this code."""
    return ServerProcess(_host(), os.getpid(), psutil.Process().create_time())


def has_died(process: ServerProcess, silence_s: float, host: str) -> bool:
    """Whether a process is dead, as seen from a host.

    On its own host it lives while its number and moment of creation are found there, however
    long it was silent, and is dead at once when the number is gone. A number that another
    moment of creation goes with may be a new process or a clock that was set: then, and on
    another host, silence decides.
    """
    if process.host == host:
        created = _creation_time(process.pid)
        if created is None:
            return True
        if abs(created - process.created) < _SAME_CREATION_S:
            return False
    return silence_s > SILENT_AFTER_S


def sign_of_life(connection: sa.Connection, process: ServerProcess, moment: float) -> None:
    """Write down that a process lives, for the first time or again."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(processes).values(
        process_id=process.id,
        host=process.host,
        pid=process.pid,
        pid_created=process.created,
        heartbeat=moment,
    )
    connection.execute(
        row.on_conflict_do_update(
            index_elements=[processes.c.process_id], set_={"heartbeat": moment}
        )
    )


def find_dead(connection: sa.Connection, here: ServerProcess, moment: float) -> tuple[str, ...]:
    """Return the ids of dead processes that still answer for an unfinished run."""
    is_needed = sa.exists().where(
        runs.c.process_id == processes.c.process_id, runs.c.status.in_(UNFINISHED)
    )
    asked = sa.select(processes).where(is_needed, processes.c.process_id != here.id)
    return tuple(
        row.process_id
        for row in connection.execute(asked)
        if has_died(
            ServerProcess(row.host, row.pid, row.pid_created), moment - row.heartbeat, here.host
        )
    )


def _host() -> str:
    parts = [socket.gethostname()]
    with suppress(OSError):
        parts.append(Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip())
        parts.append(os.readlink("/proc/self/ns/pid"))
    return " ".join(parts)


def _creation_time(pid: int) -> float | None:
    """Return None where there is no such process, NaN where that cannot be known."""
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.NoSuchProcess:
        return None
    except psutil.AccessDenied:
        return math.nan
