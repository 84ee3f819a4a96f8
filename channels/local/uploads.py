"""Where do the files lie that people sent on the built-in platform?"""

import hashlib
import re
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Uploads:
    """Files in one folder, each named by its SHA-256. Not forced to the disk, as the journal is not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, content: bytes) -> str:
        """Store the bytes and return their SHA-256; the same bytes lie there once."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._folder / sha256
        if not path.exists():
            half = path.with_suffix(".part")  # a killed process leaves no half file under the right name
            half.write_bytes(content)
            half.replace(path)
        return sha256

    def read(self, sha256: str) -> bytes | None:
        """The bytes; None when there are none of this name, or when it is no SHA-256 at all."""
        if not _SHA256.fullmatch(sha256):
            return None
        try:
            return (self._folder / sha256).read_bytes()
        except FileNotFoundError:
            return None
