"""What is written beside a backup's database when all of it is there: a backup without it was cut short."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SUFFIX = ".json"
PICTURES = "media"
"""The folder, beside all backups, of the pictures that any of them names."""


class Unusable(Exception):
    """A backup that cannot be restored; says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`made_at` in UTC. `tables` are rows and sums of whole-number columns by table. `missing` pictures were away."""

    made_at: datetime
    revision: str
    database: str
    size: int
    sha256: str
    tables: Mapping[str, Mapping[str, Any]]
    pictures: int
    missing: tuple[str, ...] = ()

    def write(self, folder: Path) -> Path:
        """Write it whole or not at all; the path."""
        path = (folder / self.database).with_suffix(SUFFIX)
        document = {
            "made_at": self.made_at.astimezone(UTC).isoformat(),
            "revision": self.revision,
            "database": self.database,
            "size": self.size,
            "sha256": self.sha256,
            "tables": {name: dict(figures) for name, figures in self.tables.items()},
            "pictures": self.pictures,
            "missing": list(self.missing),
        }
        fresh = path.with_suffix(".part")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(0o600)
        fresh.replace(path)
        return path


def read_manifest(file: Path) -> tuple[Manifest, Path]:
    """The manifest of a backup, named by either of its two files, and its database. Raises Unusable."""
    path = file.with_suffix(SUFFIX)
    if not file.exists():
        raise Unusable(f"{file}: there is no such file")
    if file.is_dir():
        newest = max(file.glob(f"nhacnop-*{SUFFIX}"), default=None)
        raise Unusable(
            f"{file} is a folder; name one of the backups in it"
            + (f", the newest is {newest.name}" if newest else ", but none is there")
        )
    if file.suffix not in {SUFFIX, ".db"}:
        raise Unusable(f"{file}: this is not what a backup writes; name a nhacnop-….json or nhacnop-….db")
    if not path.exists():
        raise Unusable(f"{file}: the backup was cut short, for {path.name} is not beside it; take an earlier one")
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        manifest = Manifest(
            datetime.fromisoformat(said["made_at"]),
            said["revision"],
            said["database"],
            int(said["size"]),
            said["sha256"],
            said["tables"],
            int(said["pictures"]),
            tuple(said["missing"]),
        )
    except (ValueError, KeyError, TypeError):
        raise Unusable(f"{path}: this is not what a backup writes; take another one") from None
    database = path.with_name(Path(manifest.database).name)
    if not database.exists() or database.stat().st_size != manifest.size or digest(database) != manifest.sha256:
        raise Unusable(f"{database}: the backup is cut short or was changed since; take an earlier one")
    return manifest, database


def digest(file: Path) -> str:
    """The SHA-256 of a file of any size."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
