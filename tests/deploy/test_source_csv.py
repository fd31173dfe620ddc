"""A bundle that is asked about the file it learned from repeats the run's own answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.data.load import load
from core.data.samples import SAMPLES
from core.spec import DataSpec, ModelSpec, TaskSpec
from core.tasks.dataset import Dataset
from core.tasks.make import make_dataset
from tests.deploy.examples import Answer, ask, contents_of, daily_bars, unpack
from tests.export.examples import answers_of, make_network

CREDIT, RISK = TaskSpec(name="credit"), TaskSpec(name="risk", horizon_days=5)
MLP, GRU = ModelSpec(name="mlp", width=5), ModelSpec(name="gru", width=4, window=5)


def run_of(
    csv: bytes, folder: Path, task: TaskSpec, model: ModelSpec = MLP, **choices: str
) -> tuple[Dataset, Answer, np.ndarray]:
    """Make a data set, ask a bundle about its file, and the model itself about the test rows."""
    window = model.window if model.name == "gru" else 1
    data = make_dataset(load(DataSpec(source="csv", **choices), csv), task, window)
    network = make_network(model, data.encoder, data.n_classes)
    rows = data.test.raw_windows(window) if window > 1 else data.test.raw_rows()
    chosen = {name: column for name, column in choices.items() if name != "target_column"}
    contents = contents_of(network, data.encoder, rows[:9], task, data.class_names, **chosen)
    answer = ask(unpack(contents, folder / "bundle"), csv)
    assert (answer.status, answer.errors) == (0, "")
    return data, answer, answers_of(network, data.encoder, rows)


def loans(n_rows: int = 240) -> pd.DataFrame:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "income": random.normal(2000, 500, n_rows).round(2),
            "age": random.integers(18, 80, n_rows),
            "owns": random.random(n_rows) < 0.5,
            "savings": random.choice(["good", "poor", "größer"], n_rows),
            "class": random.choice(["paid", "late"], n_rows),
        }
    )
    frame.loc[::9, "income"] = np.nan
    frame.loc[::7, "savings"] = None
    return frame


def with_stray_blanks(frame: pd.DataFrame) -> bytes:
    odd = frame.astype("object")
    for name in ("savings", "class", "income", "owns"):
        odd[name] = [
            f" {cell} " if place % 3 == 0 and not pd.isna(cell) else cell
            for place, cell in enumerate(odd[name])
        ]
    return odd.to_csv(index=False).encode()


def with_marks(frame: pd.DataFrame) -> bytes:
    text = frame.to_csv(index=False, na_rep="-1.#IND")
    return f"sep=,\n{text.replace(chr(10), chr(10) * 2, 9)},,,,\n".encode()


CREDIT_FILES = {
    "plain": loans().to_csv(index=False).encode(),
    "stray blanks": with_stray_blanks(loans()),
    "semicolon and decimal comma": loans().to_csv(index=False, sep=";", decimal=",").encode(),
    "tab": loans().to_csv(index=False, sep="\t").encode(),
    "bar": loans().to_csv(index=False, sep="|").encode(),
    "Latin-1": loans().to_csv(index=False, sep=";").encode("latin-1"),
    "UTF-16": loans().to_csv(index=False).encode("utf-16"),
    "UTF-16 without a mark": loans().to_csv(index=False).encode("utf-16-le"),
    "UTF-8 with a mark": loans().to_csv(index=False).encode("utf-8-sig"),
    "quoted decimal comma": loans().to_csv(index=False, decimal=",").encode(),
    "carriage returns": loans().to_csv(index=False, lineterminator="\r").encode(),
    "marks of missing cells": with_marks(loans()),
    "German credit": SAMPLES["german_credit"].read(),
}


@pytest.mark.parametrize("name", CREDIT_FILES)
def test_table_repeats_the_answers_of_its_run(name: str, tmp_path: Path) -> None:
    target = {} if name == "German credit" else {"target_column": "class"}
    data, answer, expected = run_of(CREDIT_FILES[name], tmp_path, CREDIT, **target)
    asked = data.test.position.numpy()
    np.testing.assert_allclose(answer.probabilities()[asked], expected, atol=1e-5)


def test_stray_blanks_make_no_new_class_or_category(tmp_path: Path) -> None:
    data, answer, _ = run_of(CREDIT_FILES["stray blanks"], tmp_path, CREDIT, target_column="class")
    assert data.class_names == ("paid", "late")
    assert [column.categories for column in data.encoder.categorical] == [
        ("good", "größer", "poor")
    ]
    assert answer.output.splitlines()[0] == "row,prediction,p(paid),p(late),abstained"


BARS = daily_bars(("AAA", "BBB"), 700)
PRICES = ["Open", "High", "Low", "Close"]


def adjusted(**names: str) -> bytes:
    """Bars with a split that only the adjusted close tells of."""
    frame = BARS.assign(**{"Adj Close": BARS["Close"]})
    before = frame["Date"] < "2022-03-01"
    frame.loc[before, PRICES] *= 4
    return frame.rename(columns=names).to_csv(index=False).encode()


def unsound() -> bytes:
    """Bars of each kind that is mended."""
    frame = BARS.copy()
    frame.loc[40, "Low"] = 0
    frame.loc[41, "Open"] = np.inf
    frame.loc[640, "Close"] = np.nan
    frame.loc[50, ["High", "Low"]] = frame.loc[50, ["Low", "High"]].to_numpy()
    frame.loc[650:660, "High"] = 1
    frame.loc[690:, "Volume"] = 0
    again = frame.loc[[660, 1300]].assign(Close=frame["Close"] * 1.03)
    return pd.concat([frame, again, frame.loc[[5]].assign(Ticker=" ")]).to_csv(index=False).encode()


def day_first() -> bytes:
    frame = BARS.assign(Date=BARS["Date"].dt.strftime("%d/%m/%Y"))
    return frame.to_csv(index=False, sep=";", decimal=",").encode()


def styled() -> bytes:
    frame = BARS.assign(**{name: BARS[name].map("${:,.4f}".format) for name in PRICES})
    return frame.rename(columns={"Close": "Close/Last"}).to_csv(index=False).encode()


MARKET_FILES = {
    "plain": BARS.to_csv(index=False).encode(),
    "shuffled": BARS.sample(frac=1, random_state=0).to_csv(index=False).encode(),
    "other names": adjusted(Ticker="Symbol", **{"Adj Close": "Adj_Close"}),
    "more names": adjusted(
        Ticker="Security", Date="trade_date", Volume="vol", **{"Adj Close": "adjustedclose"}
    ),
    "unsound bars": unsound(),
    "day first, decimal comma": day_first(),
    "dollars": styled(),
    "compact days": BARS.assign(Date=BARS["Date"].dt.strftime("%Y%m%d")).to_csv().encode(),
    "seconds": BARS.assign(Date=BARS["Date"].astype("datetime64[s]").astype("int64"))
    .to_csv(index=False)
    .encode(),
    "stray blanks": BARS.assign(Ticker=BARS["Ticker"] + " ").to_csv(index=False).encode(),
    "UTF-16": BARS.to_csv(index=False, sep="\t").encode("utf-16"),
}


def assert_repeated(data: Dataset, answer: Answer, expected: np.ndarray) -> None:
    keys = [line.split(",")[:2] for line in answer.output.splitlines()[1:]]
    place = {(day, ticker): number for number, (day, ticker) in enumerate(keys)}
    assert len(place) == len(keys)
    days = zip(data.test.dates, data.test.tickers, strict=True)
    asked = [place[str(day), ticker] for day, ticker in days]
    np.testing.assert_allclose(answer.probabilities()[asked], expected, atol=1e-5)


@pytest.mark.parametrize("name", MARKET_FILES)
def test_prices_repeat_the_answers_of_their_run(name: str, tmp_path: Path) -> None:
    assert_repeated(*run_of(MARKET_FILES[name], tmp_path, RISK))


def test_windows_of_unsound_bars_repeat_the_answers_of_their_run(tmp_path: Path) -> None:
    assert_repeated(*run_of(MARKET_FILES["unsound bars"], tmp_path, RISK, GRU))


def test_columns_that_the_user_chose_are_found_again(tmp_path: Path) -> None:
    csv = BARS.rename(columns={"Ticker": "firm"}).to_csv(index=False).encode()
    assert_repeated(*run_of(csv, tmp_path, RISK, ticker_column="firm"))
