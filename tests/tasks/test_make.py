import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score

from core.data.load import load
from core.data.samples import SAMPLES
from core.errors import TargetError
from core.spec import DataSpec, TaskSpec
from core.tasks.labels import CLASS_NAMES
from core.tasks.make import make_dataset, make_walk
from tests.tasks.example_rows import make_bars, make_loans, make_prices, make_table

MARKET = tuple(CLASS_NAMES)
WINDOW = 20
EXAMPLES = (*MARKET, "credit", "credit with days")


@pytest.fixture(scope="module")
def prices():
    return make_prices({"AAA": 900, "BBB": 700, "CCC": 100})


@pytest.fixture(scope="module")
def loans():
    return make_loans()


@pytest.fixture(scope="module")
def dated_loans():
    return make_loans(400, day=pd.date_range("2020-01-01", periods=400))


@pytest.fixture(params=EXAMPLES)
def dataset(request, prices, loans, dated_loans):
    if request.param in MARKET:
        return make_dataset(prices, TaskSpec(name=request.param), WINDOW)
    return make_dataset(loans if request.param == "credit" else dated_loans, TaskSpec())


def test_tensors_have_the_promised_types_and_shapes(dataset):
    for part in dataset.parts:
        assert part.rows.shape == (len(part), dataset.n_features)
        assert part.rows.dtype == torch.float32
        assert part.position.dtype == part.target.dtype == torch.int64
        assert part.labelled.dtype == torch.bool
        assert part.raw_rows().dtype == np.float32


