from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.deploy import reading
from core.deploy.loaded import LoadedModel, inspected_of
from core.deploy.reading import check_indicators, load_code, read_rows, sheet_of, told
from core.errors import BundleError
from tests.deploy.shared import ANSWERS, FRAME, LOANS, ROWS, let_in, prices_bundle

BUNDLE = let_in(LOANS)


@pytest.mark.parametrize(
    "sentence",
    [
        "A must hold, however: b was found. Do c.",
        "Column 'a. b' must hold numbers, however: line 3 holds 'x. y'. Write numbers.",
    ],
)
def test_a_sentence_of_the_code_of_bundles_stays_word_for_word(sentence: str) -> None:
    assert str(told(ValueError(sentence))) == sentence


def test_rows_are_read_as_the_encoder_reads_them() -> None:
    sheet = sheet_of(FRAME.to_csv(index=False).encode())
    _, keys, rows = read_rows(sheet, BUNDLE.bundle.schema)
    np.testing.assert_array_equal(rows, ROWS)
    assert keys[0] == ("1",)


def test_many_rows_are_answered_in_batches_and_none_without_any() -> None:
    model = LoadedModel(BUNDLE)
    assert len(ROWS) > 256
    np.testing.assert_allclose(model.probabilities(ROWS), ANSWERS, atol=1e-5)
    assert model.probabilities(ROWS[:0]).shape == (0, 2)


def test_a_bundle_that_was_looked_into_is_not_looked_into_again() -> None:
    assert inspected_of(BUNDLE) is BUNDLE


def test_a_model_of_prices_reads_only_what_is_computed_from_them() -> None:
    contents, _, _ = prices_bundle()
    schema = let_in(replace(contents, drift=None)).bundle.schema
    check_indicators(schema)
    strange = schema.columns[0].model_copy(update={"name": "mood"})
    with pytest.raises(BundleError, match="mood"):
        check_indicators(schema.model_copy(update={"columns": (strange,)}))


def test_a_package_that_prices_need_and_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(_: str) -> None:
        raise ModuleNotFoundError("No module named 'pandas'", name="pandas")

    monkeypatch.setattr(reading.importlib, "import_module", missing)
    with pytest.raises(BundleError, match="needs the package pandas"):
        load_code("indicators")
