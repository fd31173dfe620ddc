"""Words of the glossary beside the part that uses them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.language.joining import in_a_row, listed
from core.language.speak import tr
from core.learn.glossary import BY_SPELLING
from core.learn.terms.term import Term


def words_used(names: Sequence[str]) -> None:
    """Offer the meanings of the words that a part marks as used."""
    with st.popover(tr("Words used here")):
        st.markdown("\n\n".join(entry(BY_SPELLING[name.lower()]) for name in names))


def entry(term: Term) -> str:
    """Return a word, its meaning and where to read on, as Markdown."""
    more = tr("See also: {terms}.").format(terms=listed(map(tr, term.see)))
    heading = listed((tr(term.name), *term.abbreviations))
    return f"**{heading}**  \n{in_a_row(tr(term.meaning), f':gray[{more}]')}"
