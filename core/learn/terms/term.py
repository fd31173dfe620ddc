"""What an entry of the glossary is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word, what it means in one or two plain sentences, and where to read on.

    Parameters
    ----------
    name : str
        As the glossary lists it.
    meaning : str
    see : tuple of str
        Names of other terms.
    also : tuple of str
        Other ways in which the interface writes it.
    """

    name: str
    meaning: str
    see: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way in which the interface writes the term."""
        return (self.name, *self.also)

    @property
    def abbreviations(self) -> tuple[str, ...]:
        """Spellings in capitals, such as ECE, that stand beside the name."""
        short = (one for one in self.also if one.isupper() and one.isalpha() and one.isascii())
        return tuple(one for one in short if len(one) > 1)
