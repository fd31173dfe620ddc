"""What another process does with a registry: python -m tests.runs.child ACTION ..."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from core.runs.records import NewRun
from core.runs.store import RunStore


def write_forever(url: str, folder: str, run_id: str) -> None:
    """Start a run and append to it without end, printing each number that was returned."""
    store = RunStore(url, Path(folder))
    store.create(NewRun(run_id, "writer", "", "{}"))
    store.start(run_id)
    while True:
        number = store.append(run_id, "epoch", "x" * 2000)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def write_some(url: str, folder: str, run_id: str, threads: str, each: str) -> None:
    """Append to a run from several threads at once, printing all numbers."""
    store = RunStore(url, Path(folder))
    numbers: list[int] = []

    def append() -> None:
        numbers.extend(store.append(run_id, "epoch", "{}") for _ in range(int(each)))

    workers = [threading.Thread(target=append) for _ in range(int(threads))]
    wait_for_start()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(*numbers)
    store.close()


def open_each(folder: str, run_id: str) -> None:
    """Open the registry of each line that comes in, and start a run to show that it works."""
    print("ready", flush=True)
    for line in sys.stdin:
        store = RunStore(line.strip(), Path(folder))
        store.create(NewRun(run_id, "opener", "", "{}"))
        store.close()
        print("opened", flush=True)


def hold(url: str, folder: str, run_id: str) -> None:
    """Start a run and do nothing more, whatever the time."""
    store = RunStore(url, Path(folder))
    store.create(NewRun(run_id, "holder", "", "{}"))
    store.start(run_id)
    print("ready", flush=True)
    threading.Event().wait()


def wait_for_start() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    action, *arguments = sys.argv[1:]
    actions = {"forever": write_forever, "some": write_some, "open": open_each, "hold": hold}
    actions[action](*arguments)
