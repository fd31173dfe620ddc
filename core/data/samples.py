"""The data sets that ship with the app, and what each source of rows is called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.spec import DataSpec, SampleName, TaskName

SAMPLE_FOLDER = Path(__file__).resolve().parents[2] / "sample_data"


@dataclass(frozen=True)
class Sample:
    """One bundled data set: what it is, what to ask of it, and on what terms it is here.

    ``task`` is the question to begin with; ``target`` is None for prices.
    """

    name: SampleName
    title: str
    sentence: str
    file: str
    task: TaskName
    target: str | None
    attribution: str
    licence: str
    is_synthetic: bool = False

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return SAMPLE_FOLDER / self.file

    def read(self) -> bytes:
        """Return the file as it was shipped."""
        return self.path.read_bytes()


SAMPLES: dict[SampleName, Sample] = {
    sample.name: sample
    for sample in (
        Sample(
            name="taiwan_credit",
            title="Credit card clients, Taiwan",
            sentence="30,000 card holders in 2005; 22 % did not pay the next month.",
            file="taiwan_credit_default.csv",
            task="credit",
            target="default_payment_next_month",
            attribution=(
                "Yeh, I. (2009). Default of Credit Card Clients. UCI Machine Learning "
                "Repository, doi:10.24432/C55S3H. Modified: column names and order."
            ),
            licence="CC BY 4.0",
        ),
        Sample(
            name="german_credit",
            title="Consumer loans, Germany",
            sentence="1,000 loans of the 1970s, mostly described in words; 30 % went bad.",
            file="german_credit.csv",
            task="credit",
            target="default",
            attribution=(
                "Hofmann, H. (1994). Statlog (German Credit Data). UCI Machine Learning "
                "Repository, doi:10.24432/C5NC77. Modified: target renamed and recoded."
            ),
            licence="CC BY 4.0",
        ),
        Sample(
            name="us_stocks",
            title="Five US stocks, 2000 to 2013",
            sentence="Daily bars of AAPL, FB, GOOG, IBM and MSFT, adjusted when they are loaded.",
            file="us_stocks_ohlcv_2000_2013.csv",
            task="risk",
            target=None,
            attribution="Quandl WIKI Prices, via bokeh_sampledata 2026.1.",
            licence="Public domain",
        ),
        Sample(
            name="planted_signal",
            title="Planted signal",
            sentence="Made-up loans that follow a hidden rule; a small net alone finds part of it.",
            file="planted_signal.csv",
            task="credit",
            target="default",
            attribution="Made by sample_data/make_controls.py; describes nobody.",
            licence="Apache-2.0",
            is_synthetic=True,
        ),
        Sample(
            name="random_walk",
            title="Random walk",
            sentence="Made-up prices that move by chance only; there is no direction to learn.",
            file="random_walk.csv",
            task="direction",
            target=None,
            attribution="Made by sample_data/make_controls.py; no market behind it.",
            licence="Apache-2.0",
            is_synthetic=True,
        ),
    )
}


def data_title(data: DataSpec) -> str:
    """Name the source of rows, without text of the user."""
    match data.source:
        case "sample":
            return SAMPLES[data.sample].title
        case "csv":
            return "Uploaded CSV"
    return "Yahoo Finance"