def test_whoever_only_looks_at_the_rows_does_not_wait_for_pytorch():
    code = (
        "import sys; from core.data.load import load; from core.spec import DataSpec, TaskSpec;"
        "from core.tasks.make import make_dataset; from core.tasks.findings import inspect_dataset;"
        "inspect_dataset(make_dataset(load(DataSpec()), TaskSpec())); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_features_are_finite(dataset):
    assert torch.isfinite(dataset.train.history).all()


def test_parts_share_one_history(dataset):
    assert dataset.train.encoded is dataset.validation.encoded is dataset.test.encoded
    assert dataset.train.raw is dataset.test.raw


def test_parts_share_no_row(dataset):
    positions = torch.cat([part.position for part in dataset.parts])
    assert len(positions.unique()) == len(positions)


def test_history_is_the_encoded_raw_rows(dataset):
    encoded = dataset.encoder.encode(dataset.train.raw)
    torch.testing.assert_close(torch.from_numpy(encoded), dataset.train.history, rtol=0, atol=0)


def test_every_label_is_known_unless_hidden(dataset):
    assert all(part.labelled.all() for part in dataset.parts)


def test_only_market_tasks_have_a_state(dataset):
    for part in dataset.parts:
        assert (part.states is not None) == (dataset.task in MARKET)
        assert part.states is None or ((part.states >= 0) & (part.states < dataset.n_classes)).all()


def test_only_market_tasks_know_the_next_return(dataset):
    for part in dataset.parts:
        assert (part.next_return is not None) == (dataset.task in MARKET)
        assert part.next_return is None or np.isfinite(part.next_return).all()


def test_next_return_belongs_to_the_day_and_security_of_its_row(prices):
    part = make_dataset(prices, TaskSpec(name="risk"), WINDOW).test
    closes = prices.frame.set_index(["Ticker", "Date"])["Close"]
    after = closes.groupby("Ticker").shift(-1) / closes - 1
    expected = after.loc[list(zip(part.tickers, part.dates, strict=True))]
    np.testing.assert_allclose(part.next_return, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("sample", "names"),
    [
        ("taiwan", ("SEX", "MARRIAGE", "AGE")),
        ("german", ("personal_status_and_sex", "age_in_years", "foreign_worker")),
    ],
)
def test_protected_groups_come_along_but_no_model_reads_them(request, sample, names):
    dataset = make_dataset(request.getfixturevalue(sample), TaskSpec())
    for part in dataset.parts:
        assert tuple(column.name for column in part.protected) == names
        assert all(len(column.groups) == len(part) for column in part.protected)
    assert not set(names) & set(dataset.encoder.column_names)


def test_protected_groups_belong_to_their_rows(taiwan):
    part = make_dataset(taiwan, TaskSpec()).test
    sexes = taiwan.frame["SEX"].to_numpy()[part.position.numpy()]
    np.testing.assert_array_equal(part.protected[0].groups, sexes.astype(str))


def test_market_rows_have_no_protected_groups(prices):
    assert make_dataset(prices, TaskSpec(name="risk")).test.protected == ()


def test_protected_columns_that_were_brought_back_still_come_along():
    table = load(DataSpec(sample="german_credit", ignored_columns=()))
    dataset = make_dataset(table, TaskSpec())
    assert "age_in_years" in dataset.encoder.column_names
    assert "age_in_years" in [column.name for column in dataset.test.protected]


def test_same_table_and_task_make_the_same_rows_and_hash(prices):
    one, other = (make_dataset(prices, TaskSpec(name="risk")) for _ in range(2))
    assert one.content_hash == other.content_hash
    assert torch.equal(one.train.rows, other.train.rows)


def test_hash_changes_with_rows_task_window_and_hidden_labels(prices, loans):
    made = (
        make_dataset(prices, TaskSpec(name="risk")),
        make_dataset(prices, TaskSpec(name="risk"), WINDOW),
        make_dataset(prices, TaskSpec(name="risk", horizon_days=9)),
        make_dataset(prices, TaskSpec(name="trend")),
        make_dataset(prices, TaskSpec(name="trend", labels=0.5)),
        make_dataset(loans, TaskSpec()),
        make_dataset(make_loans(401), TaskSpec()),
    )
    assert len({dataset.content_hash for dataset in made}) == len(made)


@pytest.mark.parametrize("name", MARKET)
def test_no_label_reaches_the_next_part(prices, name):
    task = TaskSpec(name=name, horizon_days=10, embargo_days=5)
    dataset = make_dataset(prices, task, WINDOW)
    train, validation, test = dataset.parts
    assert train.label_ends.max() < validation.dates.min()
    assert validation.label_ends.max() < test.dates.min()
    assert dataset.plan.validation_start == validation.start
    assert dataset.plan.test_start == test.start
    assert dataset.plan.gap_days == 15


@pytest.mark.parametrize("name", MARKET)
def test_windows_end_at_their_row_and_stay_inside_a_security(stocks, name):
    dataset = make_dataset(stocks, TaskSpec(name=name), WINDOW)
    for part in dataset.parts:
        windows = part.windows(WINDOW)
        assert windows.shape == (len(part), WINDOW, dataset.n_features)
        torch.testing.assert_close(windows[:, -1], part.rows, rtol=0, atol=0)
        lag = dataset.feature_names.index("ret_lag1"), dataset.feature_names.index("ret_lag0")
        raw = part.raw_windows(WINDOW)
        np.testing.assert_array_equal(raw[:, 1:, lag[0]], raw[:, :-1, lag[1]])


def test_first_validation_windows_reach_back_before_the_cut(prices):
    dataset = make_dataset(prices, TaskSpec(name="direction"), WINDOW)
    validation = dataset.validation
    first = torch.from_numpy(validation.dates == validation.dates.min())
    oldest = validation.windows(WINDOW)[first, 0]
    assert torch.equal(oldest, dataset.train.history[validation.position[first] - WINDOW + 1])


@pytest.mark.parametrize("name", MARKET)
def test_changed_test_days_change_neither_encoder_nor_training_rows(prices, name):
    task = TaskSpec(name=name)
    dataset = make_dataset(prices, task)
    frame = prices.frame.copy()
    is_test = frame["Date"] >= pd.Timestamp(dataset.plan.test_start)
    frame.loc[is_test, ["Open", "High", "Low", "Close"]] *= 3
    frame.loc[is_test, "Volume"] *= 100
    other = make_dataset(make_table(frame, prices.columns), task)
    assert other.encoder == dataset.encoder
    assert torch.equal(other.train.rows, dataset.train.rows)
    assert torch.equal(other.train.target, dataset.train.target)


def test_changed_test_loans_do_not_change_the_encoder(loans):
    dataset = make_dataset(loans, TaskSpec())
    frame = loans.frame.copy()
    held_out = dataset.test.position.numpy()
    frame.loc[held_out, "income"] = 1e6
    frame.loc[held_out, "housing"] = "boat"
    assert make_dataset(make_table(frame, loans.columns), TaskSpec()).encoder == dataset.encoder


def test_loans_with_days_are_split_out_of_time(dated_loans):
    dataset = make_dataset(dated_loans, TaskSpec())
    assert dataset.plan.kind == "by date"
    assert dataset.train.end < dataset.validation.start <= dataset.validation.end
    assert dataset.validation.end < dataset.test.start


def test_loans_without_days_are_stratified(loans):
    dataset = make_dataset(loans, TaskSpec())
    assert dataset.plan.kind == "stratified"
    assert dataset.test.start is None
    shares = [part.target.float().mean().item() for part in dataset.parts]
    assert shares == pytest.approx([shares[0]] * 3, abs=0.02)


def test_hidden_labels_are_hidden_in_training_only(loans):
    whole = make_dataset(loans, TaskSpec())
    few = make_dataset(loans, TaskSpec(labels=0.2))
    assert few.train.labelled.float().mean().item() == pytest.approx(0.2, abs=0.01)
    assert few.train.target[few.train.labelled].unique().tolist() == [0, 1]
    assert few.validation.labelled.all()
    assert few.test.labelled.all()
    assert torch.equal(few.train.rows, whole.train.rows)


def test_part_with_one_class_is_refused():
    rising = make_bars(900).assign(Close=np.exp(np.arange(900) * 0.01))
    rising.loc[400, "Close"] *= 0.5
    table = make_table(rising, make_prices({"AAA": 1}).columns)
    with pytest.raises(TargetError, match=r'Validation rows .* all .* are "up"'):
        make_dataset(table, TaskSpec(name="direction"))


def test_class_that_comes_only_later_is_refused():
    days = pd.date_range("2020-01-01", periods=400)
    classes = np.where(np.arange(400) < 380, np.arange(400) % 2, 2)
    with pytest.raises(TargetError, match='none of the 280 training rows is "2"'):
        make_dataset(make_loans(400, day=days, default=classes), TaskSpec())


def test_calm_stays_calm_beats_the_majority_on_risk(stocks):
    dataset = make_dataset(stocks, TaskSpec(name="risk"))
    persistence = accuracy_score(dataset.test.target, dataset.test.states)
    assert persistence == pytest.approx(0.72, abs=0.015)


@pytest.mark.parametrize(
    ("name", "horizon", "low", "high"),
    [("risk", 10, 0.76, 0.83), ("direction", 5, 0.45, 0.56), ("direction", 1, 0.45, 0.56)],
)
def test_logistic_regression_on_stocks_does_as_well_as_it_honestly_can(
    stocks, name, horizon, low, high
):
    dataset = make_dataset(stocks, TaskSpec(name=name, horizon_days=horizon))
    assert low < roc_auc_score(dataset.test.target, _said_positive(dataset)) < high


@pytest.mark.parametrize(
    ("sample", "low", "high"), [("taiwan", 0.70, 0.77), ("german", 0.70, 0.84)]
)
def test_logistic_regression_on_loans_does_as_well_as_it_honestly_can(request, sample, low, high):
    dataset = make_dataset(request.getfixturevalue(sample), TaskSpec())
    assert low < roc_auc_score(dataset.test.target, _said_positive(dataset)) < high


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_answers_its_own_question(name):
    dataset = make_dataset(load(DataSpec(sample=name)), TaskSpec(name=SAMPLES[name].task))
    assert min(len(part) for part in dataset.parts) >= 100


def _said_positive(dataset):
    model = LogisticRegression(C=0.1, max_iter=500)
    model.fit(dataset.train.rows.numpy(), dataset.train.target.numpy())
    return model.predict_proba(dataset.test.rows.numpy())[:, 1]


def test_one_test_block_is_no_walk():
    table = load(DataSpec(sample="us_stocks"))
    assert make_walk(table, TaskSpec(name="risk")) == ()


def test_each_block_of_a_walk_is_encoded_from_its_own_training_rows():
    table = load(DataSpec(sample="us_stocks"))
    blocks = make_walk(table, TaskSpec(name="risk", test_blocks=3))
    assert len({block.content_hash for block in blocks}) == 3
    for block in blocks:
        means = block.train.rows.mean(dim=0)
        assert float(means.abs().max()) < 1e-3
