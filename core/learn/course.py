"""The lessons, in the order in which they build on each other."""

from __future__ import annotations

from core.learn.lesson import Lesson
from core.learn.lessons.alone import ALONE
from core.learn.lessons.leak import LEAK
from core.learn.lessons.noise import NOISE
from core.learn.lessons.smaller import SMALLER
from core.learn.lessons.softening import SOFTENING

LESSONS: tuple[Lesson, ...] = (SOFTENING, ALONE, LEAK, NOISE, SMALLER)
