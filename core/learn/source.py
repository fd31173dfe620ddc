"""The source of a function or class as a reader of a lesson should see it."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator


def source_of(what: Callable[..., object]) -> str:
    """Return the source of a function or class without its docstrings.

    So the code that a screen shows is the code that ran.

    Parameters
    ----------
    what : function or class
        Written in a file.
    """
    source = textwrap.dedent(inspect.getsource(what))
    lines = source.splitlines()
    unwanted = {number for first, last in _docstrings(source) for number in range(first, last + 1)}
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in unwanted)


def body_of(function: Callable[..., object]) -> str:
    """Return the lines of a function below its docstring, which it must have, without indent."""
    source = textwrap.dedent(inspect.getsource(function))
    (_, last), *_ = _docstrings(source)
    return textwrap.dedent("\n".join(source.splitlines()[last:]))


def _docstrings(source: str) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each docstring, and of the empty lines after it."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            last = node.body[0].end_lineno or node.body[0].lineno
            while last < len(lines) and not lines[last].strip():
                last += 1
            yield node.body[0].lineno, last
