"""A toy task, model, method and check, as CONTRIBUTING says that each is added."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Insertion:
    """Text put before the only place of a file that says `before`; a new file has no such place."""

    file: str
    before: str
    text: str


TASK = (
    Insertion("core/spec/names.py", '"credit"]\nSource', '"jump", '),
    Insertion("core/spec/names.py", '"direction", "trend", "risk"})', '"jump", '),
    Insertion(
        "core/tasks/labels.py",
        '        "direction": ("down"',
        '        "jump": ("small", "large"),\n',
    ),
    Insertion("core/tasks/labels.py", '"direction": _direction', '"jump": _jump, '),
    Insertion(
        "core/tasks/labels.py",
        "def _direction(",
        """\
def _jump(bars: pd.DataFrame, horizon_days: int) -> _Classes:
    state = _exceeds(log_returns(bars, horizon_days).abs(), 0.01)
    return state.shift(-horizon_days), state


""",
    ),
    Insertion(
        "core/tasks/questions.py",
        '        "direction": Question(',
        """\
        "jump": Question(
            title="Jump",
            what="Will the price move by more than a hundredth?",
            short="jumps",
            asked="Will the price move by more than a hundredth within {sessions}?",
            means="large means that the log return over {sessions} is beyond a hundredth.",
        ),
""",
    ),
)
MODEL = (
    Insertion("core/spec/names.py", '    "transformer",\n', '    "squares",\n'),
    Insertion(
        "core/models/catalog.py",
        '        "transformer": Architecture(',
        """\
        "squares": Architecture(
            name="squares",
            title="Squares",
            what="One weight for each feature and one for its square, added up.",
            when="Where an answer is largest in the middle of a feature.",
            reads_windows=False,
            as_teacher=None,
            as_student=ModelSpec(name="squares"),
        ),
""",
    ),
    Insertion(
        "core/models/network.py",
        "from core.spec import",
        "from core.models.squares import Squares\n",
    ),
    Insertion(
        "core/models/network.py",
        '        case "transformer"',
        '        case "squares":\n            return Squares(n_features, n_classes)\n',
    ),
    Insertion(
        "core/models/squares.py",
        "",
        """\
import torch
from torch import nn


class Squares(nn.Module):
    def __init__(self, n_features, n_classes):
        super().__init__()
        self.head = nn.Linear(2 * n_features, n_classes)

    def forward(self, inputs):
        return self.head(torch.cat([inputs, inputs.square()], dim=1))
""",
    ),
)
METHOD = (
    Insertion("core/spec/names.py", '    "time_map",\n', '    "absolute",\n'),
    Insertion(
        "core/distill/methods.py",
        '        "time_map": Method(',
        """\
        "absolute": Method(
            name="absolute",
            title="Absolute difference",
            what="The student copies the teacher's probabilities by their absolute difference.",
            when="As an example.",
            source="none",
        ),
""",
    ),
    Insertion(
        "core/distill/voices.py",
        '        "time_map": hinton',
        '        "absolute": absolute_voice,\n',
    ),
    Insertion(
        "core/distill/voices.py",
        "def standardised(",
        """\
def absolute_voice(student_logits: Tensor, teacher_logits: Tensor, temperature: float) -> Tensor:
    pair = (student_logits, teacher_logits)
    mine, theirs = (torch.softmax(logits / temperature, dim=1) for logits in pair)
    return (mine - theirs).abs().sum(dim=1).mean()


""",
    ),
)
CHECK = (
    Insertion("core/data/findings.py", "    columns.CONSTANT,\n", "    rows.ROUND,\n"),
    Insertion(
        "core/data/checks/rows.py",
        "REPEATED = Check(",
        """\
ROUND = Check(
    code="D900",
    title="A round number of rows",
    severity="informs",
    why="It may be a cut-out.",
    remedy="Ask for all rows.",
    look=lambda table: None if len(table.frame) % 1000 else Spotted("A round number", "all rows"),
)
""",
    ),
)
TOYS = {"task": TASK, "model": MODEL, "method": METHOD, "check": CHECK}


def files_touched(kind: str) -> set[str]:
    """Files of the repository that a toy changes, without those that it adds."""
    return {one.file for one in TOYS[kind] if one.before}


def grow(folder: Path) -> None:
    """Copy `core` into a folder and put every toy into it."""
    shutil.copytree(ROOT / "core", folder / "core", ignore=shutil.ignore_patterns("__pycache__"))
    for beside in ("sample_data", "LICENSE"):
        (folder / beside).symlink_to(ROOT / beside)
    for insertions in TOYS.values():
        for one in insertions:
            _insert(folder / one.file, one)


def _insert(path: Path, one: Insertion) -> None:
    if not one.before:
        path.write_text(one.text, encoding="utf-8")
        return
    text = path.read_text("utf-8")
    assert text.count(one.before) == 1, f"{one.file} says {one.before!r} not once"
    path.write_text(text.replace(one.before, one.text + one.before), encoding="utf-8")
