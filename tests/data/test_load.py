from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data.load import content_hash, load
from core.data.samples import SAMPLES
from core.errors import ColumnValueError, DataError, LabError, MissingColumnError, SpecError
from core.spec import DataSpec, SampleName

CSV = DataSpec(source="csv")
SMALL = b"income,sex,default\n1000,m,0\n2000,f,1\n"
ROOT = Path(__file__).parents[2]

CELLS = st.one_of(
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.datetimes(timezones=st.none() | st.timezones()).map(str),
    st.text(max_size=8).map(lambda text: '"' + text.replace('"', '""') + '"'),
    st.sampled_from(
        ["", "?", "true", "20240131", "1706572800", "1e999", "12:30", "2020Q1", "=1+1"]
    ),
)
HEADERS = st.one_of(
    st.just(["Date", "Open", "High", "Low", "Close"]),
    st.just(["Date", "Ticker", "Open", "High", "Low", "Close", "Adj Close", "Volume"]),
    st.lists(
        st.sampled_from(["a", "b", "date", "age", "id", "default", "close"]) | CELLS,
        max_size=6,
        unique=True,
    ),
)


@st.composite
def csv_files(draw: st.DrawFn) -> bytes:
    header = draw(HEADERS)
    separator = draw(st.sampled_from(",;\t|"))
    row = st.lists(CELLS, min_size=len(header), max_size=len(header))
    lines = [header, *draw(st.lists(row, max_size=6))]
    return "\n".join(separator.join(line) for line in lines).encode("utf-8", "replace")


def loads_or_tells(content: bytes) -> None:
    with suppress(LabError):
        assert len(load(CSV, content).frame) > 0


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_load_or_are_told_in_a_sentence(content: bytes) -> None:
    loads_or_tells(content)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='a1,;\t|"\n\r .-', max_size=60))
def test_any_punctuation_loads_or_is_told_in_a_sentence(text: str) -> None:
    loads_or_tells(text.encode())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(csv_files())
def test_any_small_table_loads_or_is_told_in_a_sentence(content: bytes) -> None:
    loads_or_tells(content)


def test_csv_source_needs_a_file() -> None:
    with pytest.raises(SpecError, match="file must be chosen"):
        load(CSV)


def test_file_must_be_the_one_that_the_spec_names() -> None:
    spec = DataSpec(source="csv", content_hash=content_hash(SMALL))
    assert len(load(spec, SMALL).frame) == 2
    with pytest.raises(DataError, match="its content is another"):
        load(spec, SMALL + b"3000,m,0\n")


def test_content_hash_is_sha256_of_the_file() -> None:
    assert content_hash(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_equal_rows_have_one_hash_whatever_the_separator() -> None:
    assert load(CSV, SMALL).content_hash == load(CSV, SMALL.replace(b",", b";")).content_hash


@pytest.mark.parametrize(
    ("old", "new"), [(b"2000", b"2001"), (b"income", b"salary"), (b",m,", b",x,")]
)
def test_another_cell_or_name_gives_another_hash(old: bytes, new: bytes) -> None:
    assert load(CSV, SMALL).content_hash != load(CSV, SMALL.replace(old, new)).content_hash


@pytest.mark.slow
def test_hash_of_a_sample_is_the_same_in_another_process() -> None:
    code = "from core.data.load import load; from core.spec import DataSpec; "
    code += "print(load(DataSpec(sample='german_credit')).content_hash)"
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == load(DataSpec(sample="german_credit")).content_hash


def test_loading_a_sample_does_not_import_yfinance() -> None:
    code = "import sys; from core.data.load import load; from core.spec import DataSpec; "
    code += "load(DataSpec(sample='german_credit')); sys.exit('yfinance' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("name", ["taiwan_credit", "german_credit"])
def test_corrections_apply_to_samples_too(name: SampleName) -> None:
    target = SAMPLES[name].target
    table = load(DataSpec(sample=name, ignored_columns=()))
    assert set(table.columns.features) == set(table.frame.columns) - {target}
    with pytest.raises(MissingColumnError):
        load(DataSpec(sample=name, target_column="nowhere"))


def test_a_cell_in_a_sentence_is_short_and_on_one_line() -> None:
    cell = "x\u202e" + "y" * 500
    rows = "".join(f"{2 * index},{index % 2}\n" for index in range(30))
    with pytest.raises(ColumnValueError) as caught:
        load(CSV, f'amount,default\n{rows}"{cell}\n",1\n'.encode())
    assert "\u202e" not in str(caught.value)
    assert len(caught.value.found) < 70


def test_days_of_a_table_are_read_as_days() -> None:
    rows = b"issue_date,income,default\n31/01/2024,1,0\n01/02/2024,2,1\n"
    table = load(CSV, rows)
    assert table.columns.date == "issue_date"
    assert table.frame["issue_date"].dt.strftime("%Y-%m-%d").tolist() == [
        "2024-01-31",
        "2024-02-01",
    ]
