"""Which formulas of a workbook have no saved result, what is merged down, and may its parts be read at all?

Each part is walked once, keeping nothing: a file made to hurt must cost neither memory nor time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat
from zipfile import ZipFile

from sheets.table import MAX_ROWS, SheetError, SheetProblem
from sheets.xlsx_merges import Merge, merge_of

_MAX_ELEMENTS = 3_000_000
_MAX_CELLS = 1_000_000
_MAX_ELEMENTS_A_ROW = 100_000
_MAX_ROW_NUMBER = 1_048_576  # Excel's own limit
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A sheet's first row with a formula whose result was never saved, and what is merged over several rows."""

    unsaved: int | None = None
    merges: Sequence[Merge] = ()


def survey(archive: ZipFile) -> dict[str, Surveyed]:
    """What was found, by part; parts where nothing was are left out.

    Raises SheetError for a document type or entities (Excel writes none), for too many rows or elements, and
    for rows out of order, which a reader would drop without a word. A part that is not XML is passed over.
    """
    found = {}
    elements = 0
    for name in archive.namelist():
        walk = _PartWalk(elements)
        with archive.open(name) as part:
            while walk.goes_on and (chunk := part.read(_CHUNK)):
                walk.feed(chunk)
        elements = walk.elements
        if (surveyed := walk.finish()) != Surveyed():
            found[name] = surveyed
    return found


class _PartWalk:
    """One part's elements in their order. `elements` counts on from the parts before."""

    def __init__(self, elements: int) -> None:
        self.elements = elements
        self.goes_on = True
        self._row = 0
        self._rows = 0
        self._cells = 0
        self._row_began = elements
        self._pending = False
        self._text_result = False
        self._unsaved: int | None = None
        self._merges: list[Merge] = []
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._root

    def feed(self, chunk: bytes) -> None:
        """Walk on. What is not XML ends the walk: whoever needs that part will find it damaged."""
        try:
            self._parser.Parse(chunk)
        except expat.ExpatError:
            self.goes_on = False

    def finish(self) -> Surveyed:
        """What this part had."""
        self._settle()
        return Surveyed(self._unsaved, tuple(self._merges))

    def _doctype(self, *_declaration: object) -> None:
        raise SheetError(SheetProblem.HURTFUL)

    def _root(self, name: str, _attributes: dict[str, str]) -> None:
        is_sheet = _local(name) == "worksheet"
        self._parser.StartElementHandler = self._sheet_element if is_sheet else self._element

    def _element(self, _name: str, _attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > _MAX_ELEMENTS:
            raise SheetError(SheetProblem.TOO_MUCH_UNPACKED, rows=MAX_ROWS)

    def _sheet_element(self, name: str, attributes: dict[str, str]) -> None:
        self._element(name, attributes)
        match _local(name):
            case "row":
                self._begin_row(attributes.get("r"))
            case "c":
                self._begin_cell(attributes.get("t"))
            case "f":
                self._pending = not self._text_result
            case "v" if self._pending:
                self._parser.CharacterDataHandler = self._result
            case "mergeCell" if merge := merge_of(attributes.get("ref", "")):
                self._merges.append(merge)
        if self.elements - self._row_began > _MAX_ELEMENTS_A_ROW:
            raise SheetError(SheetProblem.HURTFUL)

    def _begin_row(self, number: str | None) -> None:
        self._settle()
        self._rows += 1
        self._row_began = self.elements
        if self._rows > MAX_ROWS:
            raise SheetError(SheetProblem.TOO_MANY_ROWS, limit=MAX_ROWS)
        before = self._row
        self._row = int(number) if number is not None and number.isdecimal() else before + 1
        if not before < self._row <= _MAX_ROW_NUMBER:
            raise SheetError(SheetProblem.DAMAGED)

    def _begin_cell(self, kind: str | None) -> None:
        self._settle()
        self._cells += 1
        self._text_result = kind == "str"  # an empty text is a result
        if self._cells > _MAX_CELLS:
            raise SheetError(SheetProblem.TOO_MUCH_UNPACKED, rows=MAX_ROWS)

    def _result(self, text: str) -> None:
        if text.strip():
            self._pending = False

    def _settle(self) -> None:
        """The cell is over: a formula that is still pending has no result."""
        if self._pending and self._unsaved is None:
            self._unsaved = self._row
        self._pending = False
        self._parser.CharacterDataHandler = None


def _local(name: str) -> str:
    return name.rpartition(":")[2]
