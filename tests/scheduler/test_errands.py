"""Long work: told how far it is, tried again or given up, its files delivered to whoever may have them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from core.documents import CannotMake, ErrandKind, GatheredMonth, MadeFile, Order, Told, Trouble
from core.invitations import CardSheet
from core.month_calendar import coming_month
from db import errands, people
from db.engine import Database
from db.errands import Errand, Wanted
from db.tables import ERRAND, OUTBOX, TENURE
from media.store import MediaStore
from scheduler import errands as doing
from scheduler.errands import AGAIN, TRIES, Errands
from scheduler.setting import DutySetting
from tests.db.conftest import migrated_file as migrated_file  # noqa: PLC0414 - fixtures of the database
from tests.db.conftest import province as province  # noqa: PLC0414 - as above
from tests.db.conftest import province_file as province_file  # noqa: PLC0414 - as above
from tests.db.province import DAY, MONDAY, W47, Province, at, open_week
from tests.db.test_reporting_rows import DECEMBER, LATER, ORGANISATION
from tests.scheduler.test_failing import away
from texts.in_force import InForce

NOW = at("30 10:00")
FILES = tuple(
    MadeFile(f"bao-cao{end}", "ab" * 32, 12) for end in (".docx", "-phu-luc-1.docx", "-phu-luc-2.docx", ".xlsx")
)
CARDS = (MadeFile("phieu-moi.pdf", "cd" * 32, 34), MadeFile("phieu-moi.xlsx", "ef" * 32, 5))


class StandIn:
    """A clerk who does what a test says."""

    def __init__(self) -> None:
        self.trouble: CannotMake | None = None
        self.works: Callable[[Told], Awaitable[None]] | None = None
        self.gathered = GatheredMonth(b"facts", "f" * 64, LATER, (1,), {"0": [4, 1, 3]})
        self.orders: list[Order | str] = []
        self.drawn: list[CardSheet] = []

    async def make(self, order: Order, now: datetime, told: Told) -> tuple[MadeFile, ...]:
        self.orders.append(order)
        if self.works is not None:
            await self.works(told)
        if self.trouble is not None:
            raise self.trouble
        return FILES

    async def cards(self, sheet: CardSheet, now: datetime, told: Told) -> tuple[MadeFile, ...]:
        self.drawn.append(sheet)
        if self.works is not None:
            await self.works(told)
        if self.trouble is not None:
            raise self.trouble
        return CARDS

    async def gather(self, month: str, now: datetime) -> GatheredMonth:
        self.orders.append(month)
        if self.trouble is not None:
            raise self.trouble
        return self.gathered


@pytest.fixture
def clerk() -> StandIn:
    return StandIn()


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "documents")


@pytest.fixture
async def office(province: Province, clerk: StandIn, store: MediaStore) -> Errands:
    """Week 47 is over; the province's coordinator is an admin, too."""
    async with province.database.transaction() as tx:
        await open_week(tx, W47, MONDAY)
        await people.make_admin(tx, province.member["T45"], None, NOW)
    setting = DutySetting(province.database, InForce(ORGANISATION))
    return Errands(setting, clerk, store, timedelta(days=30), {})


async def wanted(
    province: Province, kind: ErrandKind = ErrandKind.MONTH, *, asked: bool = False, key: str = "draft:x"
) -> None:
    member = province.member["H1"]
    order = Order(kind, DECEMBER, province.unit["H1"])
    async with province.database.transaction() as tx:
        await errands.want(tx, [Wanted(key, order, [member], member if asked else None)], NOW)


async def queued(database: Database, prefix: str = "document:") -> list[tuple[str, str | None]]:
    async with database.snapshot() as tx:
        rows = await tx.execute(select(OUTBOX.c.key, OUTBOX.c.text).order_by(OUTBOX.c.id))
        return [(row.key, row.text) for row in rows if row.key.startswith(prefix)]


async def the_errand(database: Database) -> Errand:
    async with database.snapshot() as tx:
        found = await errands.by_id(tx, 1)
    assert found is not None
    return found


async def test_a_split_document_is_a_message_for_its_report_and_one_for_each_part(
    province: Province, office: Errands
) -> None:
    await wanted(province, asked=True)
    assert await office.do_all(NOW) == 1
    member = province.member["H1"]
    (key, text), *parts = await queued(province.database)
    assert key == f"document:1:1:{member}"
    assert text is not None and "dự thảo báo cáo tháng 12/2026 của thành phố Đông Hà" in text
    assert parts == [
        (f"{key}:1", "Phần 1/2: bao-cao-phu-luc-1.docx"),
        (f"{key}:2", "Phần 2/2: bao-cao-phu-luc-2.docx"),
    ]


async def test_nobody_gets_what_he_or_she_may_not_read_any_more(province: Province, office: Errands) -> None:
    await wanted(province)
    async with province.database.transaction() as tx:
        await tx.execute(update(TENURE).where(TENURE.c.seat_id == province.seat["H1"]).values(until_day=MONDAY))
    assert await office.do_all(NOW) == 1
    assert await queued(province.database) == []


