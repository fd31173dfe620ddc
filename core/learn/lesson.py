"""What a lesson is made of: words that name its controls, the controls, and two questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

from core.spec import SampleName


@dataclass(frozen=True)
class Option:
    """One choice of a control: its value in the address, and what it is called."""

    value: str
    label: str


@dataclass(frozen=True)
class Pick:
    """A choice among a few options; ``usual`` is the value that the lesson opens with."""

    key: str
    label: str
    help: str
    options: tuple[Option, ...]
    usual: str

    def read(self, text: str) -> str | None:
        """Return what an address says, or None where that is no option."""
        return text if text in {option.value for option in self.options} else None


@dataclass(frozen=True)
class Slide:
    """A whole number between two ends, both included."""

    key: str
    label: str
    help: str
    low: int
    high: int
    usual: int

    def read(self, text: str) -> int | None:
        """Return what an address says, or None where that is no number between the ends."""
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(self.high))
        return int(text) if is_number and self.low <= int(text) <= self.high else None


Control = Pick | Slide


@dataclass(frozen=True)
class Question:
    """Something to predict before the app answers it from what was measured."""

    key: str
    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """The place of the right choice, and one sentence with the numbers that make it right."""

    choice: int
    reason: str


@dataclass(frozen=True)
class Lesson:
    """Ten minutes on one idea.

    Parameters
    ----------
    link : str
        Its name in the address; the keys of its controls and questions begin with it.
    title, promise : str
        What it is called, and one sentence on what it shows.
    minutes : int
    samples : tuple of SampleName
        The bundled rows that it is about.
    button : str
        What to press for the part that takes seconds; empty where nothing does.
    controls : tuple of Control
    steps : tuple of str
        Paragraphs in the order they stand beside the figures. A control is named by its key
        in braces.
    questions : tuple of Question
    terms : tuple of str
        Words of the glossary that the texts and figures lean on.
    """

    link: str
    title: str
    minutes: int
    promise: str
    samples: tuple[SampleName, ...]
    button: str
    controls: tuple[Control, ...]
    steps: tuple[str, ...]
    questions: tuple[Question, Question]
    terms: tuple[str, ...]

    def control(self, key: str) -> Control:
        """Return one of its controls; KeyError where it has none of that name."""
        return {control.key: control for control in self.controls}[key]

    @property
    def named_controls(self) -> frozenset[str]:
        """Keys of the controls that its paragraphs name."""
        return frozenset(
            key for text in self.steps for _, key, _, _ in Formatter().parse(text) if key
        )

    @property
    def texts(self) -> Iterator[str]:
        """Everything that is read on the screen, for a translator."""
        yield from (self.title, self.promise, *self.steps)
        if self.button:
            yield self.button
        for control in self.controls:
            yield from (control.label, control.help)
            if isinstance(control, Pick):
                yield from (option.label for option in control.options)
        for question in self.questions:
            yield from (question.text, *question.choices)
