"""The ways in which a teacher can speak to a student."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from core.spec import MethodName


@dataclass(frozen=True)
class Method:
    """A distillation method in two plain sentences, with its source."""

    name: MethodName
    title: str
    what: str
    when: str
    source: str


METHODS = MappingProxyType(
    {
        "hinton": Method(
            name="hinton",
            title="Soft targets",
            what="The student imitates the teacher's softened probabilities and the labels.",
            when="Works for two classes and more; the place to start.",
            source="Hinton, Vinyals and Dean, 2015, arXiv 1503.02531",
        ),
    }
)
