"""The catalogue of a language, brought up to date and compiled with Babel.

``python -m tests.language.book`` adds messages that are new, drops those that are gone, compiles
all of it, and lists what is still to be translated in `core/language/*/LC_MESSAGES/lab.po`.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from core.language.messages import messages
from core.language.speak import DOMAIN, ENGLISH, FOLDER, LANGUAGES

OTHERS = tuple(code for code in LANGUAGES if code != ENGLISH)
LINE_WIDTH = 100
DAY = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)
HEADER = """\
# Distill Lab in {name}.
# The terms are listed in TERMS.md beside this folder. After a text has changed:
# python -m tests.language.book
#"""


def po_path(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def mo_path(language: str) -> Path:
    return po_path(language).with_suffix(".mo")


def read_book(language: str) -> Catalog:
    """What translators wrote; empty where nobody has begun."""
    path = po_path(language)
    if not path.exists():
        return Catalog(language, DOMAIN)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def renewed(book: Catalog, language: str) -> Catalog:
    """The same translations under the messages that there are now, in their order."""
    fresh = Catalog(
        language,
        DOMAIN,
        header_comment=HEADER.format(name=LANGUAGES[language]),
        project="Distill Lab",
        version="1",
        fuzzy=False,
    )
    fresh.creation_date = fresh.revision_date = DAY
    for message, places in messages().items():
        known = book.get(message)
        # Places without line numbers: those would change with every edit above them.
        fresh.add(message, known.string if known else "", locations=[(p, 0) for p in places])
    return fresh


def compiled(book: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, book)
    return buffer.getvalue()


def write_book(book: Catalog, language: str) -> None:
    po_path(language).parent.mkdir(parents=True, exist_ok=True)
    with po_path(language).open("wb") as file:
        write_po(file, book, width=LINE_WIDTH, include_lineno=False, omit_header=False)
    mo_path(language).write_bytes(compiled(book))


def main() -> None:
    for language in OTHERS:
        book = renewed(read_book(language), language)
        write_book(book, language)
        missing = [message.id for message in book if message.id and not message.string]
        print(f"{language}: {len(book)} messages, {len(missing)} without a translation")
        for text in missing:
            print(f"  {text!r}")


if __name__ == "__main__":
    main()
