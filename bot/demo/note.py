"""What does the demo remember besides database and chats? One small JSON file in its folder."""

import json
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

FILE_NAME = "demo.json"


class NoteBroken(ValueError):
    """The file cannot be understood; the text says where."""


@dataclass(slots=True)
class Note:
    """Change it, then `save`. Moments are aware, UTC.

    `first` is when the first week opens, `ready` when the past ends and the visitor takes over. `codes` are the
    invitation codes that wait, by chat; `visitors` the chats left to the visitor.
    """

    path: Path
    seed: int
    first: datetime
    ready: datetime
    world: str = field(default_factory=lambda: secrets.token_hex(6))
    peopled: bool = False
    people_live: bool = True
    codes: dict[str, str] = field(default_factory=dict)
    visitors: list[str] = field(default_factory=list)

    def save(self) -> None:
        """Write it; the file is the old one or the new one, never half of one."""
        document = {name: value for name, value in asdict(self).items() if name != "path"}
        text = json.dumps(document, ensure_ascii=False, indent=1, default=lambda moment: moment.isoformat())
        half = self.path.with_suffix(".part")
        half.write_text(text, encoding="utf-8")
        half.replace(self.path)


def open_note(folder: Path, seed: int, first: datetime, ready: datetime) -> Note:
    """The note of this folder; a new one, not saved yet, when there is none. Raises NoteBroken."""
    path = folder / FILE_NAME
    if not path.exists():
        return Note(path, seed, first, ready)
    try:
        return _read(path, json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        raise NoteBroken(f"{path} is no note of a demo ({type(error).__name__}: {error})") from error


def _read(path: Path, record: dict[str, Any]) -> Note:
    first, ready = (datetime.fromisoformat(record.pop(name)) for name in ("first", "ready"))
    if first.tzinfo is None or ready.tzinfo is None:
        raise ValueError("a moment without its zone")
    return Note(path, first=first, ready=ready, **record)
