from __future__ import annotations

import io
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.deploy.answering import answer_file, predict_file
from core.errors import BundleError, DataError, SpecError
from tests.deploy import hostile
from tests.deploy.examples import daily_bars
from tests.deploy.shared import ANSWERS, FRAME, LOANS, THRESHOLD, let_in, prices_bundle

BUNDLE = let_in(LOANS)
CSV = FRAME.to_csv(index=False).encode()
HEADER = ["row", "prediction", "p(paid)", "p(default)", "abstained"]


def table_of(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), keep_default_na=False)


def test_every_row_gets_the_probabilities_of_the_trained_model() -> None:
    found = table_of(predict_file(BUNDLE, CSV))
    assert list(found.columns) == HEADER
    np.testing.assert_allclose(found[["p(paid)", "p(default)"]], ANSWERS, atol=1e-5)


def test_the_class_follows_the_threshold_of_the_bundle() -> None:
    found = table_of(predict_file(BUNDLE, CSV))
    expected = np.where(ANSWERS[:, 1] > THRESHOLD, "default", "paid")
    assert found["prediction"].tolist() == expected.tolist()
    assert not (expected == np.where(ANSWERS[:, 1] > 0.5, "default", "paid")).all()


def test_rows_that_are_less_sure_get_no_class() -> None:
    below = float(np.median(ANSWERS.max(axis=1)))
    answered = answer_file(BUNDLE, CSV, below)
    found = table_of(answered.csv)
    unsure = ANSWERS.max(axis=1) < below
    assert (found["abstained"] == "yes").tolist() == unsure.tolist()
    assert (found["prediction"] == "").tolist() == unsure.tolist()
    assert answered.abstained == unsure.sum()
    assert f"{unsure.sum()} got no class" in answered.sentence


def test_a_bundle_may_say_itself_when_to_abstain() -> None:
    bundle = let_in(replace(LOANS, abstain_below=1.0))
    assert answer_file(bundle, CSV).abstained == len(FRAME)
    assert answer_file(bundle, CSV, 0.0).abstained == 0


@pytest.mark.parametrize("below", [-0.1, 1.5, float("nan")])
def test_what_is_no_probability_cannot_be_abstained_below(below: float) -> None:
    with pytest.raises(SpecError, match="from 0 to 1"):
        answer_file(BUNDLE, CSV, below)


def test_columns_may_come_in_any_order_and_others_are_told() -> None:
    mixed = FRAME[FRAME.columns[::-1]].assign(ID=1)
    answered = answer_file(BUNDLE, mixed.to_csv(index=False).encode())
    found = table_of(answered.csv)
    np.testing.assert_allclose(found[["p(paid)", "p(default)"]], ANSWERS, atol=1e-5)
    assert answered.left_aside == ("ID",)
    assert "1 column that the model does not read left aside" in answered.sentence


def test_a_missing_column_is_named_in_one_sentence() -> None:
    with pytest.raises(DataError, match=r"however: 'age' cannot be found\. schema") as refused:
        predict_file(BUNDLE, FRAME.drop(columns="age").to_csv(index=False).encode())
    assert len(str(refused.value).splitlines()) == 1


def test_a_column_of_another_spelling_is_pointed_at() -> None:
    renamed = FRAME.rename(columns={"age": "AGE "}).to_csv(index=False).encode()
    with pytest.raises(DataError, match="Is it the one that is called 'AGE'"):
        predict_file(BUNDLE, renamed)


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"PK\x03\x04\x00", "plain text"), (CSV.replace(b"\n1", b"\nx,1", 1), "cells")],
)
def test_a_file_that_cannot_be_read_is_refused(content: bytes, expected: str) -> None:
    with pytest.raises(DataError, match=expected):
        predict_file(BUNDLE, content)


def test_a_file_without_rows_gets_no_answers() -> None:
    answered = answer_file(BUNDLE, FRAME.head(0).to_csv(index=False).encode())
    assert answered.rows == 0
    assert answered.csv.split() == [",".join(HEADER)]


def test_a_zip_of_anybody_is_looked_into_first() -> None:
    assert answer_file(hostile.GOOD, CSV).rows == len(FRAME)
    with pytest.raises(BundleError):
        answer_file(hostile.signed({"model.onnx": hostile.custom_domain()}), CSV)


def test_bundle_of_the_first_version_gives_the_likeliest_class() -> None:
    schema = json.loads(hostile.files_of()["schema.json"])
    older = {k: v for k, v in schema.items() if k not in ("threshold", "abstain_below")}
    older["format"] = 1
    content = hostile.signed({"schema.json": json.dumps(older).encode()})
    found = table_of(predict_file(content, CSV))
    likeliest = found[["p(paid)", "p(default)"]].to_numpy().argmax(axis=1)
    assert found["prediction"].tolist() == [("paid", "default")[place] for place in likeliest]


def test_prices_are_answered_day_by_day() -> None:
    contents, _, _ = prices_bundle()
    bars = daily_bars(("AAA",), n_days=300).to_csv(index=False).encode()
    answered = answer_file(let_in(contents), bars)
    assert list(table_of(answered.csv).columns)[:3] == ["date", "ticker", "prediction"]
    assert 0 < answered.rows < 300


def test_too_few_days_are_told() -> None:
    contents, _, _ = prices_bundle()
    bars = daily_bars(("AAA",), n_days=100).to_csv(index=False).encode()
    with pytest.raises(DataError, match="none of the 100 rows has that many days"):
        answer_file(let_in(contents), bars)
