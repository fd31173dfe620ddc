import datetime as dt
import re
from dataclasses import dataclass, replace

import numpy as np
import pytest

from core.deploy.card import write_card
from core.deploy.card_facts import (
    CardCare,
    CardColumn,
    CardFacts,
    CardGap,
    CardPart,
    CardSetting,
    CardSmaller,
)
from core.deploy.markdown import plain
from core.distill.reports import Role
from core.evaluate.compare import Answers, Truth
from core.evaluate.fairness.fairness import Grouping, judge_fairness
from core.evaluate.looks.credit_figures import credit_figures
from core.evaluate.looks.reliability import reliability
from core.evaluate.looks.selective import selective
from core.evaluate.looks.threshold import choose_threshold, threshold_effect
from core.evaluate.scores import Interval, Scores
from core.evaluate.speed.latency import Latency, Percentiles
from core.evaluate.verdict import Verdict
from core.models.cost import Cost
from core.spec import RunSpec, TaskName, TaskSpec


@dataclass(frozen=True)
class Sheet:
    """Answers as the curve of coverage takes them."""

    probabilities: np.ndarray
    classes: np.ndarray


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


HEADINGS = [
    "Summary",
    "Purpose",
    "Intended use and use out of scope",
    "Data",
    "Method",
    "Assumptions",
    "Evaluation",
    "Threshold and abstaining",
    "Calibration",
    "Stability",
    "Fairness",
    "Limits",
    "Monitoring",
    "Reproducibility",
    "How to run",
    "Review",
]
DRAW = np.random.default_rng(0)
TARGET = DRAW.integers(0, 2, 200)
SECOND = np.clip(0.3 * TARGET + DRAW.random(200) * 0.6, 0.01, 0.99)
TABLE = np.stack([1 - SECOND, SECOND], axis=1)
GROUPS = DRAW.choice(["female", "male"], 200)
EFFECT = threshold_effect(choose_threshold(TARGET, TABLE, FACTS.class_names), TARGET, TABLE)
CARE = CardCare(
    threshold=EFFECT,
    reliability=reliability(TARGET, TABLE, FACTS.class_names),
    selective=selective(Truth(TARGET, None, 1), Sheet(TABLE, TABLE.argmax(axis=1))),
    fairness=judge_fairness(
        TARGET,
        FACTS.class_names,
        (Grouping("sex", GROUPS),),
        tuple(Answers(name, np.stack([TABLE, TABLE])) for name in ("distilled", "alone")),
        n_resamples=50,
    ),
    protected=("sex", "AGE"),
    ignored=("ID",),
    sentences=("A simple model reaches AUC 0.700.",),
    figures=credit_figures(TARGET, TABLE, TABLE, FACTS.class_names),
    seed_aucs=(0.71, 0.69),
    shown_seed=1,
)
WHOLE = replace(
    FACTS,
    care=CARE,
    largest_difference=1.2e-7,
    known_rows=24,
    model_sha256="ab" * 32,
    command="python -m core distill --sample taiwan_credit",
    has_drift=True,
    settings=(CardSetting("Student", "Width", "16"),),
    target_column="default",
    gaps=(CardGap("AGE", 0.034),),
)
SMALLER = CardSmaller(
    label="weights in 8 bits",
    agreement=0.996,
    difference=Interval(-0.001, -0.003, 0.001),
    largest_change=0.0021,
    size_bytes=2804,
    scores=FACTS.columns[3].scores,
    latency=FACTS.columns[3].latency,
    n_tried=5,
)


