"""What stands in this file, whatever it is called?"""

from sheets.csv_reader import read_csv
from sheets.table import MAX_BYTES, SheetError, SheetProblem, SheetRow, Wanted, any_rows

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OTHER_KINDS = {
    b"%PDF": "a PDF",
    b"{\\rtf": "a text document (RTF)",
    b"\xff\xd8\xff": "a picture",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a packed file",
    b"Rar!": "a packed file",
    b"7z\xbc\xaf": "a packed file",
}


def read_sheet(content: bytes, name: str, wanted: Wanted = any_rows) -> list[SheetRow]:
    """The lines of a CSV file or of one sheet of an XLSX workbook; blank lines are left out.

    Of several sheets it is the first that is `wanted`, visible ones before hidden ones; when none is, the first
    with rows.
    The content decides, not `name`, which only tells an old Excel file of the kind with no mark of its own.
    Raises SheetError with a sentence for people; the limits are those of sheets.table.
    """
    if len(content) > MAX_BYTES:
        raise SheetError(SheetProblem.TOO_MANY_BYTES, limit=MAX_BYTES // 1024 // 1024)
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        from sheets.xlsx_reader import read_xlsx  # noqa: PLC0415 - openpyxl is slow to import and rarely needed

        return read_xlsx(content, wanted)
    if content.startswith(_OLE):
        raise SheetError(SheetProblem.LOCKED if _ENCRYPTED_STREAM in content else SheetProblem.OLD_EXCEL)
    for mark, found in _OTHER_KINDS.items():
        if content.startswith(mark):
            raise SheetError(SheetProblem.OTHER_KIND, found=found)
    if name.lower().endswith(".xls") and b"\x00" in content[:512] and not content.startswith(b"\xff\xfe"):
        raise SheetError(SheetProblem.OLD_EXCEL)
    return read_csv(content)
