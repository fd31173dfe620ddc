import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ColumnValueError, MissingColumnError
from core.tasks.encode import MAX_CATEGORIES, fit_encoder

FRAME = pd.DataFrame(
    {
        "housing": ["own", "rent", None, "own", "free", "rent"],
        "income": [1.0, 2.0, np.nan, 4.0, 5.0, 1e9],
        "is_employed": [True, False, True, True, False, False],
    }
)
TRAIN = np.arange(4)


@pytest.fixture
def encoder():
    return fit_encoder(FRAME, list(FRAME.columns), TRAIN)


def test_numeric_features_come_first(encoder):
    assert encoder.column_names == ("income", "is_employed", "housing")
    assert encoder.feature_names == ("income", "is_employed", "housing = own", "housing = rent")


def test_raw_holds_numbers_and_category_codes(encoder):
    raw = encoder.raw(FRAME)
    assert raw.dtype == np.float32
    np.testing.assert_array_equal(raw[:, 0], FRAME["income"].to_numpy(dtype=np.float32))
    np.testing.assert_array_equal(raw[:, 1], [1, 0, 1, 1, 0, 0])
    np.testing.assert_array_equal(raw[:, 2], [0, 1, -1, 0, -1, 1])


def test_unseen_and_missing_categories_are_all_zeros(encoder):
    features = encoder.encode(encoder.raw(FRAME))
    np.testing.assert_array_equal(features[:, 2:], [[1, 0], [0, 1], [0, 0], [1, 0], [0, 0], [0, 1]])


def test_training_rows_are_scaled_to_mean_zero_and_deviation_one(encoder):
    train = encoder.encode(encoder.raw(FRAME))[TRAIN, :2]
    np.testing.assert_allclose(train.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(train.std(axis=0), 1, atol=1e-6)


def test_missing_number_becomes_the_training_median(encoder):
    income = encoder.encode(encoder.raw(FRAME))[:, 0]
    median = encoder.encode(encoder.raw(FRAME.assign(income=2.0)))[0, 0]
    assert income[2] == median


def test_value_beyond_the_training_range_is_clipped(encoder):
    huge, largest_seen = encoder.encode(encoder.raw(FRAME))[[5, 3], 0]
    assert huge == pytest.approx(largest_seen, abs=0.01)


@pytest.mark.parametrize("value", [np.inf, -np.inf, 1e300])
def test_number_that_no_float32_holds_is_missing(encoder, value):
    assert np.isnan(encoder.raw(FRAME.assign(income=value))[:, 0]).all()


@pytest.mark.parametrize("value", [0.0, 0.1, 7.0, 123_456_789.0, np.nan])
def test_constant_column_becomes_zero(value):
    frame = pd.DataFrame({"same": [value] * 50})
    encoder = fit_encoder(frame, ["same"], np.arange(50))
    assert encoder.numeric[0].std == 1.0
    assert (encoder.encode(encoder.raw(frame)) == 0).all()


def test_only_the_most_frequent_categories_are_kept():
    words = [f"word {n:02d}" for n in range(MAX_CATEGORIES + 10) for _ in range(n + 1)]
    encoder = fit_encoder(pd.DataFrame({"word": words}), ["word"], np.arange(len(words)))
    assert encoder.categorical[0].categories == tuple(f"word {n:02d}" for n in range(10, 60))


@pytest.mark.parametrize("dtype", ["object", "str", "category"])
def test_text_of_any_dtype_is_categorical(dtype):
    frame = pd.DataFrame({"word": pd.Series(["a", "b", None, "a"], dtype=dtype)})
    encoder = fit_encoder(frame, ["word"], np.arange(4))
    assert encoder.categorical[0].categories == ("a", "b")
    np.testing.assert_array_equal(encoder.raw(frame)[:, 0], [0, 1, -1, 0])


@pytest.mark.parametrize("dtype", ["bool", "boolean", "int64", "Int64", "float32", "float64"])
def test_numbers_of_any_dtype_are_numeric(dtype):
    frame = pd.DataFrame({"number": pd.Series([0, 1, 1, 0], dtype=dtype)})
    encoder = fit_encoder(frame, ["number"], np.arange(4))
    np.testing.assert_array_equal(encoder.raw(frame)[:, 0], [0, 1, 1, 0])


@pytest.mark.parametrize("dtype", ["boolean", "Int64", "Float64"])
def test_missing_value_of_a_nullable_dtype_is_missing(dtype):
    frame = pd.DataFrame({"number": pd.Series([0, 1, pd.NA, 0], dtype=dtype)})
    encoder = fit_encoder(frame, ["number"], np.arange(4))
    assert np.isnan(encoder.raw(frame)[2, 0])


def test_category_written_as_a_number_is_the_same_as_text():
    encoder = fit_encoder(pd.DataFrame({"grade": ["1", "2"]}), ["grade"], np.arange(2))
    raw = encoder.raw(pd.DataFrame({"grade": [2.0, 1.0, np.nan]}))
    np.testing.assert_array_equal(raw[:, 0], [1, 0, -1])


def test_windows_are_encoded_like_their_rows(encoder):
    raw = encoder.raw(FRAME)
    windows = np.stack([raw[:3], raw[3:]])
    rows = encoder.encode(raw)
    np.testing.assert_array_equal(encoder.encode(windows), np.stack([rows[:3], rows[3:]]))


def test_table_of_words_only_has_no_numeric_features():
    encoder = fit_encoder(FRAME, ["housing"], TRAIN)
    assert encoder.encode(encoder.raw(FRAME)).shape == (6, 2)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=2, max_size=40))
def test_features_are_always_finite(values):
    frame = pd.DataFrame({"number": np.array(values, dtype="float64")})
    encoder = fit_encoder(frame, ["number"], np.arange(len(values) // 2))
    assert np.isfinite(encoder.encode(encoder.raw(frame))).all()


def test_rows_outside_training_do_not_change_the_encoder(encoder):
    other = FRAME.copy()
    other.loc[4:, ["housing", "income", "is_employed"]] = ["boat", -1e6, True]
    assert fit_encoder(other, list(FRAME.columns), TRAIN) == encoder


def test_missing_column_is_named(encoder):
    with pytest.raises(MissingColumnError, match='"income" is not'):
        encoder.raw(FRAME.drop(columns="income"))


def test_text_in_a_numeric_column_is_named_with_its_row(encoder):
    with pytest.raises(ColumnValueError, match=r'"income" must hold numbers.*row 4 holds "many"'):
        encoder.raw(FRAME.astype({"income": "object"}).assign(income=[1, 2, "many", 3, 4, 5]))


def test_categories_are_encoded_like_text_and_only_those_of_training_rows_are_learned(encoder):
    frame = FRAME.astype({"housing": "category"})
    assert fit_encoder(frame, list(frame.columns), TRAIN) == encoder
    np.testing.assert_array_equal(encoder.raw(frame), encoder.raw(FRAME))
