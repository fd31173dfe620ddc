"""Small bundles for the tests of handing over, unpacked where a test can run them."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.deploy.bundle import write_bundle
from core.deploy.contents import BundleContents
from core.models.network import NetworkModel
from core.models.trees import TreeModel
from core.spec import TaskName, TaskSpec
from core.tasks.encode import Encoder, fit_encoder
from core.tasks.indicators import indicator_names, indicators, warm_up_days
from tests.export.examples import answers_of, export_of, window_of


@dataclass(frozen=True)
class Answer:
    """What the command line said."""

    status: int
    output: str
    errors: str

    def probabilities(self) -> np.ndarray:
        """Probabilities of shape (n_rows, n_classes)."""
        header, *rows = csv.reader(io.StringIO(self.output))
        first = header.index("prediction") + 1
        return np.array([[float(cell) for cell in row[first:-1]] for row in rows])


def contents_of(
    model: NetworkModel | TreeModel,
    encoder: Encoder,
    rows: np.ndarray,
    task: TaskSpec,
    class_names: tuple[str, ...] = ("paid", "default"),
    date_column: str | None = None,
    ticker_column: str | None = None,
) -> BundleContents:
    return BundleContents(
        model=export_of(model, encoder, len(class_names)),
        encoder=encoder,
        class_names=class_names,
        window=window_of(model.spec),
        task=task,
        golden_rows=rows,
        golden_probabilities=answers_of(model, encoder, rows),
        metrics_json='{"auc": 0.7}',
        card="# A card\n",
        date_column=date_column,
        ticker_column=ticker_column,
    )


def unpack(contents: BundleContents, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(write_bundle(contents))) as archive:
        archive.extractall(folder)
    return folder


def ask(folder: Path, csv_text: str | bytes, *arguments: str) -> Answer:
    """Run predict.py of an unpacked bundle in a process of its own, away from this code."""
    source = folder.parent / "input.csv"
    source.write_bytes(csv_text if isinstance(csv_text, bytes) else csv_text.encode())
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", str(folder / "predict.py"), str(source), *arguments],
        capture_output=True,
        text=True,
        cwd=folder.parent,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def applicants(n_rows: int = 60, seed: int = 0) -> pd.DataFrame:
    """Draw a table with numbers, whole numbers, yes or no, text, and gaps."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "income, monthly": random.lognormal(8, 1, n_rows).round(2),
            "age": random.integers(18, 80, n_rows),
            "owns": random.random(n_rows) < 0.5,
            "purpose": random.choice(["car", "house | flat", "größer"], n_rows),
            "savings": random.choice(["... < 100", "0 <= ... < 200"], n_rows),
        }
    )
    frame.loc[3, "income, monthly"] = np.nan
    frame.loc[4, "purpose"] = None
    return frame


def applicants_encoder(frame: pd.DataFrame) -> Encoder:
    return fit_encoder(frame, list(frame.columns), np.arange(len(frame) - 10))


def daily_bars(tickers: tuple[str, ...], n_days: int = 300, seed: int = 0) -> pd.DataFrame:
    """Draw daily bars of several securities, ticker by ticker."""
    return pd.concat(
        [_bars(ticker, n_days, seed + place) for place, ticker in enumerate(tickers)],
        ignore_index=True,
    )


def _bars(ticker: str, n_days: int, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    close = 100 * np.exp(np.cumsum(random.normal(0, 0.01, n_days)))
    opened = close * np.exp(random.normal(0, 0.004, n_days))
    return pd.DataFrame(
        {
            "Date": pd.bdate_range("2020-01-01", periods=n_days),
            "Ticker": ticker,
            "Open": opened,
            "High": np.maximum(opened, close) * 1.004,
            "Low": np.minimum(opened, close) * 0.995,
            "Close": close,
            "Volume": random.integers(1_000, 9_000, n_days).astype(float),
        }
    )


def risk_horizon(task: TaskSpec) -> int | None:
    return task.horizon_days if task.name == "risk" else None


def indicator_frame(bars: pd.DataFrame, task: TaskSpec) -> pd.DataFrame:
    """Compute what a market task reads: complete days only, ticker by ticker."""
    horizon = risk_horizon(task)
    tables = [
        indicators(own.reset_index(drop=True), horizon).iloc[warm_up_days(horizon) :]
        for _, own in bars.groupby("Ticker")
    ]
    return pd.concat(tables, ignore_index=True)[list(indicator_names(horizon))]


MARKET: tuple[TaskName, ...] = ("direction", "trend", "risk")
