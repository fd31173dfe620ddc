from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.lab.experiment import run
from core.learn.concepts import CONCEPTS
from core.learn.finance_concept import FINANCE
from core.learn.glossary import BY_SPELLING, terms_in
from core.learn.measured import GAINS, HONEST
from core.learn.tips_concept import TIPS
from core.spec import DataSpec, RunSpec

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.name)
def test_every_row_has_a_cell_for_each_column(concept) -> None:
    assert all(len(row) == len(concept.header) for row in concept.rows)
    assert all(cell for row in concept.rows for cell in row)


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.name)
def test_marked_words_are_those_that_the_table_uses(concept) -> None:
    read = " ".join((concept.question, *concept.header, *(c for row in concept.rows for c in row)))
    used = {term.name for term in terms_in(f"{read} {' '.join(concept.notes)} {concept.title}")}
    assert {BY_SPELLING[name.lower()].name for name in concept.terms} <= used


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.name)
def test_every_concept_names_its_sources(concept) -> None:
    assert concept.sources


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.name)
def test_every_numbered_source_is_cited_and_every_citation_has_its_source(concept) -> None:
    cells = " ".join((*(cell for row in concept.rows for cell in row), *concept.notes))
    given = set(re.findall(r"^\[(\d)\]", "\n".join(concept.sources), re.MULTILINE))
    assert set(re.findall(r"\[(\d)\]", cells)) == given


@pytest.mark.parametrize("gain", GAINS, ids=lambda gain: f"{gain.teacher} {gain.labels}")
def test_gains_are_those_of_the_readme(gain) -> None:
    shown = f"{gain.auc:+.4f}".replace("-", "−")
    labels = "all" if gain.labels == 1 else f"{100 * gain.labels:.0f} %"
    assert (
        f"| {gain.teacher.lower()} | {labels} | {shown} |".lower()
        in README.read_text("utf-8").lower()
    )


def test_table_and_picture_tell_the_same_numbers() -> None:
    told = [row[2] for row in FINANCE.rows]
    drawn = {f"{one.mean:.3f} ({one.low:.3f} to {one.high:.3f})" for one in HONEST}
    assert {cell[:22] for cell in told} == drawn
    quoted = " ".join(cell for row in TIPS.rows for cell in row)
    assert all(f"{gain.auc:+.4f}" in quoted for gain in (GAINS[0], GAINS[2], GAINS[3]))


def test_only_an_interval_that_leaves_chance_out_is_called_a_signal() -> None:
    for one in HONEST:
        assert (one.outcome == "nothing_to_learn") == (one.low <= 0.5)


@pytest.mark.slow
def test_a_run_reaches_the_numbers_that_are_quoted() -> None:
    quoted = next(one for one in HONEST if "Germany" in one.question)
    *_, result = run(RunSpec(data=DataSpec(sample="german_credit")))
    found = result.distilled.scores.auc
    assert (found.mean, found.low, found.high) == pytest.approx(
        (quoted.mean, quoted.low, quoted.high), abs=0.01
    )
    assert result.verdict.outcome == quoted.outcome
