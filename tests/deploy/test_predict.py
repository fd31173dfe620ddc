import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from core.data.cells import numbers
from core.models.trees import fit_trees
from core.spec import ModelSpec, TaskName, TaskSpec
from core.tasks.encode import fit_encoder
from tests.deploy.examples import (
    MARKET,
    Answer,
    applicants,
    applicants_encoder,
    ask,
    contents_of,
    daily_bars,
    indicator_frame,
    unpack,
)
from tests.export.examples import answers_of, make_network

CREDIT = TaskSpec(name="credit")
FRAME = applicants()
ENCODER = applicants_encoder(FRAME)
MODEL = make_network(ModelSpec(name="mlp", width=5), ENCODER, 2)
ROWS = ENCODER.raw(FRAME)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return unpack(contents_of(MODEL, ENCODER, ROWS[:20], CREDIT), tmp_path / "bundle")


def test_csv_gets_the_answers_of_the_trained_model(bundle: Path) -> None:
    answer = ask(bundle, FRAME.to_csv(index=False))
    assert (answer.status, answer.errors) == (0, "")
    np.testing.assert_allclose(answer.probabilities(), answers_of(MODEL, ENCODER, ROWS), atol=1e-5)


def test_columns_may_come_in_any_order_beside_others(bundle: Path) -> None:
    shuffled = FRAME[FRAME.columns[::-1]].assign(ID=range(len(FRAME)))
    answer = ask(bundle, shuffled.to_csv(index=False))
    np.testing.assert_allclose(answer.probabilities(), answers_of(MODEL, ENCODER, ROWS), atol=1e-5)


def test_missing_and_unseen_cells_are_answered_as_in_training(bundle: Path) -> None:
    odd = FRAME.astype("object").head(6)
    odd.loc[0, "purpose"] = "boat"
    odd.loc[1, "age"] = None
    odd.loc[2, "income, monthly"] = np.inf
    codes = odd.assign(age=odd["age"].astype(float))
    expected = answers_of(MODEL, ENCODER, ENCODER.raw(codes))
    answer = ask(bundle, odd.to_csv(index=False))
    np.testing.assert_allclose(answer.probabilities(), expected, atol=1e-5)


@pytest.mark.parametrize("word", ["k.A.", "k. A.", "n/a", "keine Angabe", "NULL", "none"])
def test_a_word_for_a_missing_number_is_read_as_in_training(bundle: Path, word: str) -> None:
    odd = FRAME.astype("object").head(6)
    odd.loc[1, "age"] = word
    codes = FRAME.head(6).assign(age=numbers(odd["age"]).astype("float32"))
    answer = ask(bundle, odd.to_csv(index=False))
    expected = answers_of(MODEL, ENCODER, ENCODER.raw(codes))
    np.testing.assert_allclose(answer.probabilities(), expected, atol=1e-5)


def test_a_total_line_at_the_end_gets_no_answer(bundle: Path) -> None:
    lines = FRAME.assign(ID=range(len(FRAME)))[["ID", *FRAME.columns]].to_csv(index=False)
    total = "Summe" + "," * len(FRAME.columns)
    answer = ask(bundle, f"{lines}{total}\n")
    np.testing.assert_allclose(answer.probabilities(), answers_of(MODEL, ENCODER, ROWS), atol=1e-5)


def test_output_can_be_written_to_a_file(bundle: Path, tmp_path: Path) -> None:
    answer = ask(bundle, FRAME.head(3).to_csv(index=False), "--output", str(tmp_path / "out.csv"))
    written = pd.read_csv(tmp_path / "out.csv")
    assert answer.output == ""
    assert list(written.columns) == ["row", "prediction", "p(paid)", "p(default)", "abstained"]
    assert len(written) == 3


def test_file_without_rows_gets_no_answers(bundle: Path) -> None:
    answer = ask(bundle, FRAME.head(0).to_csv(index=False))
    assert answer.status == 0
    assert answer.output.split() == ["row,prediction,p(paid),p(default),abstained"]


def test_trees_answer_from_the_bundle_too(tmp_path: Path) -> None:
    target = torch.from_numpy((FRAME["age"] > 45).to_numpy().astype(np.int64))
    features = torch.from_numpy(ENCODER.encode(ROWS))
    trees = fit_trees(ModelSpec(name="trees", leaves=4), features, target, 10, 0)
    folder = unpack(contents_of(trees, ENCODER, ROWS, CREDIT), tmp_path / "bundle")
    answer = ask(folder, FRAME.to_csv(index=False))
    expected = answers_of(trees, ENCODER, ROWS)
    np.testing.assert_allclose(answer.probabilities(), expected, atol=1e-5)


def test_the_class_follows_the_threshold(tmp_path: Path) -> None:
    cut = float(np.median(answers_of(MODEL, ENCODER, ROWS)[:, 1]))
    contents = replace(contents_of(MODEL, ENCODER, ROWS[:20], CREDIT), threshold=cut)
    answer = ask(unpack(contents, tmp_path / "bundle"), FRAME.to_csv(index=False))
    given = [line.split(",")[1] for line in answer.output.splitlines()[1:]]
    shares = answer.probabilities()[:, 1]
    assert given == np.where(shares > cut, "default", "paid").tolist()
    assert len(set(given)) == 2


