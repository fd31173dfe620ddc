"""A task with a key, and what is told of it: the same whether it runs here or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

from core.distill.reports import StopSignal
from core.errors import LabError

Work = Callable[..., Generator[object, None, object]]
"""A generator function of a module, called with `should_stop`, `shared` and a task's arguments.

What it yields is told at once, what it returns is the task's result. It asks `should_stop` as
often as it likes, and once told so comes to an ending with the best it has.
"""


@dataclass(frozen=True)
class Task:
    """Something to do; what it is made of can be pickled."""

    key: str
    work: Work
    arguments: tuple[object, ...] = ()


@dataclass(frozen=True)
class Failed:
    """The result of a task that could not do its work, for a reason that the user can mend."""

    error: LabError


@dataclass(frozen=True)
class Told:
    """What a task said.

    ``attempt`` and ``step`` count from 1; a task whose worker was lost begins again, and a later
    attempt supersedes what an earlier one said. With ``is_last`` the event is the task's result,
    told once whatever was lost, or `Failed`.
    """

    key: str
    attempt: int
    step: int
    event: object
    is_last: bool = False


IsEnough = Callable[[Told], bool]
"""Asked about everything that is told; True asks that one task to end early."""


class Runner(Protocol):
    """Does tasks and streams what they tell."""

    def __call__(
        self,
        tasks: Iterable[Task],
        should_stop: StopSignal,
        *,
        shared: object = None,
        is_enough: IsEnough = ...,
    ) -> Iterator[Told]:
        """Do tasks, each with a key of its own, and tell of them in the order of arrival.

        Tasks are taken one by one as places come free, so that a later task may depend on what
        was told of earlier ones. One that fails with a `LabError` is told as `Failed`, and the
        others go on; what else it raises is raised here and ends them all.

        Parameters
        ----------
        tasks : iterable of Task
        should_stop : callable
            Once it says so no further task begins, those at work are asked to end early, and
            their results are told. It may block or raise.
        shared : object, optional
            Given to every task, and brought to every worker once; not to be changed there.
        is_enough : callable, optional
        """


@dataclass(frozen=True)
class Step:
    """One event of one attempt."""

    number: int
    event: object
    is_last: bool


def never_enough(told: Told) -> bool:
    """Let every task come to its own end."""
    del told
    return False


def steps_of(task: Task, should_stop: StopSignal, shared: object) -> Iterator[Step]:
    """Do a task in this thread, and yield its events and at last its result."""
    number = 0
    with closing(task.work(should_stop, shared, *task.arguments)) as events:
        while True:
            number += 1
            try:
                event = next(events)
            except StopIteration as end:
                yield Step(number, end.value, is_last=True)
                return
            except LabError as problem:
                yield Step(number, Failed(problem), is_last=True)
                return
            yield Step(number, event, is_last=False)