def section(card: str, title: str) -> str:
    return card.split(f"## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("facts", [FACTS, WHOLE], ids=["older run", "whole"])
def test_card_has_its_sections_in_order(facts: CardFacts) -> None:
    assert re.findall(r"^## (.+)$", write_card(facts), flags=re.MULTILINE) == HEADINGS


def test_threshold_is_told_beside_one_half_on_test_rows() -> None:
    told = section(write_card(WHOLE), "Threshold and abstaining")
    assert f"above {EFFECT.threshold.value:.4f}" in told
    assert "best F1 on 200 validation rows" in told
    assert "| 0.500 |" in told
    assert "--abstain-below P" in told


def test_no_threshold_is_told_for_three_classes() -> None:
    told = write_card(replace(FACTS, class_names=("a", "b", "c")))
    assert "there is no threshold" in section(told, "Threshold and abstaining")


def test_calibration_tells_what_was_told_and_seen() -> None:
    told = section(write_card(WHOLE), "Calibration")
    assert told.count("\n| 0.") == len(CARE.reliability.bins)
    assert "Calibration error on test rows: 0.700 (0.690 to 0.710)" in told


def test_fairness_tells_gaps_and_whether_distilling_changed_them() -> None:
    told = section(write_card(WHOLE), "Fairness")
    assert "| Gap by sex, likeliest class | Distilled | Alone |" in told
    assert plain(CARE.fairness.sentence) in told
    assert "| selection rate |" in told


def test_fairness_at_the_threshold_is_told_where_there_is_one() -> None:
    used = replace(WHOLE, care=replace(CARE, fairness_in_use=CARE.fairness))
    assert "at the threshold" in section(write_card(used), "Fairness")
    assert "at the threshold" not in section(write_card(WHOLE), "Fairness")


def test_why_groups_were_not_compared_is_told() -> None:
    care = CardCare(no_fairness="No column is named like a protected attribute.")
    told = section(write_card(replace(FACTS, care=care)), "Fairness")
    assert "No column is named like a protected attribute." in told
    assert "is not known" in told


def test_protected_columns_are_told_by_whether_the_model_reads_them() -> None:
    told = section(write_card(WHOLE), "Data")
    assert "Protected columns that no model reads: sex." in told
    assert "Protected columns that the model does read: AGE." in told
    assert "Other columns set aside by choice: ID." in told


def test_classes_are_counted_where_they_are_known() -> None:
    parts = (replace(FACTS.parts[0], classes=()), replace(FACTS.parts[1], classes=(4000, 500)))
    told = section(write_card(replace(FACTS, parts=parts)), "Data")
    assert "| 4,000 | 500 |" in told
    assert "not kept" in told


def test_parity_command_and_drift_are_told() -> None:
    card = write_card(WHOLE)
    assert "1.2e-07" in section(card, "Reproducibility")
    assert WHOLE.command in section(card, "Reproducibility")
    assert "python -m core drift" in section(card, "Monitoring")
    assert "drift cannot be told" in section(write_card(FACTS), "Monitoring")


def test_command_cannot_leave_its_block() -> None:
    card = write_card(replace(WHOLE, command="python -m core distill --target '```'"))
    assert "--target '\\u0060" in card


def test_card_of_a_teacher_says_so() -> None:
    card = write_card(replace(WHOLE, role="teacher"))
    assert card.startswith("# the teacher for credit scoring")
    assert "the model in this bundle is the teacher itself" in card


def test_table_shows_four_columns_for_every_measure() -> None:
    card = write_card(FACTS)
    assert "| Measure | Baseline | Alone | Distilled | Teacher |" in card
    assert (
        "| AUC | 0.500 (0.490 to 0.510) | 0.600 (0.590 to 0.610) "
        "| 0.700 (0.690 to 0.710) | 0.800 (0.790 to 0.810) |"
    ) in card
    told = section(card, "Evaluation").splitlines()
    rows = [line for line in told if line.startswith(("| AUC", "| Size", "| One"))]
    assert [row.count("|") for row in rows] == [6, 6, 6]
    assert "| Model | the baseline | the alone | the distilled | the teacher |" in card


def test_card_tells_the_verdict_and_how_to_repeat_it() -> None:
    card = write_card(FACTS)
    for piece in ("The teacher helped.", "97.1%", "abc123", "torch 2.13.0", "seed 3"):
        assert piece in card
    assert FACTS.spec.fingerprint in card


def test_names_from_a_file_are_never_markup() -> None:
    bad = "<img src=x> | [a](b)"
    card = write_card(
        replace(
            WHOLE,
            data_name=bad,
            column_names=(bad,),
            class_names=(bad, "b"),
            licence=bad,
            care=replace(CARE, protected=(bad,), ignored=(bad,), sentences=(bad,)),
        )
    )
    assert "<img" not in re.sub(r"\\.", "", card)
    assert "](b)" not in re.sub(r"\\.", "", card)


def test_code_block_cannot_be_left_by_a_column_name() -> None:
    data = FACTS.spec.data.model_copy(update={"target_column": "```\n# out"})
    card = write_card(replace(FACTS, spec=FACTS.spec.model_copy(update={"data": data})))
    assert card.count("```") == 4


def test_finding_nothing_is_said_under_limits() -> None:
    verdict = replace(FACTS.verdict, outcome="no_clear_difference", nothing_to_learn=True)
    limits = section(write_card(replace(FACTS, verdict=verdict)), "Limits")
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


def test_summary_says_that_nobody_approved_the_model() -> None:
    told = section(write_card(WHOLE), "Summary")
    assert "| Validation and approval | none yet, see Review |" in told
    assert "| Test rows | 4,500 |" in told
    assert "| AUC on them, mean over seeds | 0.700 (0.690 to 0.710) |" in told
    assert "| AUC of the file in this bundle | 0.690 |" in told


def test_what_is_left_to_fill_in_names_validation_owner_and_changes() -> None:
    told = section(write_card(WHOLE), "Review")
    assert "not validated, not approved" in told
    for asked in ("Owner", "Validated by (independent", "Approved by", "changed since", "tier"):
        assert asked in told


def test_every_choice_is_told_in_words_under_method() -> None:
    assert "| Student: width | 16 |" in section(write_card(WHOLE), "Method")


def test_data_tell_the_outcome_and_missing_training_cells() -> None:
    told = section(write_card(WHOLE), "Data")
    assert "as written in the column default of the file" in told
    assert "Missing training cells: AGE 3.4%; the other columns are whole." in told
    assert "No training cell is missing" in write_card(replace(WHOLE, gaps=()))
    assert "was not kept" in section(write_card(FACTS), "Data")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("direction", "up means that the close 7 sessions after"),
        ("trend", "the last 21 daily returns times the root of 7"),
        ("risk", "realised volatility of the next 7 sessions is above the median of the last year"),
    ],
)
def test_outcome_of_prices_is_told_as_it_is_computed(name: TaskName, told: str) -> None:
    spec = FACTS.spec.model_copy(update={"task": TaskSpec(name=name, horizon_days=7)})
    assert told in section(write_card(replace(FACTS, spec=spec)), "Data")


