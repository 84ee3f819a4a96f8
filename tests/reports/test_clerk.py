"""The clerk: an order's files in the store, the frozen month's always the same, and troubles told by their kind."""

import errno
import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from sqlalchemy import update

from core.documents import CannotMake, Clerk, ErrandKind, Format, MadeFile, Order, Trouble
from core.report_layout import ReportLayout
from db import editions
from db.tables import REPORT_EDITION
from media.store import MediaStore
from reports import clerk as clerking
from reports.apart import ClerkApart
from reports.clerk import ClerkHere
from reports.desk import Desk
from tests.db.province import MONDAY, W47, Province, hand_in, open_week
from tests.db.test_reporting_rows import DECEMBER, LATER, ORGANISATION

MONTH = Order(ErrandKind.MONTH, DECEMBER, formats=(Format.XLSX,))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(ORGANISATION, tmp_path / "media", tmp_path / "documents")


@pytest.fixture
async def lived(province: Province) -> Province:
    """Week 47 is over: one handed in, three did not."""
    async with province.database.transaction() as tx:
        period = await open_week(tx, W47, MONDAY)
        await hand_in(tx, province, "X1", period)
    return province


@pytest.fixture
def clerk(lived: Province, desk: Desk) -> Clerk:
    return ClerkHere(lived.database, lambda: desk)


async def made(clerk: Clerk, order: Order) -> tuple[MadeFile, ...]:
    return await clerk.make(order, LATER, lambda done, total: None)


async def refused(clerk: Clerk, order: Order) -> CannotMake:
    with pytest.raises(CannotMake) as caught:
        await made(clerk, order)
    return caught.value


async def freeze(province: Province, clerk: Clerk, number: int = 1) -> None:
    gathered = await clerk.gather(DECEMBER, LATER)
    async with province.database.transaction() as tx:
        assert await editions.add(tx, DECEMBER, number, gathered, None, LATER)


async def mend(province: Province, code: str) -> None:
    async with province.database.transaction() as tx:
        await hand_in(tx, province, code, 1, effective_at=W47.due_at, identity=f"mended {code}")


async def test_an_orders_files_lie_whole_in_the_store(clerk: Clerk, desk: Desk) -> None:
    files = await made(clerk, Order(ErrandKind.MONTH, DECEMBER))
    assert [(file.name, file.picture) for file in files] == [
        ("bao-cao-2026-12.docx", False),
        ("bao-cao-2026-12.xlsx", False),
        ("bao-cao-2026-12-theo-tuan.png", True),
        ("bao-cao-2026-12-xu-huong.png", True),
    ]
    store = MediaStore(desk.documents)
    for file in files:
        assert len(await store.read(file.sha256)) == file.size
    assert not list(desk.documents.glob(f"{clerking.MAKING}*"))


async def test_a_frozen_month_gives_the_same_bytes_whatever_happens_afterwards(lived: Province, clerk: Clerk) -> None:
    await freeze(lived, clerk)
    before = await made(clerk, Order(ErrandKind.MONTH, DECEMBER))
    await mend(lived, "X2")
    assert await made(clerk, Order(ErrandKind.MONTH, DECEMBER)) == before


async def test_what_is_gathered_tells_the_figures_and_the_weeks(lived: Province, clerk: Clerk) -> None:
    gathered = await clerk.gather(DECEMBER, LATER)
    assert gathered.periods == (1,)
    assert gathered.totals["0"] == gathered.totals[str(lived.unit["T45"])] == [4, 1, 3]
    assert str(lived.unit["X1"]) not in gathered.totals
    assert gathered.changes == ()


async def test_what_changed_since_the_newest_edition_is_gathered_with_it(lived: Province, clerk: Clerk) -> None:
    await freeze(lived, clerk)
    assert (await clerk.gather(DECEMBER, LATER)).changes == ()
    await mend(lived, "X2")
    [change] = (await clerk.gather(DECEMBER, LATER)).changes
    assert (change["name"], change["before"], change["after"]) == ("Phường Đông Giang", "missed", "late")


