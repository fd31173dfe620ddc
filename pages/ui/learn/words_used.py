"""Words of the glossary beside the part that uses them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.language.speak import tr
from core.learn.glossary import BY_SPELLING
from core.learn.terms.term import Term


def words_used(names: Sequence[str]) -> None:
    """Offer the meanings of the words that a part marks as used."""
    with st.popover(tr("Words used here")):
        st.markdown("\n\n".join(entry(BY_SPELLING[name.lower()]) for name in names))


def entry(term: Term) -> str:
    """Return a word, its meaning and where to read on, as Markdown."""
    see = ", ".join(tr(name) for name in term.see)
    more = tr("See also: {terms}.").format(terms=see)
    heading = f"{tr(term.name)}{term.heading.removeprefix(term.name)}"
    return f"**{heading}**  \n{tr(term.meaning)} :gray[{more}]"
