"""Where a test's database lives: in a SQLite file, or on PostgreSQL when NHACNOP_TEST_DATABASE=postgresql.

A test names a database by a path. On PostgreSQL the path only stands for a database of a private server; the same
tests run on both. Tests that speak of SQLite's own ways (files, locks, pragmas) say `only_sqlite` and skip there.
"""

import os
import shutil
from functools import cache
from pathlib import Path

import pytest

from tests.postgresql.cluster import Cluster, running_cluster

VARIABLE = "NHACNOP_TEST_DATABASE"
"""Set to "postgresql" it puts every test's database there."""


def on_postgresql() -> bool:
    """Whether this run's databases are PostgreSQL's."""
    return os.environ.get(VARIABLE) == "postgresql"


def url_of(file: Path) -> str:
    """The SQLAlchemy URL of the database that this path stands for; there may be nothing in it yet."""
    if not on_postgresql():
        return f"sqlite+aiosqlite:///{file.as_posix()}"
    return _cluster().url(_cluster().database(str(file.resolve())))


def copy_database(source: Path, target: Path) -> None:
    """A second database with the same content. Nobody may have the source open."""
    if on_postgresql():
        _cluster().copy(str(source.resolve()), str(target.resolve()))
    else:
        shutil.copy(source, target)


def only_sqlite(reason: str) -> None:
    """Skip the rest of a test that says something about SQLite alone."""
    if on_postgresql():
        pytest.skip(f"SQLite only: {reason}")


@cache
def _cluster() -> Cluster:
    cluster = running_cluster()
    if cluster is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return cluster
