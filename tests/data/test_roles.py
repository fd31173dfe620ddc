from __future__ import annotations

import pandas as pd
import pytest

from core.data.roles import recognise
from core.data.table import Columns
from core.errors import MissingColumnError
from core.spec import DataSpec

BAR = ["Open", "High", "Low", "Close"]


def frame(names: list[str], rows: int = 30) -> pd.DataFrame:
    table = pd.DataFrame({name: [index % 7 for index in range(rows)] for name in names})
    for name in names:
        if "date" in name.lower():
            table[name] = pd.bdate_range("2024-01-02", periods=rows).strftime("%Y-%m-%d")
    return table


def roles(names: list[str], **choices) -> Columns:
    return recognise(frame(names), DataSpec(source="csv", **choices))


@pytest.mark.parametrize(
    "names",
    [
        ["Date", "Ticker", *BAR, "Adj Close", "Volume"],
        ["date", "symbol", "open", "high", "low", "close", "adj_close", "vol"],
        ["trade_date", "SECURITY", "Open Price", "High Price", "Low Price", "Close Price",
         "AdjustedClose", "VOLUME"],
        ["<DATE>", "<TICKER>", "<OPEN>", "<HIGH>", "<LOW>", "<CLOSE>", "<ADJ CLOSE>", "<VOL>"],
        ["date", "ISIN", "PX_OPEN", "PX_HIGH", "PX_LOW", "PX_LAST", "Adj. Close", "PX_VOLUME"],
        ["Date", "Sym", "Open (USD)", "High (USD)", "Low (USD)", "Close (USD)", "Adj Close (USD)",
         "Vol."],
        ["timestamp", "symbol", "1. open", "2. high", "3. low", "4. close", "5. adjusted close",
         "6. volume"],
        ["Date", "Company Name", "Open", "High", "Low", "Price", "Close Adjusted", "Vol."],
        ["tradingDay", "symbol", "openPrice", "highPrice", "lowPrice", "closePrice", "adjClose",
         "totalVolume"],
        ["date", "ticker", "o", "h", "l", "c", "adj_close", "v"],
        ["date", "ticker", "AAPL.Open", "AAPL.High", "AAPL.Low", "AAPL.Close", "AAPL.Adj.Close",
         "AAPL.Volume"],
    ],
)  # fmt: skip
def test_price_columns_are_recognised_by_name(names: list[str]) -> None:
    columns = roles(names)
    found = (columns.date, columns.ticker, columns.open, columns.high, columns.low,
             columns.close, columns.adjusted_close, columns.volume)  # fmt: skip
    assert found == tuple(names)
    assert columns.has_prices
    assert columns.target is None
    assert {name for name, _ in columns.reasons} == set(names)


def test_first_column_without_a_name_may_hold_the_day() -> None:
    table = frame(["Unnamed: 0", *BAR])
    table["Unnamed: 0"] = pd.bdate_range("2024-01-02", periods=30).astype(str)
    assert recognise(table, DataSpec(source="csv")).date == "Unnamed: 0"


@pytest.mark.parametrize("missing", BAR)
def test_an_incomplete_bar_is_a_table(missing: str) -> None:
    columns = roles(["Date", *[name for name in BAR if name != missing]])
    assert not columns.has_prices
    assert columns.date == "Date"


def test_a_chosen_target_makes_prices_a_table() -> None:
    columns = roles(["Date", *BAR, "signal"], target_column="signal")
    assert not columns.has_prices
    assert columns.target == "signal"
    assert columns.features == tuple(BAR)


@pytest.mark.parametrize(
    "name", ["default", "Default", "is_default", "default_payment_next_month", "target",
             "Class", "loan_status", "y"]
)  # fmt: skip
def test_target_is_recognised_by_name(name: str) -> None:
    assert roles(["income", name]).target == name


def test_no_target_is_made_up() -> None:
    assert roles(["income", "owns_car"]).target is None


@pytest.mark.parametrize(
    "name",
    ["SEX", "gender", "AGE", "age_in_years", "customer_age", "MARRIAGE", "marital_status",
     "race", "personal_status_and_sex", "foreign_worker", "Nationality", "religion",
     "ApplicantAge"],
)  # fmt: skip
def test_protected_attributes_are_set_aside(name: str) -> None:
    columns = roles(["income", name, "default"])
    assert columns.protected == (name,)
    assert columns.features == ("income",)
    assert name in dict(columns.reasons)


