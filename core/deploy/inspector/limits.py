"""How much a model may ask for while it is looked into, and afterwards."""

from __future__ import annotations

MEMORY_BYTES = 2 * 2**30
CPU_SECONDS = 20
WALL_SECONDS = 60
MOST_ELEMENTS = 2**26
"""Numbers in one tensor, with one row asked."""

MOST_NODES = 100_000
DEEPEST_GRAPH = 8
LARGEST_BATCH = 256
"""Most rows asked at once, here and by whoever serves the model later."""

TOLERANCE = 1e-5


def limit_this_process() -> None:
    """Let this process neither grow, nor run long, nor write a file; POSIX only.

    Raises
    ------
    OSError, ValueError
        When the system does not keep such limits.
    """
    import resource

    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
