"""Sheets for the roster tests: short ones by hand, and a whole made-up country."""

from dataclasses import dataclass

from core.roster import Fault, FaultKind, Roster, read_roster

HEADER = ("Mã đơn vị", "Tên đơn vị", "Cấp", "Mã cấp trên", "Chức vụ", "Họ và tên", "Số điện thoại")
OWING = ("xã",)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet, as core asks for it."""

    number: int
    cells: tuple[str, ...]


def sheet(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> list[Line]:
    """The header in row 1 and the rows from row 2 on."""
    return [Line(number, cells) for number, cells in enumerate([header, *rows], start=1)]


def roster(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Roster:
    """The faultless roster that these rows make; only communes ("xã") owe."""
    answer = read_roster(sheet(*rows, header=header), OWING)
    assert isinstance(answer, Roster), answer
    return answer


def faults(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> list[Fault]:
    """What is wrong with these rows."""
    answer = read_roster(sheet(*rows, header=header), OWING)
    assert isinstance(answer, list), answer
    return answer


def kinds(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> list[tuple[int | None, FaultKind]]:
    """What is wrong with these rows: row and kind only."""
    return [(fault.row, fault.kind) for fault in faults(*rows, header=header)]


def country(provinces: int = 34, communes: int = 98) -> list[tuple[str, ...]]:
    """Two tiers like the country since July 2025: with the defaults 34 provinces and 3,332 communes, all held."""
    rows: list[tuple[str, ...]] = []
    for province in range(provinces):
        code = f"T{province:02}"
        rows.append((code, f"Tỉnh số {province}", "tỉnh", "", "Điều phối", f"Bùi Văn Hạnh {province}", ""))
        rows += [
            (
                f"X{province:02}{commune:03}",
                f"Xã Hòa Sơn {commune}",
                "xã",
                code,
                "Bí thư",
                f"Nguyễn Thị Mai {commune}",
                f"09{province:02}{commune:06}",
            )
            for commune in range(communes)
        ]
    return rows
