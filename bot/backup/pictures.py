"""Pictures on their way into a backup and back: only those that are not there yet, each checked by its own name."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from media.store import MediaStore


def copy_pictures(
    source: MediaStore, folder: Path, wanted: Iterable[str], progress: Callable[[int], None]
) -> tuple[int, list[str]]:
    """Copy the pictures with these SHA-256s that `folder` lacks: how many were copied, and which are not to be had.

    A picture whose bytes do not have the SHA-256 that it is named by is not to be had. A whole file appears or none.
    """
    target = MediaStore(folder)
    copied, missing = 0, []
    for number, sha256 in enumerate(sorted(wanted), 1):
        progress(number)
        if target.path(sha256) is not None:
            continue
        path = source.path(sha256)
        content = path.read_bytes() if path is not None else b""
        if path is None or hashlib.sha256(content).hexdigest() != sha256:
            missing.append(sha256)
            continue
        target.put_here(content, path.suffix.removeprefix("."), sha256)
        copied += 1
    return copied, missing
