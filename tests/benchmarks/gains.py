"""What the teacher adds on Taiwan credit, over several splits, against alone with equal tuning.

Run it with ``python -m tests.benchmarks.gains``; it takes some minutes.
"""

from __future__ import annotations

from statistics import mean

from core.lab.experiment import run
from core.lab.result import Result
from core.lab.teachers import Shelf
from core.spec import DistillSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
from core.tasks import split

SPLITS = 4
LABELS = (1.0, 0.2, 0.05)
MLP_TEACHER = ModelSpec(name="mlp", width=256, depth=2, dropout=0.1)
CASES = (
    *((ModelSpec(name="trees"), share) for share in LABELS),
    (MLP_TEACHER, 1.0),
)


def gain(teacher: ModelSpec, labels: float, number: int) -> Result:
    """Return one finished run on a split of its own."""
    split.SPLIT_SEED = number
    spec = RunSpec(
        teacher=teacher,
        task=TaskSpec(labels=labels),
        distill=DistillSpec(alpha=1.0, temperature=2.0),
        train=TrainSpec(tune="on"),
    )
    *_, result = run(spec, shelf=Shelf())
    assert isinstance(result, Result)
    return result


def main() -> None:
    """Print one line for each teacher and share of labels."""
    print(f"{SPLITS} splits, 5 seeds each, alpha 1, T 2, both students searched alike\n")
    print(
        "| teacher | labels | alone | distilled | gain in AUC, split by split | mean | verdicts |"
    )
    print("|-|-|-|-|-|-|-|")
    for teacher, labels in CASES:
        results = [gain(teacher, labels, number) for number in range(SPLITS)]
        gains = [result.verdict.difference.mean for result in results]
        alone = mean(result.alone.scores.auc.mean for result in results)
        distilled = mean(result.distilled.scores.auc.mean for result in results)
        shown = " ".join(f"{one:+.4f}" for one in gains)
        verdicts = ", ".join(result.verdict.outcome for result in results)
        print(
            f"| {teacher.name} | {labels:.0%} | {alone:.4f} | {distilled:.4f} | {shown} "
            f"| {mean(gains):+.4f} | {verdicts} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
