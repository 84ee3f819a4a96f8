"""What is deployed: is each file what it says it is? Where the real program is installed it has the last word."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICE = ROOT / "deploy" / "nhacnop.service"
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))

MOST_EXPOSED = 2.0
"""systemd's own figure for a unit: 0 is locked up, 10 wide open."""


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order, lines that go on joined."""
    lines = [line for line in DOCKERFILE.replace("\\\n", " ").splitlines() if line.strip() and line[0] != "#"]
    found = [line.split(None, 1) for line in lines]
    assert all(len(each) == 2 for each in found)
    return [(word.upper(), " ".join(rest.split())) for word, rest in found]


# ---- the container -------------------------------------------------------------------------------------------------


def test_the_image_is_slim_pinned_and_runs_as_nobody_in_particular() -> None:
    stages = [rest for word, rest in instructions() if word == "FROM"]
    assert all(re.match(r"python:3\.\d+-slim-\w+( AS \w+)?$", stage) for stage in stages)
    last = [rest for word, rest in instructions() if word == "USER"]
    assert last == ["10001:10001"]
    assert instructions().index(("USER", "10001:10001")) > max(
        number for number, (word, _) in enumerate(instructions()) if word == "FROM"
    )


def test_only_what_the_lock_names_is_installed_and_no_secret_is_built_in() -> None:
    runs = [rest for word, rest in instructions() if word == "RUN"]
    assert any("pip install --require-hashes -r requirements.run.lock" in run for run in runs)
    assert any("pip install --no-deps ." in run for run in runs)
    assert not any(word == "ADD" for word, _ in instructions())
    assert "TOKEN" not in DOCKERFILE and "PASSWORD" not in DOCKERFILE


def test_every_room_is_in_the_image() -> None:
    let_in = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert rooms <= let_in
    assert let_in - rooms == {"pyproject.toml", "requirements.run.lock", "README.md", "LICENSE"}
    assert all((ROOT / name).exists() for name in let_in)


def test_the_lock_of_the_image_has_the_same_versions_and_no_tools() -> None:
    def versions(name: str) -> dict[str, str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE))

    all_of_them, run = versions("requirements.lock"), versions("requirements.run.lock")
    assert run.items() <= all_of_them.items()
    assert "asyncpg" in run
    assert not {"pytest", "mypy", "ruff", "playwright"} & run.keys()


def test_compose_runs_it_read_only_without_rights_and_with_secrets_in_files() -> None:
    bot = COMPOSE["services"]["bot"]
    assert (bot["read_only"], bot["cap_drop"], bot["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert all(name.endswith("_FILE") for name in bot["environment"])
    assert "ports" not in bot and "ports" not in COMPOSE["services"]["db"]  # only the proxy opens one
    assert set(bot["secrets"]) <= COMPOSE["secrets"].keys()


@pytest.mark.skipif(shutil.which("docker") is None, reason="docker's client is not installed")
def test_docker_reads_the_compose_file(tmp_path: Path) -> None:
    if subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker has no compose here")
    read = subprocess.run(
        ["docker", "compose", "-f", str(ROOT / "deploy" / "compose.yaml"), "config", "--quiet"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (read.returncode, read.stderr) == (0, "")


# ---- the service ---------------------------------------------------------------------------------------------------


def test_the_service_waits_to_be_told_and_is_started_again() -> None:
    said = SERVICE.read_text(encoding="utf-8")
    for line in ("Type=notify", "Restart=always", "DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes"):
        assert f"\n{line}\n" in said
    watchdog = re.search(r"^WatchdogSec=(\d+)$", said, re.MULTILINE)
    assert watchdog is not None
    assert int(watchdog[1]) >= 3 * 20  # several beats may be missed before it is killed


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_wrong_and_calls_it_locked_up(tmp_path: Path) -> None:
    unit = tmp_path / "nhacnop.service"
    said = SERVICE.read_text(encoding="utf-8").replace("/opt/nhacnop/bin/nhacnop", "/bin/true")
    unit.write_text(said, encoding="utf-8")
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert "nhacnop.service" not in verified.stderr, verified.stderr
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", unit],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    figure = re.search(r"exposure level for nhacnop\.service: ([0-9.]+)", judged.stdout)
    assert figure is not None, judged.stdout + judged.stderr
    assert float(figure[1]) <= MOST_EXPOSED
