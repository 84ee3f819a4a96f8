"""What a process that serves every platform for months does not keep in memory."""

import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import asyncio, sys
import bot.commands.serve, bot.door, channels.telegram.channel, channels.viber.channel, channels.zalo.channel
from db.migrate import migrate
asyncio.run(migrate(sys.argv[1]))
print(*sys.modules)
"""
UNWANTED = {"pygments", "rich", "numpy", "docx", "openpyxl", "matplotlib"}


@pytest.mark.long
def test_nothing_is_imported_for_serving_that_only_other_commands_or_other_programs_want(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CODE, f"sqlite+aiosqlite:///{(tmp_path / 'nhacnop.db').as_posix()}"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "telegram" in loaded and "alembic" in loaded
    assert UNWANTED.isdisjoint(loaded)