def test_rows_that_are_less_sure_get_no_class(bundle: Path) -> None:
    answer = ask(bundle, FRAME.to_csv(index=False), "--abstain-below", "0.6")
    for line, shares in zip(answer.output.splitlines()[1:], answer.probabilities(), strict=True):
        _, given, *_, abstained = line.split(",")
        assert (abstained == "yes") == (given == "") == (shares.max() < 0.6)


def test_rows_may_come_on_the_standard_input(bundle: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", str(bundle / "predict.py"), "-"],
        input=FRAME.to_csv(index=False).encode(),
        capture_output=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == len(FRAME) + 1


class TestRefusals:
    """Each is one sentence, exit status 2 and no traceback."""

    @pytest.mark.parametrize(
        "name", ["model.onnx", "schema.json", "golden.json", "README.md", "predict.py"]
    )
    def test_changed_file_is_noticed(self, bundle: Path, name: str) -> None:
        (bundle / name).write_bytes((bundle / name).read_bytes() + b"\n")
        self._refused(bundle, FRAME.to_csv(index=False), f"{name} is not the file that was written")

    def test_lost_file_is_noticed(self, bundle: Path) -> None:
        (bundle / "metrics.json").unlink()
        self._refused(bundle, FRAME.to_csv(index=False), "metrics.json is missing")

    def test_wrong_known_answers_are_noticed(self, bundle: Path) -> None:
        known = json.loads((bundle / "golden.json").read_text(encoding="utf-8"))
        known["probabilities"][0] = [0.5, 0.5]
        (bundle / "golden.json").write_text(json.dumps(known), encoding="utf-8")
        manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
        digest = hashlib.sha256((bundle / "golden.json").read_bytes()).hexdigest()
        manifest["files"]["golden.json"]["sha256"] = digest
        (bundle / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        self._refused(bundle, FRAME.to_csv(index=False), "must repeat its known answers")

    @pytest.mark.parametrize("below", ["1.5", "-1", "nan"])
    def test_what_is_no_probability_cannot_be_abstained_below(
        self, bundle: Path, below: str
    ) -> None:
        answer = ask(bundle, FRAME.to_csv(index=False), f"--abstain-below={below}")
        assert (answer.status, answer.output) == (2, "")
        assert "from 0 to 1" in answer.errors

    def test_missing_column_is_named(self, bundle: Path) -> None:
        self._refused(bundle, FRAME.drop(columns="age").to_csv(index=False), "'age'")

    def test_text_where_a_number_belongs_is_named_with_its_line(self, bundle: Path) -> None:
        odd = FRAME.astype("object")
        odd.loc[2, "age"] = "old"
        self._refused(bundle, odd.to_csv(index=False), "'age' must hold numbers, however: line 4")

    @pytest.mark.parametrize(
        ("csv_text", "expected"),
        [
            (b"", "'income, monthly' and 4 more cannot be found"),
            (b"PK\x03\x04\x00\x00", "plain text, however: it holds bytes"),
            ("income,age\n".encode("utf-16")[:-1], "its text cannot be decoded"),
            (b"age,age\n1,2\n", "'age' is there twice"),
            (
                b"age,owns\n1,True\n1,5,True\n",
                "at most 2 cells, as the header has, however: line 3",
            ),
            (b'age,owns\n1,"' + b"x" * 200_000 + b'"\n', "line 2 cannot be read"),
        ],
        ids=["empty", "binary", "cut", "repeated", "uneven", "long cell"],
    )
    def test_file_that_is_no_table_is_refused(
        self, bundle: Path, csv_text: bytes, expected: str
    ) -> None:
        self._refused(bundle, csv_text, expected)

    @pytest.mark.parametrize(
        ("written", "cell"), [("1_000", "1_000"), ("1.234,5", "1.234,5"), ("$5", "$5")]
    )
    def test_number_in_another_style_is_refused_and_never_misread(
        self, bundle: Path, written: str, cell: str
    ) -> None:
        odd = FRAME.astype("object")
        odd.loc[2, "age"] = written
        self._refused(
            bundle, odd.to_csv(index=False, sep=";", decimal=","), f"line 4 holds '{cell}'"
        )

    def test_output_that_cannot_be_written_is_told(self, bundle: Path, tmp_path: Path) -> None:
        answer = ask(bundle, FRAME.to_csv(index=False), "--output", str(tmp_path / "no" / "out"))
        assert answer.status == 2
        assert len(answer.errors.splitlines()) == 1

    def _refused(self, bundle: Path, csv_text: str | bytes, expected: str) -> None:
        answer = ask(bundle, csv_text)
        assert answer.status == 2
        assert expected in answer.errors
        assert len(answer.errors.splitlines()) == 1
        assert answer.output == ""


def test_reader_that_leaves_early_ends_it_quietly(bundle: Path, tmp_path: Path) -> None:
    source = tmp_path / "input.csv"
    pd.concat([FRAME] * 200).to_csv(source, index=False)
    command = [sys.executable, "-I", str(bundle / "predict.py"), str(source)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asked:
        asked.stdout.readline()
        asked.stdout.close()
        errors = asked.stderr.read()
    assert (asked.returncode, errors) == (0, b"")


def test_days_with_a_word_for_a_missing_volume_are_answered(tmp_path: Path) -> None:
    bars = daily_bars(("AAA",))
    bars.loc[3, "Volume"] = np.nan
    given = bars.astype({"Volume": "object"})
    given.loc[3, "Volume"] = "k.A."
    task = TaskSpec(name="direction")
    answer, expected = _ask_prices(tmp_path, ModelSpec(width=4), task, bars, given)
    assert (answer.status, answer.errors) == (0, "")
    np.testing.assert_allclose(answer.probabilities(), expected, atol=1e-5)


@pytest.mark.parametrize("task_name", MARKET)
@pytest.mark.parametrize("spec", [ModelSpec(width=4), ModelSpec(name="gru", width=4, window=5)])
def test_days_get_the_answers_of_the_trained_model(
    tmp_path: Path, spec: ModelSpec, task_name: TaskName
) -> None:
    bars = daily_bars(("AAA", "BBB"))
    task = TaskSpec(name=task_name, horizon_days=5)
    answer, expected = _ask_prices(tmp_path, spec, task, bars, bars)
    assert (answer.status, answer.errors) == (0, "")
    np.testing.assert_allclose(answer.probabilities(), expected, atol=1e-5)


def test_prices_are_adjusted_where_the_file_says_how(tmp_path: Path) -> None:
    adjusted = daily_bars(("AAA",))
    factor = np.where(np.arange(len(adjusted)) < 280, 4.0, 1.0)
    given = adjusted.assign(**{"Adj Close": adjusted["Close"]})
    for name in ("Open", "High", "Low", "Close"):
        given[name] = adjusted[name] * factor
    task = TaskSpec(name="risk", horizon_days=5)
    answer, expected = _ask_prices(tmp_path, ModelSpec(width=4), task, adjusted, given)
    np.testing.assert_allclose(answer.probabilities(), expected, atol=1e-5)


def test_prices_without_a_close_are_refused_in_one_sentence(tmp_path: Path) -> None:
    bars = daily_bars(("AAA",))
    given = bars.drop(columns="Close")
    task = TaskSpec(name="direction")
    answer, _ = _ask_prices(tmp_path, ModelSpec(width=4), task, bars, given)
    assert answer.status == 2
    assert "'Close' cannot be found" in answer.errors
    assert "Traceback" not in answer.errors


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"Ticker": "SAME"}, "one row a day, however: 300 rows repeat a day, first 'SAME'"),
        ({"Close": -1.0}, "must be positive numbers"),
        ({"Close": "n/k"}, "'Close' must hold numbers, however: line 2 holds 'n/k'"),
        ({"Date": "someday"}, "'Date' must hold days such as 2024-01-31, however: line 2"),
    ],
)
def test_prices_that_cannot_be_right_are_refused_in_one_sentence(
    tmp_path: Path, change: dict[str, object], expected: str
) -> None:
    bars = daily_bars(("AAA", "BBB"))
    task = TaskSpec(name="direction")
    answer, _ = _ask_prices(tmp_path, ModelSpec(width=4), task, bars, bars.assign(**change))
    assert (answer.status, answer.output) == (2, "")
    assert expected in answer.errors
    assert len(answer.errors.splitlines()) == 1


