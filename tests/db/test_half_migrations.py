"""A migration that is cut short: the process dies in it, or between two. The next start finishes the work."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from db.engine import open_database
from db.migrate import HalfDatabase, current, head, migrate
from db.upgrading import MIGRATIONS
from tests.databases import on_postgresql

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(on_postgresql(), reason="both engines are tried here at once"),
]

DIES = "__import__('os').kill(__import__('os').getpid(), 9)"
LIFE = """\
import asyncio, sys
from pathlib import Path
from db import migrate, upgrading
upgrading.MIGRATIONS = Path(sys.argv[1])
asyncio.run(migrate.migrate(sys.argv[2]))
"""
OLD = "0005"


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of an old revision with a row in it, on each engine."""
    if request.param == "sqlite":
        chosen = f"sqlite+aiosqlite:///{tmp_path.as_posix()}/nhacnop.db"
    else:
        chosen = str(request.getfixturevalue("empty_postgresql"))
    await migrate(chosen, OLD)
    await ask(chosen, "INSERT INTO member (name) VALUES ('Hạnh')")
    return chosen


async def ask(url: str, statement: str) -> list[str]:
    """The first column of what a statement returns."""
    database = open_database(url)
    try:
        async with database.transaction() as tx:
            result = await tx.execute(text(statement))
            return [str(row[0]) for row in result] if result.returns_rows else []
    finally:
        await database.close()


def with_death(folder: Path, revision: str, where: str) -> Path:
    """Our migrations, but the process is killed in this one: before its first step, or after its last."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (file,) = (folder / "versions").glob(f"{revision}_*.py")
    said = file.read_text(encoding="utf-8")
    begin = said.index("def upgrade() -> None:\n") + len("def upgrade() -> None:\n")
    end = said.index("def downgrade()")
    steps = [said[begin:end].rstrip(), f"    {DIES}"]
    if where == "first":
        steps.reverse()
    file.write_text(said[:begin] + "\n".join(steps) + "\n\n\n" + said[end:], encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("revision", "where"), [("0007", "first"), ("0007", "last"), ("0012", "first"), (head(), "last")]
)
async def test_a_process_that_is_killed_in_a_migration_leaves_the_old_database_and_the_next_start_finishes_it(
    url: str, tmp_path: Path, revision: str, where: str
) -> None:
    """Before the first step of one is between two: those before it were carried out."""
    folder = with_death(tmp_path / "migrations", revision, where)
    life = await asyncio.create_subprocess_exec(sys.executable, "-c", LIFE, str(folder), url, stderr=subprocess.PIPE)
    _, said = await life.communicate()
    assert life.returncode == -9, said.decode()
    assert await current(url) == OLD
    assert await ask(url, "SELECT name FROM member") == ["Hạnh"]
    assert await migrate(url)
    assert await current(url) == head()
    assert await ask(url, "SELECT name FROM member") == ["Hạnh"]


async def test_tables_without_a_version_are_refused_and_left_alone(url: str) -> None:
    """What is left by a hand that deletes, or by a program that does not do all of it in one go."""
    await ask(url, "DELETE FROM alembic_version")
    for _ in range(2):
        with pytest.raises(HalfDatabase, match='it has the table "member" and does not say of which version'):
            await migrate(url)
    assert await ask(url, "SELECT name FROM member") == ["Hạnh"]


async def test_two_versions_at_once_are_refused_and_left_alone(url: str) -> None:
    await ask(url, "INSERT INTO alembic_version VALUES ('0003')")
    with pytest.raises(HalfDatabase, match="it says that it is of the versions 0003, 0005"):
        await migrate(url)
    assert await ask(url, "SELECT name FROM member") == ["Hạnh"]


async def test_a_strangers_tables_are_no_concern_of_ours(tmp_path: Path) -> None:
    file = tmp_path / "nhacnop.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE spatial_ref_sys (id)")
    assert await migrate(f"sqlite+aiosqlite:///{file.as_posix()}")
