"""Does the project keep its own rules: walls between rooms, one clock, short files, no registry named?"""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS: list[str] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
NOT_OURS = {"data", "out", "dist", "build"}

CLOCK_READINGS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "sqlalchemy.func.now",
}
# Standard library, but it reads files, sockets, processes or the clock: not for the pure rules.
NOT_PURE = {
    "asyncio",
    "io",
    "os",
    "pathlib",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "threading",
    "time",
}


# ---- reading the sources -----------------------------------------------------------------------------------


def folders() -> list[Path]:
    """Return the project's own top-level folders."""
    return sorted(
        path for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "." and path.name not in NOT_OURS
    )


def sources(*names: str) -> list[Path]:
    """Return the Python files of the named top-level folders, of all of them when none is named."""
    chosen = [ROOT / name for name in names] or folders()
    return sorted(path for folder in chosen for path in folder.rglob("*.py"))


def where(path: Path) -> str:
    """Return a file's name as seen from the project's root, with slashes."""
    return path.relative_to(ROOT).as_posix()


def local_names(tree: ast.AST) -> dict[str, str]:
    """Map each name that an import binds in this file to the dotted name that it stands for."""
    bound: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                bound[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            bound.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
    return bound


def dotted_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) for each name and attribute in use, imports and their aliases resolved."""
    bound = local_names(tree)
    for node in ast.walk(tree):
        parts: list[str] = []
        value: ast.AST = node
        while isinstance(value, ast.Attribute):
            parts.insert(0, value.attr)
            value = value.value
        if isinstance(value, ast.Name) and value.id in bound:
            yield value.lineno, ".".join([bound[value.id], *parts])


def imported_packages(path: Path) -> set[str]:
    """Return the top-level packages that a file imports."""
    return {name.partition(".")[0] for name in local_names(ast.parse(path.read_bytes())).values()}


def clock_readings(source: str) -> list[int]:
    """Return the lines of the source text that read the wall clock."""
    return [line for line, name in dotted_names(ast.parse(source)) if name in CLOCK_READINGS]


# ---- walls between rooms -----------------------------------------------------------------------------------


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter with the pyproject.toml of a folder on the packages of that folder."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def empty_rooms(tmp_path: Path) -> Path:
    """A folder with the project's contracts and all its rooms, nothing in them."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    return tmp_path


def test_imports_point_downwards_only() -> None:
    answer = lint_imports(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_contracts_are_kept_by_empty_rooms(empty_rooms: Path) -> None:
    assert lint_imports(empty_rooms).returncode == 0


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("core", "import db", "Imports point downwards only"),
        ("db", "import texts", "Imports point downwards only"),
        ("handlers", "import channels", "Imports point downwards only"),
        ("scheduler", "import web", "Imports point downwards only"),
        ("web", "import bot", "Imports point downwards only"),
        ("core", "from os import environ", "core is pure"),
        ("core", "import pydantic", "core is pure"),
        ("reports", "from sqlalchemy import select", "SQL is spoken in db only"),
        ("handlers", "import telegram", "Platform libraries stay in channels"),
    ],
)
def test_an_import_through_a_wall_is_refused(empty_rooms: Path, room: str, line: str, contract: str) -> None:
    (empty_rooms / room / "hole.py").write_text(line + "\n")
    answer = lint_imports(empty_rooms)
    assert answer.returncode != 0
    broken = [row for row in answer.stdout.splitlines() if row.endswith("BROKEN")]
    assert len(broken) == 1
    assert broken[0].startswith(contract)


def test_every_room_is_in_the_wheel_in_the_layers_and_in_the_type_check() -> None:
    linter = PROJECT["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in linter["contracts"] if contract["type"] == "layers")
    layered = {room.strip() for layer in layers for room in layer.split("|")}
    standing = {folder.name for folder in folders() if any(folder.rglob("*.py"))} - {"tests", "bench"}
    assert standing == set(ROOMS) == set(linter["root_packages"]) == layered
    assert standing <= set(PROJECT["tool"]["mypy"]["packages"])


def test_core_uses_only_the_pure_part_of_the_standard_library() -> None:
    pure = (set(sys.stdlib_module_names) | {"core"}) - NOT_PURE
    impure = {where(path): imported_packages(path) - pure for path in sources("core")}
    assert {name: packages for name, packages in impure.items() if packages} == {}


def test_sql_is_spoken_in_db_only() -> None:
    speaking = [path for path in sources() if imported_packages(path) & {"sqlalchemy", "sqlmodel"}]
    assert [where(path) for path in speaking if not where(path).startswith(("db/", "tests/"))] == []


# ---- one clock, files that can be read ---------------------------------------------------------------------


def test_the_wall_clock_is_read_in_one_file_only() -> None:
    reading = {where(path): clock_readings(path.read_text(encoding="utf-8")) for path in sources()}
    assert {name: lines for name, lines in reading.items() if lines and name != "bot/clock.py"} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import UTC, datetime\ndatetime.now(UTC)",
        "import datetime as d\nd.datetime.utcnow()",
        "from datetime import date as day\nday.today()",
        "from time import time\ntime()",
        "import time\ntime.time()",
    ],
)
def test_a_clock_reading_is_seen_under_any_name(source: str) -> None:
    assert clock_readings(source) == [2]


def test_monotonic_time_and_a_clock_handed_in_are_no_clock_readings() -> None:
    assert clock_readings("import time\ntime.monotonic()\nclock.now()") == []


def test_no_file_is_longer_than_300_lines() -> None:
    read = [path for path in sources() if "migrations" not in path.parts]
    lengths = {where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in read}
    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}


# ---- what the repository says ------------------------------------------------------------------------------

# Put together here, so that this file does not name them either.
REGISTRY_HOSTS = [
    name + end for name, end in [("pypi", ".org"), ("python", "hosted"), ("npm", "js."), ("deb.", "debian")]
]


def test_no_tracked_file_names_a_package_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    tracked = [ROOT / name.decode() for name in listed.stdout.split(b"\0") if name]
    naming = [
        f"{where(path)}: {host}"
        for path in tracked
        if path.is_file()
        for host in REGISTRY_HOSTS
        if host.encode() in path.read_bytes().lower()
    ]
    assert naming == []


def test_the_licence_is_the_plain_apache_text() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License\n" in text
    assert "Copyright [yyyy] [name of copyright owner]" in text


def test_a_process_that_a_test_starts_runs_the_code_beside_the_tests(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import bot; print(bot.__file__)"]
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert Path(printed.strip()) == ROOT / "bot" / "__init__.py"
