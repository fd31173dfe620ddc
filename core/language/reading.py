"""Which texts of the source a reader may meet: found in the syntax tree, not in a second list.

Core writes its sentences in English, some of them with numbers put in, and knows nothing of
languages. Each literal and each f-string is a message here, so that a sentence cannot change
without the catalogue noticing.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

END_OF_HOVER = "<extra></extra>"
"""How a picture's hover text ends in Plotly."""

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)(:[^{}]*)?\}")
_NOT_WORDS = re.compile(r"%\{[^}]*\}|</?\w+[^>]*>|\{[a-z_][a-z0-9_]*(?::[^{}]*)?\}")
_WORD = re.compile(r"[A-Za-z]{2,}")
_TITLE = re.compile(r"[A-Z][a-z]+")
_CODE = re.compile(
    r"\\m|</|<[a-z]+ |://|\w\(\)|==|=>|--\w|\bimport \w+|\btorch\.|\bSELECT\b|\bPRAGMA\b|_\w+="
    r"|;\}|^\.|^[\w.]+\.(?:csv|zip|py|html|json|md|log)$|\w+/\w+/|^[a-z]+/[a-z]|: \w+px"
    r"|\bpython -m\b|^rgba\(|YYYY|^x unified$|center$|^(?:pl|go|np|st)\."
)
_SILENT_CALLS = frozenset(
    {"getattr", "hasattr", "setattr", "compile", "ContextVar", "TypeVar", "import_module"}
)
_SILENT_ERRORS = frozenset(
    {"ValueError", "TypeError", "RuntimeError", "KeyError", "AssertionError", "NotImplementedError"}
)


def messages_in(path: Path) -> tuple[str, ...]:
    """Return the messages of one module in the order they are written, each once.

    Parameters
    ----------
    path : Path
        A Python file.

    Returns
    -------
    tuple of str
        What is put into an f-string stands as ``{name}``, named after its expression.
    """
    tree = ast.parse(path.read_text("utf-8"))
    silent = set(_silent(tree))
    return tuple(dict.fromkeys(_texts(tree, silent, False)))


def help_in(path: Path) -> tuple[str, ...]:
    """Return the sentences under the fields of a module's classes, which are their help."""
    classes = (
        n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ClassDef)
    )
    pairs = (pair for each in classes for pair in pairwise(each.body))
    return tuple(
        inspect.cleandoc(str(after.value.value))
        for field, after in pairs
        if isinstance(field, ast.AnnAssign)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
    )


def is_message(text: str) -> bool:
    """Whether a text has words for a reader: several, or one that begins like a title."""
    words = _NOT_WORDS.sub(" ", text)
    if _CODE.search(text.replace(END_OF_HOVER, "")) or not _WORD.search(words):
        return False
    return " " in text.strip() or bool(_TITLE.fullmatch(words.strip(" .:,*()-·")))


def template_of(node: ast.JoinedStr) -> str:
    """Write an f-string with a named place for each thing that is put into it."""
    parts, used = [], set()
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
            continue
        name = base = _named(value.value) if isinstance(value, ast.FormattedValue) else "part"
        number = 2
        while name in used:
            name, number = f"{base}_{number}", number + 1
        used.add(name)
        parts.append(f"{{{name}}}")
    return "".join(parts)


def _named(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.lower().strip("_") or "part"
        case ast.Call(func=function, args=[ast.Name(id=_) | ast.Attribute() as first, *_]):
            return _named(first) or _named(function)
        case ast.Call(func=function):
            return _named(function)
        case ast.Subscript(value=value) | ast.BinOp(right=value) | ast.UnaryOp(operand=value):
            return _named(value)
    return "part"


def _texts(node: ast.AST, silent: set[int], is_inside: bool) -> Iterator[str]:
    """Give literals and f-strings; inside an f-string a single word counts as well."""
    if id(node) in silent:
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            is_word = is_inside and _WORD.fullmatch(node.value)
            if is_word or is_message(node.value):
                yield node.value
        return
    if isinstance(node, ast.JoinedStr):
        if is_message(template_of(node)):
            yield template_of(node)
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                yield from _texts(value.value, silent, True)
        return
    keeps = is_inside and isinstance(node, ast.IfExp)
    for child in ast.iter_child_nodes(node):
        yield from _texts(child, silent, keeps)


def _silent(tree: ast.AST) -> Iterator[int]:
    """Give what no reader meets: docstrings, annotations, comparisons, patterns, own mistakes."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                yield id(node.value)
            case ast.Compare() | ast.MatchValue():
                yield from (id(each) for each in ast.walk(node) if isinstance(each, ast.Constant))
            case ast.Subscript(value=ast.Name(id="Literal")):
                yield id(node.slice)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                if name in _SILENT_CALLS | _SILENT_ERRORS:
                    yield from map(id, node.args)
            case ast.AnnAssign() | ast.arg() if node.annotation is not None:
                yield id(node.annotation)
            case ast.FunctionDef() if node.returns is not None:
                yield id(node.returns)