async def test_whoever_waits_hears_how_far_it_is(
    province: Province, office: Errands, clerk: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def half(told: Told) -> None:
        told(300, 600)
        key = f"document:1:1:{province.member['H1']}:progress"
        while not await queued(province.database, key):  # noqa: ASYNC110 - another task queues it
            await asyncio.sleep(0.01)

    monkeypatch.setattr(doing, "PROGRESS_SECONDS", 0.01)
    clerk.works = half
    await wanted(province, asked=True)
    await office.do_next(NOW)
    [(_, told)] = await queued(province.database, f"document:1:1:{province.member['H1']}:progress")
    assert told is not None and "đã xong 300/600 ảnh" in told
    assert (await the_errand(province.database)).done == 300


async def test_work_is_not_done_again_because_it_could_not_be_told_how_far_it_is(
    province: Province, office: Errands, clerk: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = asyncio.Event()

    async def fails(*_: object) -> None:
        tried.set()
        raise away()

    async def half(told: Told) -> None:
        told(300, 600)
        await tried.wait()
        async with province.database.transaction():
            pass  # by now what failed is rolled back

    monkeypatch.setattr(doing, "PROGRESS_SECONDS", 0.01)
    monkeypatch.setattr(errands, "progress", fails)
    clerk.works = half
    await wanted(province, asked=True)
    assert await office.do_all(NOW) == 1
    assert (await the_errand(province.database)).state == "DONE"
    assert len(clerk.orders) == 1


async def test_what_time_wants_is_tried_again_and_at_last_goes_without_its_files(
    province: Province, office: Errands, clerk: StandIn
) -> None:
    clerk.trouble = CannotMake(Trouble.NO_SPACE, "no space left on the disk")
    await wanted(province)
    for number in range(TRIES):
        now = NOW + number * AGAIN
        assert await office.do_all(now) == 1
        assert await office.do_all(now + AGAIN - timedelta(seconds=1)) == 0
    assert await office.do_all(NOW + DAY) == 0
    assert [key for key, _ in await queued(province.database)] == [f"document:1:0:{province.member['H1']}"]
    assert (await the_errand(province.database)).state == "FAILED"
    [(_, told)] = await queued(province.database, "clerk:")
    assert told is not None and "đĩa hết chỗ (no space left on the disk)" in told


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (Trouble.NO_SPACE, "vì máy chủ hết chỗ"),
        (Trouble.TEMPLATE, "vì mẫu văn bản bị lỗi"),
        (Trouble.OTHER, "vì máy chủ gặp lỗi"),
        (Trouble.NOTHING, "không có gì để soạn"),
    ],
)
async def test_whoever_asked_hears_at_once_why_there_is_nothing(
    province: Province, office: Errands, clerk: StandIn, trouble: Trouble, told: str
) -> None:
    clerk.trouble = CannotMake(trouble, "mau.docx, paragraph 3")
    await wanted(province, asked=True)
    assert await office.do_all(NOW) == 1
    [(_, text)] = await queued(province.database)
    assert text is not None and told in text
    to_admins = await queued(province.database, "clerk:")
    assert len(to_admins) == (trouble is not Trouble.NOTHING)
    assert all("mau.docx, paragraph 3" in (said or "") for _, said in to_admins)


async def test_a_mistake_of_ours_is_a_trouble_like_others(province: Province, office: Errands, clerk: StandIn) -> None:
    async def raises(told: Told) -> None:
        raise ZeroDivisionError("oh")

    clerk.works = raises
    await wanted(province, asked=True)
    assert await office.do_all(NOW) == 1
    assert (await the_errand(province.database)).error == "ZeroDivisionError: oh"


async def test_freezing_is_never_given_up(province: Province, office: Errands, clerk: StandIn) -> None:
    clerk.trouble = CannotMake(Trouble.OTHER, "the disk is away")
    await wanted(province, ErrandKind.FREEZE, key="freeze:2026-12")
    for number in range(2 * TRIES):
        assert await office.do_all(NOW + number * AGAIN) == 1
    clerk.trouble = None
    assert await office.do_next(NOW + DAY)
    async with province.database.snapshot() as tx:
        rows = (
            await tx.execute(select(ERRAND.c.key).where(ERRAND.c.state == "WANTED").order_by(ERRAND.c.id))
        ).scalars()
        assert list(rows) == [f"final:2026-12:{province.unit[code]}" for code in ("H1", "H2", "T45")]


async def test_a_report_frozen_long_after_its_month_is_sent_to_nobody(
    province: Province, office: Errands, clerk: StandIn
) -> None:
    await wanted(province, ErrandKind.FREEZE, key="freeze:2026-12")
    assert await office.do_all(coming_month(ORGANISATION, LATER + 30 * DAY).closes_at) == 1
    assert await queued(province.database, "") == []


async def test_an_amendment_without_a_change_is_none(province: Province, office: Errands, clerk: StandIn) -> None:
    await wanted(province, ErrandKind.FREEZE, key="freeze:2026-12")
    await office.do_next(NOW)
    await wanted(province, ErrandKind.AMEND, asked=True, key="amend:2026-12:1")
    await office.do_all(NOW)
    [(_, told)] = await queued(province.database, "asked:")
    assert told is not None and "không có thay đổi nào" in told


async def test_old_documents_go_when_their_time_is_over(
    province: Province, office: Errands, clerk: StandIn, store: MediaStore
) -> None:
    kept = store.put_here(b"kept", "docx")
    async with province.database.transaction() as tx:
        await errands.want(tx, [Wanted("draft:y", Order(ErrandKind.MONTH, DECEMBER), [])], NOW)
        errand = await errands.next_one(tx, NOW)
        assert errand is not None
        await errands.done(tx, errand, [MadeFile("bao-cao.docx", kept, 4)], NOW)
    unused = store.put_here(b"made by a process that died", "docx")
    await office.do_all(NOW)
    assert store.path(unused) is None
    assert store.path(kept) is not None
    await office.do_all(NOW + timedelta(days=31))
    assert store.path(kept) is None
