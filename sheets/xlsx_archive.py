"""Is this zip archive an XLSX workbook of a harmless size?

Sizes come from the zip directory before anything is unpacked, and the zip module never unpacks more than the
directory says.
"""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from sheets.table import MAX_ROWS, SheetError, SheetProblem

MAX_PARTS = 2_000
MAX_UNPACKED = 64 * 1024 * 1024
MAX_RATIO = 200
_RATIO_MATTERS_FROM = 1024 * 1024
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_OTHER_KINDS = {
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation",
    "content.xml": "an OpenDocument file",
}
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_CONTENT_TYPES = "[Content_Types].xml"


def open_archive(content: bytes) -> ZipFile:
    """The workbook's archive, its directory checked; nothing is unpacked yet. Raises SheetError."""
    if content.count(_DIRECTORY_ENTRY) > MAX_PARTS:
        raise SheetError(SheetProblem.HURTFUL)
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise SheetError(SheetProblem.DAMAGED) from error
    parts = archive.infolist()
    _refuse_locked_and_strange(parts)
    _refuse_bombs(parts)
    _refuse_other_kinds({part.filename for part in parts})
    return archive


def refuse_strict(archive: ZipFile) -> None:
    """Excel's rarely used "Strict Open XML" has names of its own for everything, and openpyxl knows none of them."""
    workbook = next((name for name in archive.namelist() if name.endswith("xl/workbook.xml")), None)
    if workbook is not None and _STRICT in archive.read(workbook):
        raise SheetError(SheetProblem.OTHER_KIND, found='a "Strict Open XML" workbook')


def _refuse_locked_and_strange(parts: list[ZipInfo]) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise SheetError(SheetProblem.LOCKED)
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise SheetError(SheetProblem.HURTFUL)


def _refuse_bombs(parts: list[ZipInfo]) -> None:
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise SheetError(SheetProblem.TOO_MUCH_UNPACKED, rows=MAX_ROWS)
    if any(part.file_size > max(_RATIO_MATTERS_FROM, MAX_RATIO * part.compress_size) for part in parts):
        raise SheetError(SheetProblem.TOO_MUCH_UNPACKED, rows=MAX_ROWS)


def _refuse_other_kinds(names: set[str]) -> None:
    for mark, found in _OTHER_KINDS.items():
        if mark in names:
            raise SheetError(SheetProblem.OTHER_KIND, found=found)
    if _CONTENT_TYPES not in names:
        raise SheetError(SheetProblem.OTHER_KIND, found="a zip archive")
