"""What is done ahead of those who would wait for it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.data.load import load
from core.data.table import Table
from core.spec import DataSpec
from pages.ui import kept_rows, pool
from pages.ui.demo import DEMO_LABEL
from tests.pages.conftest import APP

OpenPage = Callable[..., AppTest]
FIRST_PAGE = APP.parent / "pages" / "data.py"


def test_the_first_page_finds_everything_imported_and_nothing_of_pytorch() -> None:
    code = (
        "import sys; import app; app.import_first_page();"
        "print('torch' in sys.modules, *(set(sys.argv[1:]) - sys.modules.keys()))"
    )
    nodes = ast.walk(ast.parse(FIRST_PAGE.read_text("utf-8")))
    modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    command = [sys.executable, "-W", "ignore", "-c", code, *modules]
    done = subprocess.run(command, cwd=APP.parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_bundled_sample_is_read_once_for_everybody(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[DataSpec] = []

    def counted(data: DataSpec, csv: object) -> Table:
        read.append(data)
        return load(data, csv)

    kept_rows._sample.clear()
    monkeypatch.setattr(kept_rows, "load", counted)
    for _ in range(2):
        assert not open_page("data", fresh=True).exception
    assert read == [DataSpec()]


def test_slow_imports_do_not_let_a_run_wait_for_them(open_page: OpenPage) -> None:
    app = open_page("data")
    assert not pool.background().slow_imports.are_waited_for
    next(button for button in app.button if button.label == DEMO_LABEL).click().run()
    assert pool.background().slow_imports.are_waited_for
