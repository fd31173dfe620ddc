"""What README and CONTRIBUTING say is so: commands run, tables equal the code, names exist."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from streamlit import config

from core.__main__ import cli
from core.data.samples import SAMPLES
from core.data.yahoo_session import URL_SETTING
from pages.ui.python_script import TITLE
from tests.data.conftest import _own_time_zone_cache, fake  # noqa: F401
from tests.data.fake_yahoo import FakeYahoo, stock
from tests.lab.brief import time_briefly

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PYTHON = ".venv/bin/python -m "
SERVING = "serve bundle.zip --port 8765"
TINY = ("--epochs", "1", "--seeds", "2", "--tune", "off", "--teacher-trees", "10")
# These copy settings for a child process and read none for themselves.
PASS_ON = {"core/deploy/inspect_model.py", "core/deploy/proving.py", "core/lab/outbox/sender.py"}


def blocks(text: str, language: str) -> list[str]:
    """Code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def rows_below(header: str) -> list[list[str]]:
    """Cells of the table whose first column is called so, without its two lines of header."""
    body = README.partition(f"| {header} |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in body.split("\n")[2:]]


CORE_COMMANDS = [
    line.removeprefix(f"{PYTHON}core ")
    for block in blocks(README, "sh")
    for line in block.splitlines()
    if line.startswith(f"{PYTHON}core ")
]


def test_every_kind_of_code_block_is_looked_at_here() -> None:
    assert set(re.findall(r"^```(\w+)$", README, re.MULTILINE)) == {"sh", "nginx", "toml"}
    assert set(re.findall(r"^```(\w+)$", CONTRIBUTING, re.MULTILINE)) == {"sh"}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of loans, as a command of the README writes it."""
    place = tmp_path_factory.mktemp("bundle") / "bundle.zip"
    asked = ["distill", "--sample", "german_credit", "--bundle", str(place), *TINY]
    with pytest.MonkeyPatch.context() as patch:
        time_briefly(patch)
        assert CliRunner().invoke(cli, asked).exit_code == 0
    return place


@pytest.mark.slow
@pytest.mark.parametrize("command", [one for one in CORE_COMMANDS if one != SERVING])
def test_commands_of_the_command_line_run(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fake: FakeYahoo,  # noqa: F811
    bundle: Path,
) -> None:
    time_briefly(monkeypatch)
    monkeypatch.chdir(tmp_path)
    stock(fake)
    monkeypatch.setenv(URL_SETTING, fake.address)
    for name in ("loans.csv", "recent.csv"):
        shutil.copy(SAMPLES["german_credit"].path, name)
    shutil.copy(bundle, "bundle.zip")
    trains = command.startswith(("distill", "sweep")) and "--help" not in command
    result = CliRunner().invoke(cli, [*shlex.split(command), *(TINY if trains else ())])
    assert result.exit_code == 0, result.output
    assert result.stdout
    for option in re.findall(r"--(?:json|report) (\S+\.\w+)", command):
        assert Path(option).stat().st_size
    if command.endswith("--json -"):
        assert json.loads(result.stdout)["verdict"]


def test_the_command_that_serves_has_the_flags_that_it_is_given() -> None:
    assert SERVING in CORE_COMMANDS
    shown = CliRunner().invoke(cli, ["serve", "--help"]).stdout
    assert all(flag in shown for flag in re.findall(r"--\w+", SERVING))


@pytest.mark.parametrize("mark", ["run", "test"])
def test_set_up_commands_name_files_and_extras_that_exist(mark: str) -> None:
    command = re.search(rf"<!-- {mark} -->\n```sh\n(.*?)\n```", README, re.DOTALL)[1]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for extras in re.findall(r"\.\[(.*?)\]", command):
        assert set(extras.split(",")) <= set(project["optional-dependencies"])
    for file in re.findall(r"\b\w+\.py\b", command):
        assert (ROOT / file).is_file()
    assert " && ".join(map(str.strip, command.split("&&"))) == command
    assert command.startswith("python3 -m venv .venv && .venv/bin/pip install -e ")


def test_the_project_needs_the_python_that_the_readme_asks_for() -> None:
    asked = re.search(r"You need Python (\S+) or newer", README)[1]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == f">={asked}"


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_module_that_is_run_exists(text: str) -> None:
    names = set(re.findall(r"\.venv/bin/python -m ([\w.]+)", text))
    assert names
    for name in names:
        assert importlib.util.find_spec(name.rstrip(".")), name


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_file_that_is_named_exists(text: str) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", text)
    files = re.findall(r"`((?:core|tests|pages|sample_data)/[\w./]+)`", text)
    files += re.findall(r"pytest (tests/\w+)", text)
    assert links
    assert [name for name in (*links, *files) if not (ROOT / name).exists()] == []


def test_the_map_names_every_folder_and_where_to_begin() -> None:
    rows = re.findall(r"^\| `([\w/]+)` \|.*\| `([\w.]+)` \|$", CONTRIBUTING, re.MULTILINE)
    assert [(folder, file) for folder, file in rows if not (ROOT / folder / file).is_file()] == []
    rooms = {f"core/{path.name}" for path in (ROOT / "core").iterdir() if path.is_dir()}
    assert {folder for folder, _ in rows} == rooms - {"core/__pycache__"} | {"pages", "tests"}


def names_read(path: Path) -> Iterator[str]:
    """Environment variables that a module reads, by what its constants say."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    imported = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for name in asked_of_environment(tree):
        if isinstance(name, ast.Constant):
            yield name.value
        elif ast.unparse(name) in constants:
            yield constants[ast.unparse(name)]
        elif ast.unparse(name) in imported:
            module, constant = imported[ast.unparse(name)]
            yield getattr(importlib.import_module(module), constant)
        else:
            raise AssertionError(f"{path} reads {ast.unparse(name)}, which is no constant")


def asked_of_environment(tree: ast.Module) -> Iterator[ast.expr]:
    """The name in each ``os.environ.get(name)``, ``os.environ[name]`` and ``os.getenv(name)``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            yield node.slice
        elif isinstance(node, ast.Call):
            asked = ast.unparse(node.func)
            if asked in {"os.environ.get", "os.getenv", "os.environ.pop", "os.environ.setdefault"}:
                yield node.args[0]


def test_the_table_of_settings_names_all_that_the_code_reads() -> None:
    paths = [*ROOT.glob("app.py"), *(ROOT / "core").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    read = {
        name
        for path in paths
        if path.relative_to(ROOT).as_posix() not in PASS_ON
        for name in names_read(path)
    }
    told = {row[0].strip("`") for row in rows_below("setting (environment variable)")}
    assert told == read


def test_the_settings_of_streamlit_exist_and_stand_as_told() -> None:
    rows = rows_below("setting")
    assert rows
    options = {option.env_var: option for option in config._config_options_template.values()}
    own = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    for name, _, here in rows:
        option = options[name.strip("`")]
        value = own.get(option.name, option.default_val)
        assert not here.startswith("`") or here == f"`{value}`", name


def test_the_proxy_of_the_readme_lets_through_what_the_app_needs() -> None:
    (nginx,) = blocks(README, "nginx")
    own = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    assert f"client_max_body_size {own['maxUploadSize']}m;" in nginx
    assert {"Upgrade $http_upgrade;", 'Connection "upgrade";'} <= set(
        re.findall(r"proxy_set_header (.*)", nginx)
    )
    assert nginx.count("{") == nginx.count("}")
    base = re.search(r"STREAMLIT_SERVER_BASE_URL_PATH=(\w+)", README)[1]
    assert f"location /{base}/ {{" in nginx
    # Without a path of its own, nginx passes the address on as it came.
    assert re.search(r"proxy_pass http://[\d.:]+;", nginx)


def test_the_secrets_of_the_readme_are_those_that_signing_in_needs() -> None:
    (secrets,) = blocks(README, "toml")
    auth = tomllib.loads(secrets)["auth"]
    needed = {"redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url"}
    assert set(auth) == needed
    assert auth["redirect_uri"].endswith("/oauth2callback")


def test_the_commands_for_docker_fit_the_compose_file() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    profiles = {name for one in compose["services"].values() for name in one.get("profiles", ())}
    lines = [
        line
        for block in blocks(README, "sh")
        for line in block.splitlines()
        if line.startswith("docker")
    ]
    assert len(lines) == 2
    for line in lines:
        assert re.fullmatch(r"docker compose (--profile \w+ )?up --build", line)
        assert set(re.findall(r"--profile (\w+)", line)) <= profiles


def test_the_table_of_samples_names_all_that_are_shipped() -> None:
    assert [row[0].strip("`") for row in rows_below("sample")] == list(SAMPLES)


def test_the_readme_names_what_compare_shows() -> None:
    assert f"*{TITLE}*" in README
