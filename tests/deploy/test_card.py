import datetime as dt
import re
from dataclasses import replace

import pytest

from core.deploy.card import CardColumn, CardFacts, CardPart, write_card
from core.distill.reports import Role
from core.evaluate.latency import Latency, Percentiles
from core.evaluate.scores import Interval, Scores
from core.evaluate.verdict import Verdict
from core.models.cost import Cost
from core.spec import RunSpec, TaskName, TaskSpec

ROLES: tuple[Role, ...] = ("baseline", "alone", "distilled", "teacher")


def _column(role: Role, auc: float) -> CardColumn:
    value = Interval(auc, auc - 0.01, auc + 0.01)
    times = Percentiles(0.0093, 0.0105)
    return CardColumn(
        role,
        f"the {role}",
        Cost(450, 2804, 800),
        Scores(value, value, value, value, value, value),
        Latency(times, 256, Percentiles(0.042, 0.06), busy=False),
    )


FACTS = CardFacts(
    spec=RunSpec(),
    data_name="taiwan.csv",
    attribution="Yeh and Lien, 2009",
    licence="CC BY 4.0",
    content_hash="abc123",
    parts=(
        CardPart("Training", 21000, dt.date(2000, 1, 3), dt.date(2009, 5, 1)),
        CardPart("Test", 4500, None, None),
    ),
    gap_days=15,
    column_names=("LIMIT_BAL", "AGE"),
    class_names=("paid", "default"),
    columns=tuple(_column(role, 0.5 + 0.1 * i) for i, role in enumerate(ROLES)),
    agreement=0.971,
    verdict=Verdict(
        "better", "auc", Interval(0.006, 0.002, 0.010), 5, "The teacher helped.", False
    ),
    student_seed=3,
    packages=(("torch", "2.13.0"),),
)


def test_card_has_its_sections_in_order() -> None:
    headings = re.findall(r"^## (.+)$", write_card(FACTS), flags=re.MULTILINE)
    assert headings == ["Purpose", "Data", "Method", "Evaluation", "Limits", "Reproducibility"]


def test_table_shows_four_columns_for_every_measure() -> None:
    card = write_card(FACTS)
    assert "| Measure | Baseline | Alone | Distilled | Teacher |" in card
    assert (
        "| AUC | 0.500 (0.490 to 0.510) | 0.600 (0.590 to 0.610) "
        "| 0.700 (0.690 to 0.710) | 0.800 (0.790 to 0.810) |"
    ) in card
    rows = [line for line in card.splitlines() if line.startswith(("| AUC", "| Size", "| One"))]
    assert [row.count("|") for row in rows] == [6, 6, 6]


def test_card_tells_the_verdict_and_how_to_repeat_it() -> None:
    card = write_card(FACTS)
    for piece in ("The teacher helped.", "97.1%", "abc123", "torch 2.13.0", "seed 3"):
        assert piece in card
    assert FACTS.spec.fingerprint in card


def test_names_from_a_file_are_never_markup() -> None:
    bad = "<img src=x> | [a](b)"
    card = write_card(
        replace(FACTS, data_name=bad, column_names=(bad,), class_names=(bad, "b"), licence=bad)
    )
    assert "<img" not in re.sub(r"\\.", "", card)
    assert "](b)" not in re.sub(r"\\.", "", card)


def test_code_block_cannot_be_left_by_a_column_name() -> None:
    data = FACTS.spec.data.model_copy(update={"target_column": "```\n# out"})
    card = write_card(replace(FACTS, spec=FACTS.spec.model_copy(update={"data": data})))
    assert card.count("```") == 2


def test_finding_nothing_is_said_under_limits() -> None:
    verdict = replace(FACTS.verdict, outcome="no_clear_difference", nothing_to_learn=True)
    limits = write_card(replace(FACTS, verdict=verdict)).split("## Limits")[1]
    assert "No clear difference" in limits
    assert "clearly above chance" in limits


@pytest.mark.parametrize("name", ["direction", "trend", "risk"])
def test_market_card_is_no_advice_and_asks_for_adjusted_prices(name: TaskName) -> None:
    spec = FACTS.spec.model_copy(update={"task": TaskSpec(name=name, horizon_days=7)})
    card = write_card(replace(FACTS, spec=spec))
    assert "not investment advice" in card
    assert "adjusted" in card
    assert "7 sessions" in card


def test_busy_machine_is_told() -> None:
    busy = replace(FACTS.columns[0].latency, busy=True)
    columns = (replace(FACTS.columns[0], latency=busy), *FACTS.columns[1:])
    assert "other work" in write_card(replace(FACTS, columns=columns))
    assert "other work" not in write_card(FACTS)
