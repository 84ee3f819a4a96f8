"""A private PostgreSQL server for one test process: in a folder of its own, on a free port of this machine."""

import asyncio
import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections import OrderedDict
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any

import asyncpg

from tests.processes import free_port

KEPT = 12
"""Copies that are kept: a test is over long before so many others were made."""

_PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")
THROWN_AWAY = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "shared_buffers=32MB",
    "max_connections=100",
)
"""Nobody looks at these databases after the run, so nothing waits for the disk."""

AS_IN_LIFE = ("shared_buffers=256MB", "max_connections=100")
"""Everything that was committed is on the disk: a server that is stopped at once loses nothing."""


class Cluster:
    """A running server. Databases are named by any text; each is made when it is first spoken of."""

    def __init__(self, folder: Path, programs: Path, settings: Sequence[str] = THROWN_AWAY) -> None:
        self._folder = folder
        self._settings = settings
        self._programs = programs
        self._user = _server_user()
        self.port = free_port()
        self._names: dict[str, str] = {}
        self._copies: OrderedDict[str, str] = OrderedDict()
        self._made = 0

    def start(self) -> None:
        """Make the folder and start the server in it. Raises CalledProcessError."""
        if self._user is not None:
            shutil.chown(self._folder, self._user)
        store = self._folder / "store"
        self._run("initdb", "-D", store, "-U", "nhacnop", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start_again()

    def start_again(self) -> None:
        """Start the server of this folder, after `stop`."""
        options = " ".join(f"-c {setting}" for setting in self._settings)
        address = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self._folder}"
        self._run("pg_ctl", "-D", self._folder / "store", "-l", self._folder / "log", "-w", "-t", "60",
                  "-o", f"{options} {address}", "start")  # fmt: skip

    def stop(self, how: str = "immediate") -> None:
        """Stop the server; "immediate" as a power cut would, "fast" with the connections closed."""
        self._run("pg_ctl", "-D", self._folder / "store", "-m", how, "-w", "stop")

    def url(self, name: str) -> str:
        """The SQLAlchemy URL of a database of the server."""
        return f"postgresql+asyncpg://nhacnop@127.0.0.1:{self.port}/{name}"

    def database(self, what: str) -> str:
        """The name of the database that is called `what` in the tests."""
        if what in self._copies:
            return self._copies[what]
        if what not in self._names:
            self._names[what] = self._next_name()
            self._ask(f"CREATE DATABASE {self._names[what]}")
        return self._names[what]

    def copy(self, source: str, target: str) -> None:
        """A database with the same content. The oldest copies are dropped, but for those that were copied again."""
        if source in self._copies:
            self._names[source] = self._copies.pop(source)
        name = self._next_name()
        self._ask(f"CREATE DATABASE {name} TEMPLATE {self.database(source)} STRATEGY file_copy")
        self._copies[target] = name
        while len(self._copies) > KEPT:
            _, oldest = self._copies.popitem(last=False)
            self._ask(f"DROP DATABASE IF EXISTS {oldest} WITH (FORCE)")

    def _next_name(self) -> str:
        self._made += 1
        return f"t{self._made}"

    def _ask(self, statement: str) -> None:
        _in_a_thread(self._execute(statement))

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(host="127.0.0.1", port=self.port, user="nhacnop", database="postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._programs / program), *map(str, arguments)]
        subprocess.run(
            command, check=True, user=self._user, cwd=self._folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip


@cache
def running_cluster() -> Cluster | None:
    """This process's server, started when first asked for and stopped at the end; None where it is not installed."""
    programs = _programs()
    if programs is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="nhacnop-postgresql-"))
    cluster = Cluster(folder, programs)
    cluster.start()
    atexit.register(_end, cluster, folder)
    return cluster


@contextmanager
def lasting_cluster(folder: Path) -> Iterator[Cluster | None]:
    """A server whose commits last, in this empty folder, until the block ends; None where it is not installed."""
    programs = _programs()
    if programs is None:
        yield None
        return
    cluster = Cluster(folder, programs, AS_IN_LIFE)
    cluster.start()
    try:
        yield cluster
    finally:
        with suppress(subprocess.CalledProcessError):  # it is stopped already
            cluster.stop()


def _end(cluster: Cluster, folder: Path) -> None:
    cluster.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """Where the newest installed server's programs are."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl"):
        return Path(on_path).parent
    found = [path.parent for place in _PLACES for path in Path(place).glob("*/bin/initdb")]
    return max(found, key=_version, default=None)


def _version(programs: Path) -> list[int]:
    return [int(part) for part in programs.parent.name.split(".") if part.isdigit()]


def _server_user() -> str | None:
    """PostgreSQL refuses to serve as root: then it is the user that Debian's package makes."""
    if os.geteuid() != 0:
        return None
    return next((name for name in ("postgres", "nobody") if any(each.pw_name == name for each in pwd.getpwall())), None)


def _in_a_thread(work: Coroutine[Any, Any, None]) -> None:
    """Run it to its end, also while this thread's event loop is running."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work)
        except BaseException as error:  # told to whoever waits
            failures.append(error)

    thread = Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
