"""Files that somebody may upload by mistake or out of malice, by name."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import pickle
import zipfile
import zlib
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

N_ROWS = 120


def csv(columns: dict[str, Sequence[object]]) -> bytes:
    """Columns written as they are, without any quoting or escaping."""
    names = ",".join(columns)
    rows = zip(*columns.values(), strict=True)
    body = "\n".join(",".join(map(str, row)) for row in rows)
    return f"{names}\n{body}\n".encode()


def loans(n_rows: int = N_ROWS, **more: Sequence[object]) -> bytes:
    """Loans with more columns, the target last."""
    columns = {"income": [1000 + 37 * row % 811 for row in range(n_rows)], **more}
    columns.setdefault("default", [row % 2 for row in range(n_rows)])
    return csv(columns)


def named(name: str, cell: object = "x") -> bytes:
    """Loans with one more column of a hostile name."""
    return loans(**{name: [cell] * N_ROWS})


def celled(cell: str) -> bytes:
    """Loans with one hostile cell among words."""
    return loans(note=[cell, "own", "rent"] * (N_ROWS // 3))


def numbered(cell: str) -> bytes:
    """Loans with one hostile cell among decimal numbers."""
    return loans(amount=[cell, *(f"{row}.5" for row in range(1, N_ROWS))])


def aimed(cells: Sequence[object]) -> bytes:
    """Loans with a hostile target."""
    return loans(len(cells), default=cells)


def bars(**other: Sequence[object]) -> bytes:
    """Six hundred daily bars of one security, some columns replaced."""
    sessions = 600
    close = 100 + np.cumsum(np.random.default_rng(0).normal(size=sessions))
    columns: dict[str, Sequence[object]] = {
        "Date": pd.bdate_range("2022-01-03", periods=sessions).strftime("%Y-%m-%d").tolist(),
        "Open": close.tolist(),
        "High": (close + 1).tolist(),
        "Low": (close - 1).tolist(),
        "Close": close.tolist(),
        "Volume": [1000] * sessions,
    }
    return csv({**columns, **other})


def dated(*days: str) -> bytes:
    """Bars whose first days are hostile."""
    plain = pd.bdate_range("2022-01-03", periods=600).strftime("%Y-%m-%d").tolist()
    return bars(Date=[*days, *plain[len(days) :]])


def zipped(name: str) -> bytes:
    """A ZIP archive that holds a CSV file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, loans())
    return content.getvalue()


def png() -> bytes:
    """A picture."""
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + zlib.compress(bytes(1000))


def noise() -> bytes:
    """Bytes without any meaning."""
    return np.random.default_rng(0).integers(0, 256, 5000, dtype=np.uint8).tobytes()


