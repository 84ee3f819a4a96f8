"""Writing a file whole or not at all."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NotWritten(Exception):
    """A file could not be written. Nothing half is left; what stood there before still stands there.

    `full`: because there is no space left.
    """

    def __init__(self, what: Path, error: OSError, outcome: str = "the file was not written") -> None:
        super().__init__(f"{what}: {reason(error)}; {outcome}")
        self.full = error.errno in _FULL


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A temporary name beside the target that becomes the target when the block ends well.

    Raises NotWritten, saying why, when the disk is full or the file cannot be written.
    """
    temporary = target.with_name(f".{target.name}.part")
    try:
        yield temporary
        temporary.replace(target)
    except OSError as error:
        raise NotWritten(target, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def in_file_name(code: str) -> str:
    """A unit's or a task's code as part of a file's name: letters, digits, "_" and "-" only."""
    return re.sub(r"[^\w-]+", "-", code)


def reason(error: OSError) -> str:
    """Why the system refused, in words."""
    if error.errno in _FULL:
        return "no space left on the disk"
    if isinstance(error, PermissionError):
        return "no permission, or it is open in another program"
    return error.strerror or str(error)
