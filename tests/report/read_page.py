"""A page read as a browser would: its elements, what they say, and whether all of them end."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "link", "input", "hr", "base", "source"}


@dataclass
class Element:
    """One element, with the text that stands directly in it or in what it holds."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    def find(self, tag: str, **attributes: str) -> list[Element]:
        """Return all elements of a tag that have these attributes, in order."""
        found = []
        for one in self.inside:
            if one.tag == tag and all(one.attributes.get(k) == v for k, v in attributes.items()):
                found.append(one)
            found += one.find(tag, **attributes)
        return found

    def everything(self) -> list[Element]:
        """Return this element and all within."""
        return [self, *(one for inner in self.inside for one in inner.everything())]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"{tag} says {names}"
        element = Element(tag, dict(attrs))
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open[-1].tag, f"</{tag}> ends <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        within = self.open[-1:] if self.open[-1].tag in {"script", "style"} else self.open
        for element in within:
            element.text += data


def read_page(text: str) -> Element:
    """Read a page; fails where an element does not end, or another one ends."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].tag}> does not end"
    return reader.root
