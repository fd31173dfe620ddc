"""How long a large CSV takes to load, and how much memory, against pandas and Arrow.

Run it as ``python -m tests.benchmarks.load_speed [ROWS] [COLUMNS]``; it writes a file of about
nine bytes a cell into a temporary folder. Each number is of a process of its own, the two ways
take turns, and the shortest time counts, as another program can only make it longer.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 3
MOST_TIMES_ARROW = 1.5
MOST_TIMES_FRAME = 3.0
MEBIBYTE = 2**20


def write_example(path: Path, rows: int, columns: int) -> None:
    """Write numbers of five decimals and a target of zeros and ones."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.csv

    drawn = np.random.default_rng(0)
    table = {
        f"feature_{place}": np.round(drawn.normal(size=rows) * 10.0 ** (place % 4), 5)
        for place in range(columns - 1)
    }
    table["default"] = (drawn.random(rows) < 0.2).astype(np.int64)
    pyarrow.csv.write_csv(pa.table(table), path)


def by_arrow(path: Path) -> None:
    """Read the file as pandas does with its fastest engine."""
    import pandas as pd
    import pyarrow.csv  # noqa: F401

    _timed("pandas with Arrow", lambda: pd.read_csv(path, engine="pyarrow"))


def by_load(path: Path) -> None:
    """Read the file as the app does, with roles, findings and fingerprint."""
    from core.data.load import load
    from core.spec import DataSpec

    _timed("load", lambda: load(DataSpec(source="csv"), path.read_bytes()))


def by_task(path: Path) -> None:
    """Make the data set of the credit task from it as well."""
    from core.data.load import load
    from core.spec import DataSpec, TaskSpec
    from core.tasks.make import make_dataset

    table = load(DataSpec(source="csv"), path.read_bytes())
    _timed("make_dataset", lambda: make_dataset(table, TaskSpec()))


def _timed(name: str, read) -> None:
    started, busy = time.perf_counter(), time.process_time()
    read()
    seconds, busy_seconds = time.perf_counter() - started, time.process_time() - busy
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name}\t{seconds:.3f}\t{busy_seconds:.3f}\t{peak_mib:.0f}")


WAYS = {"arrow": by_arrow, "load": by_load, "task": by_task}


def measured(way: str, path: Path) -> tuple[float, float, float]:
    """Seconds, seconds of processor and peak MiB of one way in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.load_speed", "--way", way, str(path)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    name, *numbers = answer.strip().split("\t")
    print(f"{name:>20}: {numbers[0]} s, {numbers[1]} s of processor, peak {numbers[2]} MiB")
    seconds, busy_seconds, peak_mib = map(float, numbers)
    return seconds, busy_seconds, peak_mib


def main(rows: int = 1_000_000, columns: int = 30) -> None:
    """Print the ratios that matter."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        write_example(path, rows, columns)
        size = path.stat().st_size
        print(f"{rows:,} rows by {columns} columns, {size / 1e6:.0f} MB")
        turns = [(measured("arrow", path), measured("load", path)) for _ in range(ROUNDS)]
        measured("task", path)
    arrow, load = zip(*turns, strict=True)
    ratio = min(turn[0] for turn in load) / min(turn[0] for turn in arrow)
    busy_ratio = min(turn[1] for turn in load) / min(turn[1] for turn in arrow)
    frame_mib = rows * columns * 8 / MEBIBYTE
    peak = max(turn[2] for turn in load) / frame_mib
    print(f"time: {ratio:.2f} of pandas with Arrow (processor {busy_ratio:.2f}), ", end="")
    print(f"to be at most {MOST_TIMES_ARROW}")
    print(f"peak: {peak:.2f} of the float64 frame with Python and the file, ", end="")
    print(f"to be at most {MOST_TIMES_FRAME}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        WAYS[sys.argv[2]](Path(sys.argv[3]))
    else:
        main(*map(int, sys.argv[1:]))
