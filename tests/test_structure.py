"""The walls of the house: import direction, one door per package, sizes and docstrings."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel

from core.spec import RunSpec

ROOT = Path(__file__).parents[1]
CORE = sorted((ROOT / "core").rglob("*.py"))
PAGES = sorted([*(ROOT / "pages").rglob("*.py"), *ROOT.glob("app.py")])

# Each room may import itself and the rooms before it.
ROOMS = (
    "errors",
    "language",
    "spec",
    "data",
    "tasks",
    "models",
    "distill",
    "export",
    "evaluate",
    "deploy",
    "runs",
    "lab",
    "report",
    "learn",
    "commands",
    "options",
    "terminal",
    "sweep_command",
    "search_command",
    "many_command",
    "__main__",
)
# Rooms that know less than their place in the row allows.
KNOWS_ONLY = {
    "runs": {"errors", "runs"},
    "charts": {"errors", "language", "spec", "charts"},
}
# Rooms that draw, besides the pages.
KNOWS_ALSO = {"report": {"charts"}}
# Modules that hold result objects, which charts may see.
RESULT_MODULES = {
    "core.data.column_profile",
    "core.data.coverage",
    "core.data.profile",
    "core.data.table",
    "core.tasks.dataset",
    "core.tasks.split",
    "core.models.cost",
    "core.deploy.drift",
    "core.distill.reports",
    "core.evaluate.looks.agreement",
    "core.evaluate.looks.class_report",
    "core.evaluate.looks.credit_figures",
    "core.evaluate.luck.paired_tests",
    "core.evaluate.looks.defined",
    "core.evaluate.looks.disagreement",
    "core.evaluate.fairness.fairness",
    "core.evaluate.fairness.gaps",
    "core.evaluate.fairness.group_rates",
    "core.evaluate.looks.importance",
    "core.evaluate.speed.latency",
    "core.evaluate.speed.latency_ratio",
    "core.evaluate.looks.operating",
    "core.evaluate.trading.performance",
    "core.evaluate.looks.reliability",
    "core.evaluate.trading.resampled_days",
    "core.evaluate.scores",
    "core.evaluate.looks.selective",
    "core.evaluate.looks.threshold",
    "core.evaluate.trade_off",
    "core.evaluate.trading.trading",
    "core.evaluate.trading.trading_words",
    "core.evaluate.verdict",
    "core.evaluate.luck.walked",
    "core.lab.closer.money",
    "core.lab.closer.pace",
    "core.lab.closer.quality",
    "core.lab.closer.trust",
    "core.lab.closer.apart",
    "core.lab.events",
    "core.lab.leak",
    "core.lab.result",
    "core.lab.many.outcome",
    "core.lab.many.summary",
    "core.lab.search.outcome",
    "core.lab.sweep.claims",
    "core.lab.sweep.frontier",
    "core.lab.sweep.outcome",
    "core.lab.variant",
    "core.learn.alone",
    "core.learn.softening",
    "core.learn.noise",
    "core.learn.smaller",
    "core.learn.concept",
    "core.learn.measured",
    "core.learn.snippet_found",
}
# The only places that may import each package.
DOORS = {
    "streamlit": ("app.py", "pages/"),
    "yfinance": ("core/data/yahoo.py",),
    "curl_cffi": ("core/data/yahoo.py", "core/data/yahoo_session.py"),
    "plotly": ("core/charts/", "pages/ui/live_chart.py"),
    "concurrent": ("core/runs/jobs.py",),
    "multiprocessing": ("core/runs/jobs.py", "core/distill/workers.py"),
    "joblib": ("core/distill/workers.py", "core/lab/sweep/estimate.py"),
    "onnx": ("core/export/", "core/deploy/"),
    "onnxruntime": ("core/export/", "core/deploy/"),
    "onnxscript": ("core/export/",),
    "starlette": ("core/deploy/serving/",),
    "uvicorn": ("core/deploy/service.py",),
    "click": (
        "core/__main__.py",
        "core/commands.py",
        "core/many_command.py",
        "core/options.py",
        "core/search_command.py",
        "core/sweep_command.py",
        "core/terminal.py",
    ),
    "sqlalchemy": (
        "core/runs/database.py",
        "core/runs/processes.py",
        "core/runs/reading.py",
        "core/runs/store.py",
        "core/runs/tables.py",
        "core/runs/writing.py",
    ),
    "sqlite3": ("core/runs/database.py",),
    "psycopg": ("core/runs/database.py",),
    "mlflow": ("core/lab/outbox/sender.py",),
    "dask": ("core/lab/cluster/",),
    "distributed": ("core/lab/cluster/",),
    "optuna": ("core/lab/search/",),
    "psutil": ("core/evaluate/speed/memory.py", "core/runs/processes.py"),
}
LOCKS = {"Lock", "RLock"}
# What a module may use of threading; all others only lock.
MOST_OF_THREADING = {
    "core/runs/jobs.py": {"Thread"},
    "core/runs/ticker.py": {"Thread", "Event"},
    "core/runs/roster.py": {"Condition"},
    "core/runs/control.py": {"Condition"},
}
NOT_IN_PAGES = {"pandas", "numpy", "torch", "sklearn", "yfinance", "onnx", "onnxruntime"}
TOP_LEVEL = {
    "app.py",
    "pages",
    "core",
    "tests",
    "sample_data",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Dockerfile",
    "compose.yaml",
}
MOST_FUNCTION_LINES = 50


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    """Full names of what a module imports, those for type checkers and inside functions too."""
    return tuple(_imports(tree_of(path)))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ("." * node.level + f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str:
    """The room of a module's dotted name, such as data for core.data.table."""
    return module.split(".")[1]


