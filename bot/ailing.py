"""What people are told when the database or a file cannot be used: what it is, and how it is mended."""

import errno
from collections.abc import Mapping

from db.ailments import Ailment, ailment_of
from db.engine import DatabaseAway, away_in_words

_MAKE_ROOM = "make room on its disk (nhacnop doctor says which), then start again"
_WRITABLE = (
    "mount its disk for writing and give this user the right to write to the file and its folder, then start again; "
    "a disk that became read-only by itself is failing: copy the whole folder to another one first"
)
_RESTORE = "move it away, do not delete it, and bring the newest backup back with nhacnop restore"

_MENDS: Mapping[Ailment, str] = {
    Ailment.FULL: _MAKE_ROOM,
    Ailment.READ_ONLY: _WRITABLE,
    Ailment.KEPT: "another program is writing to it: stop that one, or wait until it is done",
    Ailment.BROKEN: f"the file is damaged, or not what database.url should name: {_RESTORE}",
    Ailment.DISK: "see whether the disk is full (df) and make room; if it is not, it fails (see the system's log): "
    "copy the whole folder to another disk and start there; what cannot be read comes back with nhacnop restore",
    Ailment.REFUSED: "see that database.url names the right user and database, and that the password is the right one: "
    "NHACNOP_DATABASE_PASSWORD",
    Ailment.SILENT: "see that the database server runs and that this machine reaches the address in database.url",
    Ailment.OTHER: "see that database.url names the right one",
}

_FILES: Mapping[int, str] = {
    errno.ENOSPC: "make room on that disk, then try again",
    errno.EDQUOT: "make room on that disk, then try again",
    errno.EROFS: "that disk is mounted read-only: find out why, mount it for writing, then try again",
    errno.EACCES: "give this user the right to read and write there, then try again",
    errno.EPERM: "give this user the right to read and write there, then try again",
    errno.ENOENT: "see that the path is right and that the folder is there, then try again",
    errno.ENOTDIR: "name a folder where a file stands now, then try again",
    errno.EEXIST: "a file stands where a folder is wanted: name another one, then try again",
    errno.EISDIR: "a folder stands where a file is wanted: name a file, then try again",
}


def database_mend(error: DatabaseAway) -> str:
    """What to do about it."""
    return _MENDS[ailment_of(error)]


def database_told(error: DatabaseAway) -> str:
    """What happened and what to do, in one line."""
    return f"the database cannot be used: {away_in_words(error)}; nothing was changed. To mend: {database_mend(error)}"


def file_mend(error: OSError) -> str | None:
    """What to do about it, where that is known."""
    return _FILES.get(error.errno or 0)


def file_told(error: OSError) -> str:
    """What happened, that nothing more was done, and what to do, in one line."""
    mend = file_mend(error)
    told = f"{error.filename or 'a file'}: {error.strerror or error}; nothing more was done"
    return f"{told}. To mend: {mend}" if mend else told
