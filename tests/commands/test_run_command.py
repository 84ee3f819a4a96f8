"""`nhacnop run` as a process: it comes up, stands alone on its database, and stops gently."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.commands.conftest import Office
from tests.processes import free_port, waited_for

SLOWLY = 60.0
"""Seconds that anything may take on a busy machine."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise on Windows")


@contextmanager
def _running(office: Office, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "bot", "run", *arguments]
    process = subprocess.Popen(command, cwd=office.folder, stderr=subprocess.PIPE, text=True, env=os.environ)
    try:
        with waited_for(process):
            yield process
    finally:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def _until_ready(process: "subprocess.Popen[str]") -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("ready"):
            return line
    raise AssertionError(f"ended with {process.wait()} before it was ready")


def test_run_comes_up_stands_alone_and_stops_on_term(office: Office) -> None:
    office.run("roster", "import", office.roster, "--yes")
    with _running(office) as process:
        assert "local" in _until_ready(process)
        assert "so nobody can write to the bot" in _until(process, "no chat platform is enabled")
        second = office.run("run")
        assert second.code == 1
        assert "another process is running on" in second.err
        assert "nothing was started" in second.err
        process.send_signal(signal.SIGTERM)
        assert process.stderr is not None
        assert "stopped; what was taken in is stored" in process.stderr.read()
        assert process.wait(timeout=SLOWLY) == 0
    assert office.run("status", "--json").json["totals"]["EXCUSED"] == 0


@pytest.mark.long
def test_whoever_watches_is_answered_soon_after_ready_though_no_platform_pushes(office: Office) -> None:
    port = free_port()
    with office.config.open("a", encoding="utf-8") as config:
        config.write(f"web: {{port: {port}}}\n")
    with _running(office) as process:
        _until_ready(process)
        with httpx.Client(transport=httpx.HTTPTransport(retries=8), timeout=SLOWLY) as client:
            answer = client.get(f"http://127.0.0.1:{port}/healthz")
        assert (answer.status_code, answer.json()["ready"]) == (200, True)


def _until(process: "subprocess.Popen[str]", words: str) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if words in line:
            return line
    raise AssertionError(f"ended with {process.wait()} before it said {words!r}")


@pytest.mark.long
def test_on_hup_the_settings_are_read_again_and_a_wrong_file_is_refused_as_a_whole(office: Office) -> None:
    office.run("roster", "import", office.roster, "--yes")
    before = office.config.read_text(encoding="utf-8")
    with _running(office) as process:
        _until_ready(process)
        office.config.write_text(before + "invitations: {valid: 2 days}\nweb: {port: 8099}\n", encoding="utf-8")
        process.send_signal(signal.SIGHUP)
        assert "web.port: 8080 -> 8099 (counts after a restart)" in _until(process, "setting web.port")
        assert "30 days -> 2 days" in _until(process, "setting invitations.valid")
        office.config.write_text(before + "invitations: {valid: for ever}\n", encoding="utf-8")
        process.send_signal(signal.SIGHUP)
        refused = _until(process, "refused as a whole")
        assert 'invitations.valid is "for ever"' in refused and "the earlier ones stay in force" in refused
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=SLOWLY) == 0


@pytest.mark.long
def test_a_rehearsal_lives_in_its_own_database_and_goes_on(office: Office) -> None:
    with _running(office, "--rehearse-from", "2026-11-16T08:00", "--speed", "600") as process:
        _until_ready(process)
    plain = office.run("run")
    assert plain.code == 1
    assert "this database is a rehearsal; nothing was started" in plain.err


def test_a_real_database_is_never_made_a_rehearsal(office: Office) -> None:
    office.run("roster", "import", office.roster, "--yes")
    printed = office.run("run", "--rehearse-from", "2026-11-16T08:00")
    assert printed.code == 1
    assert "this database holds real life; nothing was started" in printed.err


def test_a_moment_that_is_none_is_refused_with_an_example(office: Office) -> None:
    printed = office.run("run", "--rehearse-from", "next week")
    assert printed.code == 2
    assert "write it as 2026-11-16T08:00" in printed.err
