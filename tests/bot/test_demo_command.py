"""`nhacnop demo` as an office starts it."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.demo.serving import bind
from tests.processes import waited_for

pytestmark = pytest.mark.long  # the whole file takes seconds

ROOT = Path(__file__).parents[2]


def command(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start the command with this folder as the place of its data."""
    config = folder / "config.yaml"
    config.write_text("database: {url: sqlite+aiosqlite:///data/nhacnop.db}\n")
    line = [sys.executable, "-m", "bot", "demo", "--config", str(config), *arguments]
    return subprocess.Popen(line, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A demo at any free port: its address and its process, which is gone afterwards."""
    process = command(folder, "--port", "0")
    try:
        assert process.stderr is not None
        with waited_for(process):
            said = process.stderr.readline()
        assert said.startswith("The demo is at http://127.0.0.1:"), said + process.stderr.read()
        yield said.split()[4], process
    finally:
        process.kill()
        process.communicate()


def test_the_page_is_there_at_once_and_a_gentle_stop_ends_it_well(tmp_path: Path) -> None:
    with running(tmp_path) as (address, process):
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert b"<title>" in answer.read()
        with urllib.request.urlopen(f"{address}api/world", timeout=60) as answer:
            world = json.load(answer)
        assert (world["organisation"], world["face"]["phase"] in {"preparing", "past"}) == ("Tỉnh Quảng Trị", True)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "stopped; it goes on from here next time\n")
    assert (tmp_path / "data" / "demo" / "demo.db").exists()
    assert not (tmp_path / "data" / "nhacnop.db").exists()


def test_a_second_demo_on_the_same_folder_is_told_so(tmp_path: Path) -> None:
    with running(tmp_path):
        second = command(tmp_path, "--port", "0")
        _, said = second.communicate(timeout=60)
    assert second.returncode == 1
    assert "another process is running on" in said
    assert len(said.splitlines()) == 1


def test_a_port_that_is_taken_is_named_with_the_way_to_choose_another(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = command(tmp_path, "--port", str(port))
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.startswith(f"port {port} on 127.0.0.1 cannot be used")
    assert "Choose another one: nhacnop demo --port " in said
    assert len(said.splitlines()) == 1
    with bind(int(said.rsplit(maxsplit=1)[1])):
        pass
    assert not (tmp_path / "data").exists()


def test_a_port_that_was_just_left_can_be_taken_again() -> None:
    with bind(0) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)), listener.accept()[0]:
            pass
    with bind(port) as again:
        assert again.getsockname()[1] == port


def test_only_this_machine_is_listened_to() -> None:
    with bind(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"