@pytest.mark.parametrize(
    "name", ["age_of_account", "mortgage", "average_balance", "Essex_branch", "oldest_line_age",
             "paid", "trace", "usage"]
)  # fmt: skip
def test_names_that_only_sound_protected_stay_features(name: str) -> None:
    columns = roles(["income", name, "default"])
    assert name in columns.features


@pytest.mark.parametrize("name", ["ID", "customer_id", "CustomerID", "loan id", "uuid"])
def test_identifiers_are_set_aside_by_name(name: str) -> None:
    assert roles(["income", name, "default"]).identifiers == (name,)


def test_a_column_that_counts_rows_is_an_identifier() -> None:
    table = frame(["income", "default"]).assign(row=range(100, 130))
    assert recognise(table, DataSpec(source="csv")).identifiers == ("row",)


@pytest.mark.parametrize("stray", ["Summe", "A1", "??"])
def test_a_column_that_counts_rows_is_one_though_text_went_astray(stray: str) -> None:
    cells = pd.Series([*map(str, range(1, 901)), stray], dtype="str")
    assert recognise(pd.DataFrame({"Kunde": cells, "y": 0}), DataSpec()).identifiers == ("Kunde",)


def test_distinct_amounts_in_which_text_went_astray_are_no_identifier() -> None:
    cells = pd.Series([*(str(i * 1.5) for i in range(1, 901)), "a lot"], dtype="str")
    assert recognise(pd.DataFrame({"owed": cells, "y": 0}), DataSpec()).identifiers == ()


def test_text_that_hardly_repeats_is_an_identifier() -> None:
    table = frame(["income", "default"]).assign(note=[f"case {index}" for index in range(30)])
    assert recognise(table, DataSpec(source="csv")).identifiers == ("note",)


def test_distinct_numbers_are_no_identifier() -> None:
    table = frame(["default"]).assign(income=[index * 37.5 for index in range(30)])
    assert recognise(table, DataSpec(source="csv")).features == ("income",)


def test_ignored_columns_are_taken_literally() -> None:
    names = ["income", "age", "customer_id", "default"]
    assert roles(names, ignored_columns=()).features == ("income", "age", "customer_id")
    assert roles(names, ignored_columns=("income",)).features == ("age", "customer_id")
    assert roles(names, ignored_columns=()).protected == ("age",)


def test_corrections_win_over_guesses() -> None:
    names = ["date", "opened_date", "default", "paid_back", "branch"]
    columns = roles(
        names, date_column="opened_date", target_column="paid_back", ticker_column="branch"
    )
    assert (columns.date, columns.target, columns.ticker) == ("opened_date", "paid_back", "branch")
    assert columns.features == ("default",)
    assert columns.identifiers == ("date",)


@pytest.mark.parametrize(
    "choice",
    [
        {"date_column": "when"},
        {"ticker_column": "when"},
        {"target_column": "when"},
        {"ignored_columns": ("income", "when")},
    ],
)
def test_a_correction_to_nowhere_lists_what_there_is(choice: dict) -> None:
    with pytest.raises(MissingColumnError, match=r'"when".*there are "income", "default"'):
        roles(["income", "default"], **choice)


@pytest.mark.parametrize("name", ["loan_date", "Date opened", "dateOfApplication"])
def test_the_only_column_named_like_a_date_is_the_day(name: str) -> None:
    assert roles(["income", name, "default"]).date == name


def test_of_two_dates_none_is_taken_unasked() -> None:
    assert roles(["opened_date", "closed_date", "default"]).date is None


def test_a_birth_date_is_protected_and_never_the_day() -> None:
    columns = roles(["income", "birthdate", "default"])
    assert (columns.date, columns.protected) == (None, ("birthdate",))


def test_a_column_named_day_that_holds_no_days_is_a_feature() -> None:
    assert roles(["day", "default"]).features == ("day",)


def test_reasons_of_prices_are_plain_words() -> None:
    reasons = dict(roles(["Date", "PX_OPEN", "PX_HIGH", "PX_LOW", "PX_LAST"]).reasons)
    assert reasons["PX_LAST"] == "Its name says the last price of the day."