async def test_an_amendment_names_the_difference_to_the_edition_before_it(
    lived: Province, clerk: Clerk, desk: Desk
) -> None:
    await freeze(lived, clerk)
    for number, code in ((2, "X2"), (3, "X3")):
        await mend(lived, code)
        await freeze(lived, clerk, number)
    order = Order(ErrandKind.AMENDMENT, DECEMBER, number=2)
    paper, sheet = await made(clerk, order)
    assert [paper.name, sheet.name] == ["bao-cao-2026-12-bo-sung-2.docx", "bao-cao-2026-12-bo-sung-2.xlsx"]
    store = MediaStore(desk.documents)
    opened = Document(BytesIO(await store.read(paper.sha256)))
    told = "\n".join(line.text for line in opened.paragraphs)
    assert "(bản bổ sung số 2)" in told and "kết quả của một lượt có thay đổi" in told
    changed = [[cell.text for cell in row.cells] for row in opened.tables[1].rows][1:]
    assert changed == [["1", "Phường 1", "Thị xã Quảng Trị", "47", "Thiếu", "Muộn", "0 → 1"]]
    book = openpyxl.load_workbook(BytesIO(await store.read(sheet.sha256)))
    assert book["Tổng hợp"]["E4"].value == 4
    assert await made(clerk, order) == (paper, sheet)
    assert (await refused(clerk, replace(order, number=3))).trouble is Trouble.NOTHING


async def test_the_years_sheet_is_an_order_like_any_other(clerk: Clerk) -> None:
    [sheet] = await made(clerk, Order(ErrandKind.YEAR, "2026"))
    assert sheet.name == "bang-nam-2026.xlsx"
    assert (await refused(clerk, Order(ErrandKind.YEAR, "2020"))).trouble is Trouble.NOTHING


async def test_a_stretch_of_weeks_is_one_picture(clerk: Clerk) -> None:
    [picture] = await made(clerk, Order(ErrandKind.WEEKS, "2026-11-16..2026-11-22"))
    assert picture.picture and picture.name == "ban-do-2026-W47-2026-W47-theo-tuan.png"
    assert (await refused(clerk, Order(ErrandKind.WEEKS, "2026-11-20..2026-11-22"))).trouble is Trouble.NOTHING


async def test_what_cannot_be_reported_is_told_apart(lived: Province, clerk: Clerk) -> None:
    assert (await refused(clerk, Order(ErrandKind.MONTH, "2026-11"))).trouble is Trouble.NOTHING
    with pytest.raises(CannotMake, match="2026-11"):
        await clerk.gather("2026-11", LATER)
    await freeze(lived, clerk)
    assert "unit 4711" in str(await refused(clerk, replace(MONTH, unit=4711)))


async def test_a_forged_frozen_month_is_told_and_nothing_is_made_of_it(lived: Province, clerk: Clerk) -> None:
    await freeze(lived, clerk)
    async with lived.database.transaction() as tx:
        await tx.execute(update(REPORT_EDITION).values(fingerprint="0" * 64))
    error = await refused(clerk, MONTH)
    assert (error.trouble, "was changed" in str(error)) == (Trouble.OTHER, True)


@pytest.mark.parametrize("missing", [True, False])
async def test_a_broken_or_missing_template_is_told_with_its_place(
    lived: Province, desk: Desk, tmp_path: Path, missing: bool
) -> None:
    file = tmp_path / "mau.docx"
    if not missing:
        paper = Document()
        paper.add_paragraph("{{sai}}")
        paper.save(str(file))
    rules = replace(ORGANISATION, layout=ReportLayout(template=str(file)))
    clerk = ClerkHere(lived.database, lambda: replace(desk, organisation=rules))
    error = await refused(clerk, Order(ErrandKind.MONTH, DECEMBER))
    assert error.trouble is Trouble.TEMPLATE
    assert str(file) in str(error)
    assert missing or 'paragraph 1 ("{{sai}}")' in str(error)


async def test_a_full_disk_is_told_as_one(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(MediaStore, "put_here", full)
    error = await refused(clerk, MONTH)
    assert (error.trouble, "no space left" in str(error)) == (Trouble.NO_SPACE, True)


async def test_a_folder_that_cannot_be_is_told(lived: Province, desk: Desk) -> None:
    desk.documents.write_bytes(b"")
    assert (await refused(ClerkHere(lived.database, lambda: desk), MONTH)).trouble is Trouble.OTHER


@pytest.mark.long
async def test_a_clerk_apart_makes_the_same_files(lived: Province, clerk: Clerk, desk: Desk, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{(tmp_path / 'province.db').as_posix()}"
    apart = ClerkApart(url, lambda: desk)
    told: list[tuple[int, int]] = []
    order = Order(ErrandKind.MONTH, DECEMBER)
    assert await apart.make(order, LATER, lambda *so_far: told.append(so_far)) == await made(clerk, order)
    gathered = await apart.gather(DECEMBER, LATER)
    assert gathered == await clerk.gather(DECEMBER, LATER)
    assert (await refused(apart, Order(ErrandKind.MONTH, "2026-11"))).trouble is Trouble.NOTHING
    broken = ClerkApart("sqlite+aiosqlite:////proc/nowhere/x.db", lambda: desk)
    assert "ended early" in str(await refused(broken, order))
