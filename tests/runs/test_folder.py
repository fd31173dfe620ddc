from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from core.runs.folder import data_folder, database_url


def test_setting_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DISTILL_LAB_DATA", str(tmp_path))
    assert data_folder() == tmp_path


@pytest.mark.parametrize("empty", [None, ""])
def test_without_a_setting_it_is_the_users_own(
    monkeypatch: pytest.MonkeyPatch, empty: str | None
) -> None:
    monkeypatch.delenv("DISTILL_LAB_DATA", raising=False)
    if empty is not None:
        monkeypatch.setenv("DISTILL_LAB_DATA", empty)
    assert data_folder() == platformdirs.user_data_path("distill-lab", appauthor=False)


def test_database_is_a_file_of_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DISTILL_LAB_DATABASE_URL", raising=False)
    assert database_url(tmp_path) == f"sqlite:///{tmp_path}/runs.sqlite"


def test_setting_moves_the_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DISTILL_LAB_DATABASE_URL", "postgresql://host/name")
    assert database_url(tmp_path) == "postgresql://host/name"
