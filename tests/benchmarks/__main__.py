"""Every benchmark: python -m tests.benchmarks."""

from tests.benchmarks import distillation_loop, growth, landscape

if __name__ == "__main__":
    for benchmark in (distillation_loop, landscape, growth):
        benchmark.main()
        print()
