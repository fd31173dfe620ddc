import pandas as pd
import pytest

from core.data.load import load
from core.data.table import Table
from core.spec import DataSpec


@pytest.fixture(scope="package")
def stocks() -> Table:
    return load(DataSpec(sample="us_stocks"))


@pytest.fixture(scope="package")
def ibm(stocks: Table) -> pd.DataFrame:
    return stocks.frame[stocks.frame["Ticker"] == "IBM"].reset_index(drop=True)


@pytest.fixture(scope="package")
def taiwan() -> Table:
    return load(DataSpec(sample="taiwan_credit"))


@pytest.fixture(scope="package")
def german() -> Table:
    return load(DataSpec(sample="german_credit"))