def module_of(path: Path) -> str:
    return name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def package_of(name: str) -> str:
    return name.split(".")[0]


def refuse(offences: Iterable[str]) -> None:
    """Fail with all offences at once, a line each."""
    found = list(offences)
    assert not found, "\n".join(found)


def importing(paths: Iterable[Path], is_wrong: Callable[[Path, str], bool]) -> Iterator[str]:
    """Name every import that is wrong in its module."""
    for path in paths:
        for name in imports_of(path):
            if is_wrong(path, name):
                yield f"{name_of(path)} imports {name}"


def rooms_open_to(room: str) -> set[str]:
    allowed = KNOWS_ONLY.get(room) or set(ROOMS[: ROOMS.index(room) + 1])
    return allowed | KNOWS_ALSO.get(room, set())


def leaves_its_room(path: Path, name: str) -> bool:
    if package_of(name) != "core":
        return False
    room = room_of(module_of(path))
    is_result = room == "charts" and name.rpartition(".")[0] in RESULT_MODULES
    return not is_result and room_of(name) not in rooms_open_to(room)


def passes_the_door(path: Path, name: str) -> bool:
    doors = DOORS.get(package_of(name))
    return doors is not None and not name_of(path).startswith(doors)


def test_imports_are_absolute() -> None:
    refuse(importing([*CORE, *PAGES], lambda _, name: name.startswith(".")))


def test_imports_point_one_way() -> None:
    modules = [path for path in CORE if module_of(path) != "core"]
    refuse(importing(modules, leaves_its_room))


def test_each_package_has_one_door() -> None:
    refuse(importing([*CORE, *PAGES], passes_the_door))


def test_few_modules_start_threads() -> None:
    refuse(
        f"{name_of(path)} uses threading.{name}"
        for path in [*CORE, *PAGES]
        for name in parts_of_threading(path) - MOST_OF_THREADING.get(name_of(path), LOCKS)
    )


def parts_of_threading(path: Path) -> set[str]:
    imported = {name.split(".")[1] for name in imports_of(path) if name.startswith("threading.")}
    return imported | {
        node.attr
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "threading"
    }


def test_pages_leave_the_work_to_core() -> None:
    refuse(importing(PAGES, lambda _, name: package_of(name) in NOT_IN_PAGES))


def test_core_does_not_know_the_pages() -> None:
    refuse(importing(CORE, lambda _, name: package_of(name) in {"pages", "app"}))


@pytest.mark.parametrize(("paths", "most"), [(CORE, 250), (PAGES, 150)], ids=["core", "pages"])
def test_modules_are_small(paths: list[Path], most: int) -> None:
    lines = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in paths}
    refuse(f"{name} has {n} lines, at most {most}" for name, n in lines.items() if n > most)


def functions_of(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def code_lines(function: ast.FunctionDef) -> int:
    """Lines of a function from its name to its end, without its docstring."""
    first = function.body[0]
    docstring = first.end_lineno - first.lineno + 1 if ast.get_docstring(function) else 0
    return function.end_lineno - function.lineno + 1 - docstring


def test_functions_are_small() -> None:
    refuse(
        f"{name_of(path)}: {function.name} has {code_lines(function)} lines"
        for path in [*CORE, *PAGES]
        for function in functions_of(tree_of(path))
        if code_lines(function) > MOST_FUNCTION_LINES
    )


def undocumented(body: list[ast.stmt], prefix: str = "") -> Iterator[str]:
    """Public functions and classes without a docstring, methods included."""
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield prefix + node.name
        if isinstance(node, ast.ClassDef):
            yield from undocumented(node.body, f"{node.name}.")


def test_modules_and_public_names_have_docstrings() -> None:
    trees = {name_of(path): tree_of(path) for path in CORE}
    refuse(name for name, tree in trees.items() if not ast.get_docstring(tree))
    refuse(f"{at}: {name}" for at, tree in trees.items() for name in undocumented(tree.body))


def fields_of(group: type[BaseModel]) -> Iterator[tuple[str, str | None]]:
    for name, field in group.model_fields.items():
        yield f"{group.__name__}.{name}", field.description
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from fields_of(field.annotation)


@pytest.mark.parametrize(("name", "help_text"), dict(fields_of(RunSpec)).items())
def test_every_choice_has_its_help(name: str, help_text: str | None) -> None:
    assert help_text, f"{name} has no help"
    assert help_text.endswith(".")


def test_repository_has_no_other_top_level_entries() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git repository")
    entries = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {entry for entry in entries if not entry.startswith(".")} <= TOP_LEVEL
