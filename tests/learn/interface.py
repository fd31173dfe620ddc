"""Every text of the interface, as far as a reader may meet a word of the field in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from core.learn.settings import settings

ROOT = Path(__file__).parents[2]
WORDS_OF_THE_GLOSSARY = ROOT / "core" / "learn" / "terms"


@cache
def interface_texts() -> tuple[str, ...]:
    """Texts of pages and core on one line, without docstrings and the glossary's own words."""
    files = sorted([*(ROOT / "pages").rglob("*.py"), *(ROOT / "core").rglob("*.py")])
    read = (path for path in files if WORDS_OF_THE_GLOSSARY not in path.parents)
    texts = [text for path in read for text in _texts_of(ast.parse(path.read_text("utf-8")))]
    return (*(text for text in texts if "\n" not in text), *(one.help for one in settings()))


def _texts_of(tree: ast.Module) -> Iterator[str]:
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings:
            yield node.value
