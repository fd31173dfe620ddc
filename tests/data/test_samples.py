from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from core.data.load import load
from core.data.samples import SAMPLE_FOLDER, SAMPLES
from core.spec import MARKET_TASKS, DataSpec, SampleName

NAMES = get_args(SampleName)


def test_every_sample_of_the_spec_is_in_the_catalog() -> None:
    assert tuple(SAMPLES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_sample_loads_with_its_target_and_terms(name: SampleName) -> None:
    sample, table = SAMPLES[name], load(DataSpec(sample=name))
    assert table.columns.target == sample.target
    assert table.is_prices is (sample.task in MARKET_TASKS)
    assert (table.origin.name, table.origin.licence) == (sample.title, sample.licence)
    assert all(found.severity != "blocks" for found in table.findings)


@pytest.mark.parametrize("name", NAMES)
def test_provenance_gives_the_attribution(name: SampleName) -> None:
    provenance = (SAMPLE_FOLDER / "PROVENANCE.md").read_text(encoding="utf-8")
    assert SAMPLES[name].file in provenance
    assert SAMPLES[name].attribution in provenance


@pytest.mark.parametrize(
    ("name", "rows", "features", "defaults"),
    [
        ("taiwan_credit", 30_000, 20, 6_636),
        ("german_credit", 1_000, 17, 300),
        ("planted_signal", 6_000, 10, 1_541),
    ],
)
def test_credit_sample_has_its_known_size(
    name: SampleName, rows: int, features: int, defaults: int
) -> None:
    table = load(DataSpec(sample=name))
    assert len(table.frame) == rows
    assert len(table.columns.features) == features
    assert table.frame[table.columns.target].sum() == defaults


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("controls")
    script = SAMPLE_FOLDER / "make_controls.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True)
    return folder


@pytest.mark.parametrize("name", [name for name in NAMES if SAMPLES[name].is_synthetic])
def test_script_makes_the_control_byte_for_byte(remade: Path, name: SampleName) -> None:
    assert (remade / SAMPLES[name].file).read_bytes() == SAMPLES[name].read()


def test_random_walk_has_no_direction_and_no_calm_or_stormy_times() -> None:
    walk = runpy.run_path(str(SAMPLE_FOLDER / "make_controls.py"))["random_walk"]()
    steps = walk.groupby("Ticker")["Close"].pct_change().dropna()
    noise = 1 / len(steps) ** 0.5
    assert abs(steps.autocorr()) < 4 * noise
    assert abs(steps.abs().autocorr()) < 4 * noise
    assert abs((steps > 0).mean() - 0.5) < 2 * noise
