import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.deploy.bundle_files import BundleColumn
from core.deploy.serving.cells import table_sheet
from core.deploy.serving.quick import QuickRows
from core.deploy.table import read_table

COLUMNS = (
    BundleColumn(name="number", kind="number"),
    BundleColumn(name="kind", kind="category", categories=("a", "1", "2.5", " b ", "NA", "True")),
    BundleColumn(name="odd", kind="category", categories=("", "x")),
)
NAMES = [column.name for column in COLUMNS]
CELLS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=False)
    | st.sampled_from(["a", " a", "1", "1.0", "2.5", " b ", "b", "NA", "", "x", "True", "-", "5"])
    | st.lists(st.none(), max_size=1)
)
ROW = st.fixed_dictionaries({name: CELLS for name in NAMES})


@settings(max_examples=300)
@given(st.lists(ROW, min_size=1, max_size=3))
def test_what_is_read_quickly_is_what_the_code_of_bundles_reads(
    records: list[dict[str, object]],
) -> None:
    quick = QuickRows(COLUMNS).read(records)
    if quick is not None:
        _, _, slow = read_table(table_sheet(records, NAMES), COLUMNS)
        np.testing.assert_array_equal(quick, slow)


def test_plain_rows_need_no_closer_look() -> None:
    rows = QuickRows(COLUMNS[:2]).read([{"number": 1, "kind": "a"}, {"number": None, "kind": None}])
    np.testing.assert_array_equal(rows, np.array([[1, 0], [np.nan, -1]], np.float32))


def test_missing_column_needs_a_closer_look() -> None:
    assert QuickRows(COLUMNS).read([{"number": 1, "kind": "a"}]) is None
