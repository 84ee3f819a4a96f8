"""What ails a database that cannot be used, told by the code that its driver gives."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy.exc import DBAPIError


class Ailment(StrEnum):
    """Each is mended in another way."""

    FULL = "full"
    """The disk."""
    READ_ONLY = "read_only"
    """The file or its folder, for this user or for everybody."""
    KEPT = "kept"
    """Another program writes and does not come to an end."""
    BROKEN = "broken"
    """The file is damaged, or no database at all."""
    DISK = "disk"
    """It does not read or write."""
    REFUSED = "refused"
    """The server takes neither this user nor this password, or knows no such database."""
    SILENT = "silent"
    """The server does not answer, or takes nobody now."""
    OTHER = "other"


_SQLITE: Mapping[str, Ailment] = {
    "SQLITE_FULL": Ailment.FULL,
    "SQLITE_READONLY": Ailment.READ_ONLY,
    "SQLITE_CANTOPEN": Ailment.READ_ONLY,
    "SQLITE_PERM": Ailment.READ_ONLY,
    "SQLITE_BUSY": Ailment.KEPT,
    "SQLITE_LOCKED": Ailment.KEPT,
    "SQLITE_CORRUPT": Ailment.BROKEN,
    "SQLITE_NOTADB": Ailment.BROKEN,
    # A file that every connection shares could not be made longer.
    "SQLITE_IOERR_SHMSIZE": Ailment.FULL,
    "SQLITE_IOERR": Ailment.DISK,
}
_POSTGRESQL: Mapping[str, Ailment] = {
    "53100": Ailment.FULL,
    "25006": Ailment.READ_ONLY,  # the server takes no writes: a standby, say
    "28": Ailment.REFUSED,
    "3D": Ailment.REFUSED,
    "42501": Ailment.REFUSED,
    "08": Ailment.SILENT,
    "53": Ailment.SILENT,
    "57P": Ailment.SILENT,
    "58": Ailment.DISK,
    "XX001": Ailment.BROKEN,
    "XX002": Ailment.BROKEN,
}


def ailment_of(error: DBAPIError) -> Ailment:
    """By the driver's own code; a server that could not be reached gives none."""
    code = getattr(error.orig, "sqlite_errorname", None)
    if code is not None:
        return _first(_SQLITE, code)
    state = getattr(error.orig, "sqlstate", None)
    if state:
        return _first(_POSTGRESQL, state)
    return Ailment.SILENT if error.connection_invalidated else Ailment.OTHER


def _first(known: Mapping[str, Ailment], code: str) -> Ailment:
    return next((ailment for begin, ailment in known.items() if code.startswith(begin)), Ailment.OTHER)