def test_assumptions_are_those_of_rows_or_of_prices() -> None:
    assert "Rows do not depend on one another" in section(write_card(WHOLE), "Assumptions")
    spec = FACTS.spec.model_copy(update={"task": TaskSpec(name="risk")})
    told = section(write_card(replace(FACTS, spec=spec)), "Assumptions")
    assert "blocks of sessions" in told
    assert "Rows do not depend" not in told


def test_stability_tells_seeds_and_what_was_not_measured() -> None:
    told = section(write_card(WHOLE), "Stability")
    assert "over 2 seeds: from 0.690 to 0.710; of the one in this bundle 0.690" in told
    assert "One test period was judged" in told
    assert "PSI of the score between validation and test rows" in told
    walked = replace(WHOLE, care=replace(CARE, walk_sentence="Over 4 blocks it held."))
    assert "Over 4 blocks it held." in section(write_card(walked), "Stability")
    assert "One trained model was judged" in write_card(replace(WHOLE, role="teacher"))


def test_a_seed_without_auc_does_not_move_the_one_in_the_bundle() -> None:
    care = replace(CARE, seed_aucs=(float("nan"), 0.7, 0.6), shown_seed=1)
    assert "in this bundle 0.700" in section(write_card(replace(WHOLE, care=care)), "Stability")


def test_ks_and_gini_are_told_of_credit() -> None:
    found = CARE.figures
    told = section(write_card(WHOLE), "Evaluation")
    assert f"KS {found.ks.worded()}, Gini {found.gini.worded()}" in told
    assert "KS" not in write_card(FACTS)


def test_how_intervals_are_drawn_is_told() -> None:
    assert "1,000 drawings of test rows" in section(write_card(WHOLE), "Evaluation")


def test_monitoring_proposes_bounds_made_of_the_scores() -> None:
    told = section(write_card(WHOLE), "Monitoring")
    assert "it is below 0.690" in told
    assert "its interval reaches 0.500, the baseline" in told
    assert "| Groups |" in told
    assert "PSI above 0.25 and chance" in told
    assert "PSI above" not in section(write_card(FACTS), "Monitoring")


def test_card_of_a_smaller_file_holds_it_against_the_full_student() -> None:
    card = write_card(replace(WHOLE, smaller=SMALLER))
    told = section(card, "Evaluation")
    assert "In the table Distilled is the smaller file of this bundle" in told
    assert "AUC: -0.0010 (-0.0030 to 0.0010)" in told
    assert "| AUC | 0.700 (0.690 to 0.710) | 0.800 (0.790 to 0.810) |" in told
    assert "99.6% of the test rows" in told
    assert "made smaller without training again: weights in 8 bits" in section(card, "Method")
    assert "beside 4 others" in card
    assert "the student (the alone) learned" in section(card, "Method")
    assert "This is about the full student." in section(card, "Purpose")


def test_times_of_a_smaller_file_stand_only_beside_those_taken_in_turns() -> None:
    told = section(write_card(replace(WHOLE, smaller=SMALLER)), "Evaluation")
    times = "0.0093 (0.0105)"
    assert f"| One row, ms | {times} | {times} | below | {times} |" in told
    assert f"| One row, ms | {times} | {times} |\n" in told
    assert "below" not in section(write_card(WHOLE), "Evaluation")


def test_a_smaller_file_is_one_of_a_seed_and_answers_for_itself() -> None:
    card = write_card(replace(WHOLE, smaller=SMALLER))
    assert "answers of the smaller file itself" in section(card, "Reproducibility")
    assert "Of the smaller file there is one" in section(card, "Stability")


def test_the_score_is_the_probability_of_the_second_of_two_classes() -> None:
    assert "The score is the probability of default." in section(write_card(FACTS), "Data")
    three = write_card(replace(FACTS, class_names=("a", "b", "c")))
    assert "The score is" not in section(three, "Data")


def test_securities_are_named_but_never_hundreds_of_them() -> None:
    few = section(write_card(replace(FACTS, securities=("AAPL", "IBM"))), "Data")
    assert "Securities in the test rows: AAPL, IBM." in few
    many = tuple(f"T{n}" for n in range(60))
    told = section(write_card(replace(FACTS, securities=many)), "Data")
    assert "T49 and 10 more." in told


def test_what_is_known_of_a_sample_is_told() -> None:
    told = section(write_card(replace(FACTS, data_words="Loans of the 1970s.")), "Data")
    assert "Source: taiwan.csv. Loans of the 1970s." in told


def test_how_to_serve_ones_own_bundle_on_little_room_is_told() -> None:
    told = section(write_card(WHOLE), "How to run")
    assert f"--model-sha256 {WHOLE.model_sha256}" in told
    assert "--model-sha256" not in write_card(FACTS)
