"""Which column of a sheet is which, however its header is spelled?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from core.roster_faults import Fault, FaultKind
from core.spelling import fold, tidy

HEADER_WITHIN = 30
_RECOGNISED_AT_LEAST = 2


class Line(Protocol):
    """One line of a sheet that is not blank. `number` is the sheet's own, the first line being 1."""

    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> Sequence[str]: ...


class Column(StrEnum):
    """The roster's columns in their order, by their headers."""

    CODE = "Mã đơn vị"
    NAME = "Tên đơn vị"
    LEVEL = "Cấp"
    PARENT = "Mã cấp trên"
    SEAT = "Chức vụ"
    MEMBER = "Họ và tên"
    PHONE = "Số điện thoại"
    ORIGINS = "Sáp nhập từ"


OPTIONAL = frozenset({Column.PHONE, Column.ORIGINS})
"""Columns that a sheet may leave out."""


# Folded, and what is neither letter nor digit read as a space. Where two columns of a sheet could be meant, the
# spelling that stands first here wins: with "Mã cấp trên" there, "Đơn vị cấp trên" is a name, not a code.
_SPELLINGS: Mapping[Column, tuple[str, ...]] = {
    Column.CODE: ("ma don vi", "unit code", "code", "ma dv", "ma so", "ma xa phuong", "ma xa", "ma"),
    Column.NAME: (
        *("ten don vi", "unit name", "ten dv", "ten xa phuong", "ten phuong xa", "ten xa phuong thi tran", "ten xa"),
        *("name", "don vi", "unit", "xa phuong", "phuong xa"),
    ),
    Column.LEVEL: ("cap", "level", "cap don vi", "unit level", "cap hanh chinh"),
    Column.PARENT: (
        *("ma cap tren", "parent code", "ma don vi cap tren", "parent unit code", "don vi cap tren", "parent"),
        *("parent unit", "cap tren", "ma don vi cha", "truc thuoc"),
    ),
    Column.SEAT: ("chuc vu", "position", "seat", "title", "chuc danh", "vi tri", "vai tro", "role"),
    Column.MEMBER: (
        *("ho va ten", "full name", "ho ten", "person", "member", "ho va ten nguoi phu trach"),
        *("ho ten nguoi phu trach", "nguoi phu trach", "fullname", "holder"),
    ),
    Column.PHONE: (
        *("so dien thoai", "phone", "mobile", "dien thoai", "sdt", "so dt", "phone number", "mobile phone"),
        *("mobile number", "dien thoai di dong", "so di dong", "di dong", "dtdd", "dt", "tel", "telephone"),
    ),
    Column.ORIGINS: (
        *("sap nhap tu", "merged from", "hop nhat tu", "gop tu", "tach tu", "split from", "came from", "tien than"),
        *("ma tien than", "ma don vi tien than", "tu cac don vi", "predecessors"),
    ),
}
_MEANING = {spelling: (column, rank) for column, names in _SPELLINGS.items() for rank, spelling in enumerate(names)}


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and at which place (from 0) each column. OPTIONAL ones may be missing."""

    row: int
    places: Mapping[Column, int]

    def cell(self, line: Line, column: Column) -> str:
        """The line's text in that column, tidied, without line breaks; "" where there is no such place."""
        place = self.places.get(column)
        if place is None or place >= len(line.cells) or not line.cells[place]:
            return ""
        return _one_line(line.cells[place])


def find_header(lines: Sequence[Line]) -> Header | list[Fault]:
    """The line among the sheet's first 30 that names the most columns, or what is wrong with it."""
    candidates = [line for line in lines if line.number <= HEADER_WITHIN]
    best = max(candidates, key=lambda line: len(_meanings(line)), default=None)
    if best is None or len(meanings := _meanings(best)) < _RECOGNISED_AT_LEAST:
        parameters = {
            "rows": str(HEADER_WITHIN),
            "columns": ", ".join(column for column in Column if column is not Column.ORIGINS),
        }
        return [Fault(None, FaultKind.NO_HEADER, parameters)]
    faults = [
        Fault(best.number, FaultKind.MISSING_COLUMN, {"column": column})
        for column in Column
        if column not in meanings and column not in OPTIONAL
    ]
    places = {}
    for column, found in meanings.items():
        rank, place = min(found)
        places[column] = place
        if [other for other, _ in found].count(rank) > 1:
            faults.append(Fault(best.number, FaultKind.COLUMN_TWICE, {"column": tidy(best.cells[place])}))
    return faults or Header(best.number, places)


@lru_cache(maxsize=4096)  # levels, parents and positions stand in a sheet again and again
def _one_line(text: str) -> str:
    return " ".join(tidy(text).split())


def _meanings(line: Line) -> dict[Column, list[tuple[int, int]]]:
    """For each column that the line names: how (rank of the spelling) and where."""
    meanings: dict[Column, list[tuple[int, int]]] = {}
    for place, cell in enumerate(line.cells):
        meaning = _MEANING.get(_spelling(cell)) or _MEANING.get(_spelling(cell.partition("(")[0]))
        if meaning:
            column, rank = meaning
            meanings.setdefault(column, []).append((rank, place))
    return meanings


def _spelling(header: str) -> str:
    plain = "".join(letter if letter.isalnum() else " " for letter in fold(header))
    return " ".join(plain.split())
