"""Running Alembic on a connection. Imported only when there is something to upgrade: it costs a quarter of a start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

MIGRATIONS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    return config


def known(revision: str) -> bool:
    """Whether this program has a migration of that name."""
    return any(script.revision == revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def upgrade(connection: Connection, revision: str) -> None:
    """Carry out the migrations up to a revision, and see that no row points to nothing afterwards."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if connection.dialect.name == "sqlite":
        tables = {row[0] for row in connection.execute(text("PRAGMA foreign_key_check"))}
        if tables:
            raise RuntimeError(f"rows would point to nothing after this migration, in: {', '.join(sorted(tables))}")
