"""Which column of a sheet is which, however its header is spelled?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise, zip_longest
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
    Column.CODE: (
        *("ma don vi", "unit code", "code", "ma dv", "ma so", "ma so don vi", "ma don vi hanh chinh", "ma dvhc"),
        *("ma xa phuong", "ma phuong xa", "ma xa", "unit id", "ma", "id"),
    ),
    Column.NAME: (
        *("ten don vi", "unit name", "ten dv", "ten xa phuong", "ten phuong xa", "ten xa phuong thi tran", "ten xa"),
        *("ten don vi hanh chinh", "ten dvhc", "name", "don vi", "unit", "xa phuong", "phuong xa", "ten"),
    ),
    Column.LEVEL: ("cap", "level", "cap don vi", "unit level", "cap hanh chinh", "cap do", "tier"),
    Column.PARENT: (
        *("ma cap tren", "parent code", "ma don vi cap tren", "parent unit code", "don vi cap tren", "parent"),
        *("ma cap tren truc tiep", "ma don vi cap tren truc tiep", "ma don vi quan ly", "ma cha", "parent id"),
        *("parent unit", "cap tren", "cap tren truc tiep", "ma don vi cha", "ma quan huyen", "ma huyen", "truc thuoc"),
    ),
    Column.SEAT: (
        *("chuc vu", "position", "seat", "title", "chuc danh", "vi tri", "vai tro", "role", "job title"),
        *("chuc vu doan", "chuc vu dang", "nhiem vu"),
    ),
    Column.MEMBER: (
        *("ho va ten", "full name", "ho ten", "person", "member", "ho va ten nguoi phu trach"),
        *("ho ten nguoi phu trach", "nguoi phu trach", "fullname", "holder", "ho va ten can bo phu trach"),
        *("ho ten can bo phu trach", "ho va ten bi thu", "ho ten bi thu", "ten nguoi phu trach", "can bo phu trach"),
        *("ho va ten dong chi phu trach", "ho va ten d c phu trach", "ho ten d c phu trach"),
    ),
    Column.PHONE: (
        *("so dien thoai", "phone", "mobile", "dien thoai", "sdt", "so dt", "phone number", "mobile phone"),
        *("mobile number", "dien thoai di dong", "so di dong", "di dong", "dtdd", "dt", "tel", "telephone", "d thoai"),
        *("so dien thoai lien he", "dien thoai lien he", "sdt lien he", "so dt lien he", "sdt di dong", "sdt zalo"),
        *("so dien thoai di dong", "contact number"),
    ),
    Column.ORIGINS: (
        *("sap nhap tu", "merged from", "hop nhat tu", "gop tu", "tach tu", "split from", "came from", "tien than"),
        *("ma tien than", "ma don vi tien than", "tu cac don vi", "predecessors"),
    ),
}
_WORDS_WITHIN = re.compile(r"(?<=[^\W\d_A-ZĐ])(?=[A-ZĐ])")
_MEANING = {spelling: (column, rank) for column, names in _SPELLINGS.items() for rank, spelling in enumerate(names)}


class _Joined:
    """A header of two lines: where the lower one names no column, what stands above does."""

    def __init__(self, upper: Line, lower: Line) -> None:
        self.number = lower.number
        self.cells = [
            below if _meaning(below) else above for above, below in zip_longest(upper.cells, lower.cells, fillvalue="")
        ]


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
    """The line among the sheet's first 30 that names the most columns, or what is wrong with it.

    Two lines that only together name them all ("Người phụ trách" above "Chức vụ" and "Họ và tên") are one header.
    """
    candidates = [line for line in lines if line.number <= HEADER_WITHIN]
    candidates += [_Joined(upper, lower) for upper, lower in pairwise(candidates)]
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
        if meaning := _meaning(cell):
            column, rank = meaning
            meanings.setdefault(column, []).append((rank, place))
    return meanings


def _meaning(header: str) -> tuple[Column, int] | None:
    """The column that a heading names, and how plainly; also without its brackets, and written LikeThis."""
    tries = (header, header.partition("(")[0], _WORDS_WITHIN.sub(" ", header))
    return next((meaning for each in tries if (meaning := _MEANING.get(_spelling(each)))), None)


def _spelling(header: str) -> str:
    plain = "".join(letter if letter.isalnum() else " " for letter in fold(header))
    return " ".join(plain.split())