FILES: dict[str, bytes | Callable[[], bytes]] = {
    "nothing": b"",
    "one byte": b"\0",
    "blank lines": b"\n" * 500,
    "spaces and tabs": b" \t \n \t \n",
    "noise": noise,
    "NUL bytes between cells": b"income,default\n1,\x000\n2,1\n",
    "NUL bytes at the end": loans() + b"\0" * 100,
    "NUL bytes far down": lambda: loans(200_000) + b"\0\n",
    "control characters": b"in\x01come,de\x02fault\n1,0\n",
    "escape sequences": b"income,default\n\x1b[31m1,0\n",
    "gzip": lambda: gzip.compress(loans()),
    "bzip2": lambda: bz2.compress(loans()),
    "xz": lambda: lzma.compress(loans()),
    "zlib": lambda: zlib.compress(loans()),
    "zip": lambda: zipped("rows.csv"),
    "xlsx": lambda: zipped("xl/worksheets/sheet1.xml"),
    "pickle": lambda: pickle.dumps({"income": [1, 2]}),
    "png": png,
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100),
    "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "html": b"<html><table><tr><td>1</td></tr></table></html>",
    "xml": b"<?xml version='1.0'?><rows/>",
    "json rows": json.dumps([{"income": 1, "default": 0}] * 50).encode(),
    "json lines": b'{"income": 1, "default": 0}\n' * 50,
    "yaml": b"income: 1\ndefault: 0\n",
    "source code": b"import os\n\ndef f(a, b):\n    return {a: b}\n",
    "half a UTF-16 letter": "income,default\n1,0\n".encode("utf-16")[:-1],
    "lone surrogate": b"income,default\n\xed\xa0\x80,0\n1,1\n",
    "overlong UTF-8": b"income,default\n\xc0\xaf,0\n1,1\n",
    "UTF-32": "income,default\n1,0\n".encode("utf-32"),
    "UTF-7": "income,default\n1,0\n".encode("utf-7"),
    "two encodings": "town,default\nZürich,0\n".encode() + "Genève,1\n".encode("latin-1"),
    "two marks": b"\xef\xbb\xbf\xef\xbb\xbf" + loans(),
    "5,000 columns": lambda: csv({f"column {place}": [1, 2] for place in range(5000)}),
    "500 columns": lambda: loans(**{f"c{place}": [place] * N_ROWS for place in range(498)}),
    "10,000 categories": lambda: loans(20_000, town=[f"town {row // 2}" for row in range(20_000)]),
    "200 classes": lambda: aimed([f"class {row % 200}" for row in range(1000)]),
    "target of decimals": lambda: aimed([row / 7 for row in range(200)]),
    "target of NaN": lambda: aimed(["NaN"] * 200),
    "target of infinities": lambda: aimed(["inf", "-inf"] * 100),
    "target with infinities": lambda: aimed([0, 1, "inf", 1] * 50),
    "target of booleans": lambda: aimed(["True", "False"] * 100),
    "target of booleans and gaps": lambda: aimed(["true", "false", "", "TRUE"] * 50),
    "target of enormous numbers": lambda: aimed([10**30, 10**31] * 100),
    "target of one case": lambda: aimed([0] * 199 + [1]),
    "target of days": lambda: aimed(["2024-01-31", "2024-02-01"] * 100),
    "target of markup": lambda: aimed(["<b>yes</b>", "**no**"] * 100),
    "target of long text": lambda: aimed(["x" * 5000, "y" * 5000] * 100),
    "infinities": lambda: numbered("inf"),
    "negative infinity": lambda: numbered("-Infinity"),
    "1e400": lambda: numbered("1e400"),
    "1e308": lambda: numbered("1e308"),
    "1e-400": lambda: numbered("1e-400"),
    "integer beyond 64 bits": lambda: loans(amount=[2**64 + row for row in range(N_ROWS)]),
    "integer beyond any float": lambda: loans(amount=["9" * 400, *range(1, N_ROWS)]),
    "negative integer beyond 64 bits": lambda: loans(amount=[-(2**70), *range(1, N_ROWS)]),
    "hexadecimal": lambda: loans(amount=["0x1F", *range(1, N_ROWS)]),
    "digits of other scripts": lambda: loans(amount=["١٢٣", "४५", "７８"] * (N_ROWS // 3)),
    "numbers in two styles": lambda: loans(amount=["1,5", "1.5", "1.234,5"] * (N_ROWS // 3)),
    "numbers in two currencies": lambda: loans(amount=["$1", "€2", "3 CHF"] * (N_ROWS // 3)),
    "only signs": lambda: loans(amount=["$", "%", "()", "+-"] * (N_ROWS // 4)),
    "Markdown in a header": lambda: named("[click](http://example.org) **bold** `code`"),
    "HTML in a header": lambda: named("<script>alert(1)</script>"),
    "formula in a header": lambda: named("=HYPERLINK(A1)"),
    "template in a header": lambda: named("{{7*7}} ${7*7} %s {0}"),
    "LaTeX in a header": lambda: named("$\\frac{1}{0}$"),
    "emoji in a header": lambda: named("💰🏦👩‍👩‍👧"),
    "right-to-left header": lambda: named("\u202eemocni"),
    "invisible header": lambda: named("\u200b\u200d\ufeff"),
    "line end in a header": lambda: named('"in\ncome"'),
    "quotes in a header": lambda: named('"in""come"'),
    "reserved name in a header": lambda: named("__class__"),
    "path in a header": lambda: named("../../etc/passwd"),
    "header of 100,000 characters": lambda: named("x" * 100_000),
    "header of 300,000 characters": lambda: named("x" * 300_000),
    "numbers as header": lambda: csv({"1": range(1, 121), "2.5": [0, 1] * 60}),
    "header of commas": b",,,\n1,2,3,4\n",
    "repeated header": b"a,a,default\n1,2,0\n3,4,1\n",
    "header repeated but for invisible letters": "a,a\u200b,default\n1,2,0\n".encode(),
    "header repeated but for case": lambda: named("Income", 1),
    "Markdown in a cell": lambda: celled("![x](http://example.org/x.png)"),
    "HTML in a cell": lambda: celled("<img src=x onerror=alert(1)>"),
    "formula in a cell": lambda: celled("=1+1|cmd"),
    "emoji in a cell": lambda: celled("💸"),
    "right-to-left cell": lambda: celled("\u202e\u2066"),
    "cell of a million characters": lambda: celled("x" * 1_000_000),
    "quoted line ends": lambda: celled('"a\nb\r\nc"'),
    "quotes in an unquoted cell": lambda: celled('5" pipe'),
    "quoted cell with a tail": lambda: celled('"a"b'),
    "unclosed quote": lambda: loans() + b'"1,0\n',
    "one unclosed quote in front": b'"income,default\n1,0\n',
    "unclosed quotes that pair up": lambda: loans() + b'"1,0\n' + loans() + b'1,"0\n',
    "backslashes": lambda: celled('\\"'),
    "short rows": lambda: loans() + b"1\n2\n",
    "long rows": lambda: loans() + b"1,0,5\n",
    "ragged rows": b"a,b,c\n1\n1,2\n1,2,3\n1,2,3,4\n",
    "only separators": b",,,\n,,,\n,,,\n",
    "only semicolons": b";;;\n" * 50,
    "only quotes": b'""\n' * 50,
    "only a quote": b'"',
    "carriage returns": lambda: loans().replace(b"\n", b"\r"),
    "all line ends": b"a,default\r1,0\n2,1\r\n3,0\r",
    "Unicode line ends": "a,default\u20281,0\u20292,1\u0085".encode(),
    "separator line": lambda: b"sep=;\n" + loans().replace(b",", b";"),
    "fixed width": b"income default\n  1000       0\n  2000       1\n",
    "one row": b"income,default\n1,0\n",
    "one row without an end": b"income,default\n1,0",
    "one column": b"income\n1\n2\n",
    "header only": b"income,default\n",
    "rows of nothing": b"income,default\n" + b",\n" * 200,
    "column of nothing": lambda: loans(empty=[""] * N_ROWS),
    "columns of nothing": lambda: csv({"a": [""] * 120, "b": [""] * 120, "default": [0, 1] * 60}),
    "column of NaN words": lambda: loans(gone=["NaN", "NULL", "n/a", "None"] * (N_ROWS // 4)),
    "year 1": lambda: dated("0001-01-01"),
    "year 9999": lambda: dated("9999-12-31"),
    "year 2262": lambda: dated("2262-04-12"),
    "year 10000": lambda: dated("10000-01-01"),
    "year 0": lambda: dated("0000-00-00"),
    "29 February 2023": lambda: dated("2023-02-29"),
    "29 February 2200": lambda: dated("29/02/2200"),
    "days and nonsense": lambda: dated("yesterday", "soon", "n/a"),
    "days as numbers": lambda: bars(Date=range(44_000, 44_600)),
    "days as decimals": lambda: bars(Date=[row + 0.5 for row in range(600)]),
    "one day only": lambda: bars(Date=["2024-01-02"] * 600),
    "days backwards": lambda: bars(
        Date=pd.bdate_range("2022-01-03", periods=600)[::-1].strftime("%Y-%m-%d").tolist()
    ),
    "negative volumes": lambda: bars(Volume=[-5] * 600),
    "infinite volumes": lambda: bars(Volume=["inf", "1e400"] * 300),
    "text volumes": lambda: bars(Volume=["1.2M"] * 600),
    "negative prices": lambda: bars(Low=[-1.0] * 600),
    "prices of zero": lambda: bars(Close=[0] * 600),
    "infinite prices": lambda: bars(Close=["inf"] * 600),
    "constant prices": lambda: bars(Open=[5] * 600, High=[5] * 600, Low=[5] * 600, Close=[5] * 600),
    "huge prices": lambda: bars(High=["1e300"] * 600),
    "tiny prices": lambda: bars(
        Open=["1e-300"] * 600, High=["1e-300"] * 600, Low=["1e-300"] * 600, Close=["1e-300"] * 600
    ),
    "markup as ticker": lambda: bars(Ticker=["<b>A</b>", "=1+1"] * 300),
    "a ticker a row": lambda: bars(Ticker=[f"T{row}" for row in range(600)]),
    "no ticker": lambda: bars(Ticker=[""] * 600),
    "adjusted close of zero": lambda: bars(**{"Adj Close": [0] * 600}),
    "yfinance header without rows": b"Price,Close\nTicker,AAPL\nDate,\n",
    "yfinance header cut": b"Price,Close\nTicker,AAPL\n",
    "yfinance header with other lengths": b"Price,Close\nTicker\nDate,\n2024-01-02,5\n",
}


def content(name: str) -> bytes:
    """The bytes of one of `FILES`."""
    made = FILES[name]
    return made if isinstance(made, bytes) else made()