def test_tickers_that_are_not_recognised_are_not_merged(tmp_path: Path) -> None:
    bars = daily_bars(("AAA", "BBB"))
    given = bars.rename(columns={"Ticker": "firm"})
    answer, _ = _ask_prices(tmp_path, ModelSpec(width=4), TaskSpec(name="direction"), bars, given)
    assert answer.status == 2
    assert "300 rows repeat a day, first 'SERIES' on 2020-01-01" in answer.errors


def _ask_prices(
    tmp_path: Path, spec: ModelSpec, task: TaskSpec, bars: pd.DataFrame, given: pd.DataFrame
) -> tuple[Answer, np.ndarray]:
    """Ask a bundle about `given`; return its answer and the model's own for `bars`."""
    frame = indicator_frame(bars, task)
    encoder = fit_encoder(frame, list(frame.columns), np.arange(len(frame)))
    model = make_network(spec, encoder, 2)
    rows = _windows(encoder.raw(frame), bars["Ticker"].nunique(), spec)
    folder = unpack(contents_of(model, encoder, rows[:9], task), tmp_path / "bundle")
    return ask(folder, given.to_csv(index=False)), answers_of(model, encoder, rows)


def _windows(raw: np.ndarray, n_tickers: int, spec: ModelSpec) -> np.ndarray:
    """Cut the rows of each ticker into what the model reads."""
    if spec.name != "gru":
        return raw
    pieces = []
    for own in np.split(raw, n_tickers):
        last = np.arange(spec.window - 1, len(own))
        pieces.append(own[last[:, None] + np.arange(1 - spec.window, 1)])
    return np.concatenate(pieces)
