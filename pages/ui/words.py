"""Names of questions, states and verdicts, as the screens say them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.data.samples import data_title
from core.models.catalog import ARCHITECTURES
from core.runs.records import RunState
from core.spec import RunSpec, TaskName
from core.tasks.questions import QUESTIONS

TASK_TITLES: Mapping[TaskName, tuple[str, str]] = MappingProxyType(
    {name: (question.title, question.what) for name, question in QUESTIONS.items()}
)

STATE_TITLES: Mapping[RunState, str] = MappingProxyType(
    {
        "queued": "Queued",
        "running": "Running",
        "paused": "Paused",
        "done": "Done",
        "interrupted": "Interrupted",
        "cancelled": "Cancelled",
        "failed": "Failed",
    }
)
WAITS_ELSEWHERE = "Waiting at another server"
OUTCOME_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "better": "Teacher helped",
        "worse": "Teacher hurt",
        "smoothing_better": "Label smoothing helped",
        "smoothing_worse": "Label smoothing hurt",
        "no_clear_difference": "No clear difference",
        "nothing_to_learn": "Nothing to learn",
        "": "",
    }
)


def title_of(spec: RunSpec) -> str:
    """Name a run by its data, its question and its student, without text of the user."""
    question = TASK_TITLES[spec.task.name][0]
    return f"{data_title(spec.data)} · {question} · {ARCHITECTURES[spec.student.name].title}"
