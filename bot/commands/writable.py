"""Can files be made in a folder? It is tried: whoever only asks for the rights is told that root may write anywhere."""

import errno
from pathlib import Path
from tempfile import NamedTemporaryFile


def refused(folder: Path) -> OSError | None:
    """Why no file can be made in this folder, which is there; None when one can. It makes one and takes it away."""
    try:
        with NamedTemporaryFile(dir=folder, prefix=".nhacnop-"):  # by its name: what has none is made elsewhere, too
            return None
    except OSError as error:
        return error


def nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if _is_there(each))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # somewhere above it nobody is let in
        return False


def mend(folder: Path, error: OSError) -> str:
    """What to do so that files can be made there."""
    match error.errno:
        case errno.EROFS:
            failing = "a disk that became so by itself is failing: copy all that is on it to another one first"
            return f"{folder} is mounted read-only: find out why, and mount it for writing; {failing}"
        case errno.ENOSPC | errno.EDQUOT:
            return f"make room on the disk of {folder}"
        case errno.EIO:
            return f"the disk of {folder} fails (see the system's log): copy all that is on it to another one"
        case errno.ENOTDIR:
            return f"{folder} is a file: move it away, or name another folder"
        case errno.ENOENT | errno.EOPNOTSUPP:
            return f"name another folder: no file can be made in {folder}, whoever tries"
        case _:
            return f"give this user the right to write in {folder}"
