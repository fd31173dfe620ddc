from __future__ import annotations

import tomllib
from pathlib import Path

from core.data import limits

ROOT = Path(__file__).parents[2]


def test_the_upload_widget_takes_what_may_be_loaded() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["server"]["maxUploadSize"] == limits.MAX_FILE_MB


def test_the_sentence_says_every_limit() -> None:
    said = limits.limits_sentence()
    for limit in ("600 MB", "1,000,000 rows", "500 columns", "50 files"):
        assert limit in said


def test_a_million_rows_of_thirty_columns_fit() -> None:
    assert limits.MAX_ROWS >= 1_000_000
    assert limits.MAX_COLUMNS >= 30
    assert 30 * 1_000_000 * len("-0.1257302210933933,") <= limits.MAX_FILE_BYTES
