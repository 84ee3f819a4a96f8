"""An imported roster comes out of the database as it went in, and what changed is changed and nothing else."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from core.roster import Roster, RosterCounts, read_roster, roster_counts
from core.roster_difference import difference
from db import people, periods, roster
from db.engine import Database, Tx
from db.tables import AUDIT, MEMBER, SEAT, TENURE, UNIT
from sheets.reading import read_sheet
from tests.core.rosters import roster as read
from tests.db.province import DAY, MONDAY, OWING, Province, at, chat, open_week, sheet

REFERENCE = Path(__file__).parents[2] / "bot" / "rosters" / "quang-tri-2023.csv"
TUESDAY = MONDAY + DAY
NOW = at("17 08:00")


@pytest.fixture(scope="module")
def reference() -> Roster:
    answer = read_roster(read_sheet(REFERENCE.read_bytes(), REFERENCE.name), ("xã",))
    assert isinstance(answer, Roster)
    return answer


async def rows(tx: Tx) -> list[list[tuple[object, ...]]]:
    """Everything that an import may change."""
    return [
        [tuple(row) for row in await tx.execute(select(table).order_by(table.c.id))]
        for table in (UNIT, SEAT, MEMBER, TENURE)
    ]


async def tenures(tx: Tx, seat: int) -> list[tuple[str, date, date | None]]:
    """Who held a seat from when until when."""
    found = await tx.execute(
        select(MEMBER.c.name, TENURE.c.from_day, TENURE.c.until_day)
        .join(MEMBER, MEMBER.c.id == TENURE.c.member_id)
        .where(TENURE.c.seat_id == seat)
        .order_by(TENURE.c.id)
    )
    return [(row.name, row.from_day, row.until_day) for row in found]


async def member_of(tx: Tx, seat: int) -> int:
    statement = select(TENURE.c.member_id).where(TENURE.c.seat_id == seat, TENURE.c.until_day.is_(None))
    return int((await tx.execute(statement)).scalar_one())


# ---- round trip ------------------------------------------------------------------------------------------------


async def test_a_new_database_is_empty_until_the_first_import(database: Database) -> None:
    async with database.transaction() as tx:
        assert await roster.is_empty(tx)
        assert await roster.read(tx, MONDAY) == Roster((), ())
        await roster.write(tx, sheet(), MONDAY, NOW)
        assert not await roster.is_empty(tx)


async def test_the_reference_province_comes_out_as_it_went_in(database: Database, reference: Roster) -> None:
    async with database.transaction() as tx:
        await roster.write(tx, reference, MONDAY, NOW)
        out = await roster.read(tx, MONDAY)
        assert await roster.read(tx, MONDAY - DAY) == Roster((), ())
    assert difference(reference, out).unchanged
    assert difference(out, reference).unchanged
    assert [unit.code for unit in out.units] == [unit.code for unit in reference.units]
    assert roster_counts(out, ["xã"]) == RosterCounts(units=136, owing=125, held=122, vacant=3)


async def test_importing_again_changes_nothing(province: Province, tx: Tx) -> None:
    before = await rows(tx)
    await roster.write(tx, sheet(), TUESDAY, NOW)
    assert await rows(tx) == before


async def test_an_import_is_written_down_with_who_did_it(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(), TUESDAY, NOW, actor=province.member["T45"])
    entry = (await tx.execute(select(AUDIT).order_by(AUDIT.c.id.desc()).limit(1))).one()
    assert (entry.actor_id, entry.action, entry.at) == (province.member["T45"], "roster.import", NOW)
    assert entry.details == {"units": 8, "holders": 7}


# ---- people ----------------------------------------------------------------------------------------------------


async def test_a_changed_holder_ends_the_tenure_and_starts_a_new_one(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X2=("Họ và tên", "Lý Thị Sen")), TUESDAY, NOW)
    assert await tenures(tx, province.seat["X2"]) == [
        ("Phan Đức Hải", MONDAY, TUESDAY),
        ("Lý Thị Sen", TUESDAY, None),
    ]
    assert await member_of(tx, province.seat["X2"]) not in province.member.values()


async def test_another_name_under_the_old_phone_number_is_another_member(province: Province, tx: Tx) -> None:
    wanted = sheet(X1=("Họ và tên", "Lý Thị Sen"))
    await roster.write(tx, wanted, TUESDAY, NOW)
    assert await tenures(tx, province.seat["X1"]) == [
        ("Trần Thanh Thảo", MONDAY, TUESDAY),
        ("Lý Thị Sen", TUESDAY, None),
    ]
    assert difference(await roster.read(tx, TUESDAY), wanted).unchanged
    before = await rows(tx)
    await roster.write(tx, wanted, TUESDAY + DAY, NOW)
    assert await rows(tx) == before


async def test_two_names_under_one_phone_number_are_two_members(database: Database) -> None:
    wanted = read(
        ("X1", "Xã Một", "xã", "", "Bí thư", "Nguyễn Văn An", "0912345678"),
        ("X2", "Xã Hai", "xã", "", "Bí thư", "Lý Thị Sen", "0912345678"),
    )
    async with database.transaction() as tx:
        await roster.write(tx, wanted, MONDAY, NOW)
        assert difference(await roster.read(tx, MONDAY), wanted).unchanged


async def test_one_phone_number_under_one_name_is_one_member(database: Database) -> None:
    wanted = read(
        ("H1", "Huyện", "huyện", "", "Điều phối", "Nguyễn Văn An", "0912345678"),
        ("X1", "Xã Một", "xã", "H1", "Bí thư", "Nguyễn Văn An", "+84 912 345 678"),
        ("X2", "Xã Hai", "xã", "H1", "Bí thư", "Nguyễn Văn An", ""),
    )
    async with database.transaction() as tx:
        await roster.write(tx, wanted, MONDAY, NOW)
        members = list((await tx.execute(select(TENURE.c.member_id).order_by(TENURE.c.seat_id))).scalars())
        assert difference(await roster.read(tx, MONDAY), wanted).unchanged
    assert members[0] == members[1] != members[2]


async def test_somebody_known_by_phone_who_takes_another_seat_stays_one_member(province: Province, tx: Tx) -> None:
    moved = read(
        *(("T45", "Tỉnh", "tỉnh", "", "Điều phối", "Bùi Văn Hạnh", ""),),
        ("X1", "Phường 1", "xã", "T45", "Bí thư", "khuyết", ""),
        ("X5", "Phường An Đôn", "xã", "T45", "Bí thư", "Trần thanh Thảo", "0912000001"),
    )
    await roster.write(tx, moved, TUESDAY, NOW)
    view = await people.member_view(tx, province.member["X1"], TUESDAY)
    assert [seat.unit_code for seat in view.seats] == ["X5"]


async def test_a_new_spelling_keeps_the_member_and_the_tenure(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X2=("Họ và tên", "PHAN ĐỨC HAI")), TUESDAY, NOW)
    assert await member_of(tx, province.seat["X2"]) == province.member["X2"]
    assert await tenures(tx, province.seat["X2"]) == [("PHAN ĐỨC HAI", MONDAY, None)]


async def test_a_vacated_seat_ends_the_tenure_and_can_be_taken_again(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X2=("Họ và tên", "khuyết")), TUESDAY, NOW)
    assert await tenures(tx, province.seat["X2"]) == [("Phan Đức Hải", MONDAY, TUESDAY)]
    await roster.write(tx, sheet(), TUESDAY + DAY, NOW)
    assert [held[1:] for held in await tenures(tx, province.seat["X2"])] == [(MONDAY, TUESDAY), (TUESDAY + DAY, None)]


async def test_a_first_holder_takes_a_seat_that_was_vacant(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X5=("Họ và tên", "Lý Thị Sen")), TUESDAY, NOW)
    assert difference(await roster.read(tx, TUESDAY), sheet(X5=("Họ và tên", "Lý Thị Sen"))).unchanged
    assert not difference(await roster.read(tx, MONDAY), sheet(X5=("Họ và tên", "Lý Thị Sen"))).unchanged


async def test_a_new_phone_number_is_noted_and_a_missing_one_forgets_nothing(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X1=("Số điện thoại", "")), TUESDAY, NOW)
    await roster.write(tx, sheet(X1=("Số điện thoại", ""), X2=("Số điện thoại", "0987654321")), TUESDAY, NOW)
    phones = {holder.unit: holder.phone for holder in (await roster.read(tx, TUESDAY)).holders}
    assert (phones["X1"], phones["X2"]) == ("+84912000001", "+84987654321")


async def test_a_changed_title_is_written_and_changes_nothing_else(province: Province, tx: Tx) -> None:
    wanted = sheet(X2=("Chức vụ", "Phó Bí thư phụ trách"), H1=("Chức vụ", "Điều phối viên"))
    await roster.write(tx, wanted, TUESDAY, NOW)
    titles = {holder.unit: holder.title for holder in (await roster.read(tx, TUESDAY)).holders}
    assert (titles["X1"], titles["X2"], titles["H1"]) == ("Bí thư", "Phó Bí thư phụ trách", "Điều phối viên")
    assert difference(await roster.read(tx, TUESDAY), wanted).unchanged
    assert await tenures(tx, province.seat["X2"]) == [("Phan Đức Hải", MONDAY, None)]


async def test_who_stays_is_still_linked_to_the_chat(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X2=("Họ và tên", "PHAN ĐỨC HAI")), TUESDAY, NOW)
    writing = await people.member_at(tx, chat("X2"), TUESDAY)
    assert writing is not None
    assert (writing.id, writing.name) == (province.member["X2"], "PHAN ĐỨC HAI")


# ---- units -----------------------------------------------------------------------------------------------------


async def test_a_unit_is_renamed_moved_or_gets_another_level_and_stays_the_same_unit(
    province: Province, tx: Tx
) -> None:
    wanted = sheet(X1=("Tên đơn vị", "Phường Một"), X2=("Mã cấp trên", "H2"), H1=("Cấp", "thành phố"))
    await roster.write(tx, wanted, TUESDAY, NOW)
    assert difference(await roster.read(tx, TUESDAY), wanted).unchanged
    ids = {row.code: row.id for row in await tx.execute(select(UNIT.c.code, UNIT.c.id))}
    assert ids == province.unit


async def test_a_renamed_unit_is_found_by_its_new_name(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X2=("Tên đơn vị", "Phường Đông Lễ")), TUESDAY, NOW)
    assert (await tx.execute(select(UNIT.c.folded_name).where(UNIT.c.code == "X2"))).scalar_one() == "phuong dong le"


async def test_units_that_the_roster_does_not_name_stay_with_their_holders(province: Province, tx: Tx) -> None:
    before = await roster.read(tx, TUESDAY)
    await roster.write(tx, read(("X9", "Xã Mới", "xã", "", "Bí thư", "Lý Thị Sen", "")), TUESDAY, NOW)
    after = await roster.read(tx, TUESDAY)
    assert after.units[: len(before.units)] == before.units
    assert set(before.holders) < set(after.holders)
    assert await roster.read(tx, MONDAY) == before


async def test_a_closed_unit_that_the_roster_names_again_is_valid_again(province: Province, tx: Tx) -> None:
    await tx.execute(update(UNIT).where(UNIT.c.code == "X2").values(valid_to=TUESDAY))
    assert "X2" not in [unit.code for unit in (await roster.read(tx, TUESDAY)).units]
    await roster.write(tx, sheet(), TUESDAY, NOW)
    assert difference(await roster.read(tx, TUESDAY), sheet()).unchanged


async def test_a_unit_that_will_close_later_still_will(province: Province, tx: Tx) -> None:
    await tx.execute(update(UNIT).where(UNIT.c.code == "X2").values(valid_to=TUESDAY + DAY))
    await roster.write(tx, sheet(), TUESDAY, NOW)
    assert "X2" in [unit.code for unit in (await roster.read(tx, TUESDAY)).units]
    assert "X2" not in [unit.code for unit in (await roster.read(tx, TUESDAY + DAY)).units]


async def test_what_is_owed_already_stays_when_the_roster_changes(province: Province, tx: Tx) -> None:
    week = await open_week(tx)
    await roster.write(tx, sheet(X2=("Họ và tên", "khuyết"), X5=("Họ và tên", "Lý Thị Sen")), TUESDAY, NOW)
    assert await periods.count_obligations(tx, week) == len(OWING)
