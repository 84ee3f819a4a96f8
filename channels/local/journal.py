"""How do the chats outlive the process?

One JSON document a line, appended and never rewritten. A line is handed to the operating system at once, so it
survives the death of this process (kill -9); it is not forced to the disk, so a power cut may cost the newest.
One process at a time, one thread at a time.
"""

import json
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class JournalBroken(ValueError):
    """A whole line of the journal is no JSON document: somebody else wrote into it."""


class Journal:
    """Lines at the end of one file, which stays open until `close`."""

    def __init__(self, path: Path) -> None:
        """Continues the file or begins it, making its folder.

        A last line without its end was torn by a crash: it is cut off.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file = path.open("ab", buffering=0)
        # Closes also when a journal is simply dropped, as a killed process would.
        self._close = weakref.finalize(self, self._file.close)
        self._size = _end_of_last_line(path)
        self._file.truncate(self._size)

    def read(self) -> list[dict[str, Any]]:
        """All records, oldest first. Raises JournalBroken naming the line."""
        records = []
        for number, line in enumerate(self._path.read_bytes()[: self._size].split(b"\n")[:-1], start=1):
            try:
                record = json.loads(line)
            except ValueError as error:
                raise JournalBroken(f"{self._path}, line {number}: not a JSON document") from error
            if not isinstance(record, dict):
                raise JournalBroken(f"{self._path}, line {number}: not a JSON object")
            records.append(record)
        return records

    def append(self, record: Mapping[str, Any]) -> None:
        """Write one line; it is there when this returns. Raises OSError (a full disk, say): nothing is written."""
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        try:
            written = 0
            while written < len(line):
                written += self._file.write(line[written:])
        except OSError:
            self._file.truncate(self._size)  # else the next line would continue half a line
            raise
        self._size += len(line)

    def close(self) -> None:
        """Close the file. Harmless when it is closed already; appending afterwards raises ValueError."""
        self._close()


def _end_of_last_line(path: Path) -> int:
    """How many bytes of the file are whole lines."""
    return path.read_bytes().rfind(b"\n") + 1
