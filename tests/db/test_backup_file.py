"""A whole database as one file."""

from pathlib import Path

from db.backup_file import held_in, pictures_named_in, write_file
from db.migrate import head, migrate


async def test_a_folder_may_have_a_name_that_means_something_in_a_uri(tmp_path: Path) -> None:
    folder = tmp_path / "Tổ #1, đạt 50%25"
    folder.mkdir()
    url = f"sqlite+aiosqlite:///{folder}/nhacnop.db"
    await migrate(url)
    await write_file(url, folder / "copy.db")
    assert (await held_in(folder / "copy.db")).revision == head()
    assert pictures_named_in(folder / "copy.db") == frozenset()
