"""Every benchmark: python -m tests.benchmarks."""

from tests.benchmarks import (
    coverage,
    distillation_loop,
    growth,
    landscape,
    latency_ratio,
    serving,
    waits,
)

BENCHMARKS = (distillation_loop, landscape, growth, coverage, latency_ratio, serving, waits)

if __name__ == "__main__":
    for benchmark in BENCHMARKS:
        benchmark.main()
        print()
