"""The tree of units: who is above whom, who coordinates, and which unit is meant by a word."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from core.hierarchy import Post
from db import people, roster, units
from db.engine import Database, Tx
from db.tables import UNIT
from tests.core.rosters import roster as read
from tests.db.province import DAY, MONDAY, TASK, Province, at, chat, sheet

TUESDAY = MONDAY + DAY
NOW = at("17 08:00")


async def codes(tx: Tx, text: str, within: set[int] | None = None) -> list[str]:
    return [unit.code for unit in await units.named(tx, text, MONDAY, within)]


# ---- finding by name -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Xã Hải Lệ", ["X4"]),
        ("xa hai le", ["X4"]),
        ("  HẢI   LỆ ", ["X4"]),
        ("hai le", ["X4"]),
        ("Hai Lê", ["X4"]),
        ("X4", ["X4"]),
        ("x4", ["X4"]),
        ("an đôn", ["X5"]),
        ("dong giang", ["X2"]),
        ("Phường 1", ["X1", "X3"]),
        ("1", ["X1", "X3"]),
        ("Đông Hà", ["H1"]),
        ("thành phố Đông Hà", ["H1"]),
        ("Quảng Trị", ["T45", "H2"]),
        ("tỉnh Quảng Trị", ["T45"]),
        ("thị xã quảng trị", ["H2"]),
    ],
)
async def test_a_unit_is_found_by_name_with_and_without_diacritics_and_level_or_by_code(
    province: Province, tx: Tx, text: str, found: list[str]
) -> None:
    assert await codes(tx, text) == found


@pytest.mark.parametrize(
    "text",
    ["", "  ", "Giang", "Lệ", "Hải", "hai l", "Hải Lệ 2", "phường Hải Lệ", "xã", "phường", "X", "%", "_4", "X_"],
)
async def test_a_near_match_finds_nothing(province: Province, tx: Tx, text: str) -> None:
    assert await codes(tx, text) == []


async def test_a_unit_stored_without_its_level_is_found_with_it(database: Database) -> None:
    stored = read(
        ("h1", "Hải Lăng", "huyện", "", "Điều phối", "Bùi Văn Hạnh", ""),
        ("x1", "An Phú", "xã", "h1", "Bí thư", "Phan Đức Hải", ""),
    )
    async with database.transaction() as tx:
        await roster.write(tx, stored, MONDAY, NOW)
        for text in ("An Phú", "xã An Phú", "xa an phu", "x1", "X1"):
            assert await codes(tx, text) == ["x1"], text
        assert await codes(tx, "huyện Hải Lăng") == ["h1"]
        assert await codes(tx, "huyện An Phú") == []
        assert await codes(tx, "xã Hải Lăng") == []


async def test_two_units_that_differ_in_diacritics_only_are_both_found(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X2=("Tên đơn vị", "Xã Hải Lê")), MONDAY, NOW)
    assert await codes(tx, "Hải Lệ") == ["X2", "X4"]


async def test_the_one_ward_of_the_asker_is_found_among_very_many_of_the_same_name(database: Database) -> None:
    rows = []
    for town in range(80):
        rows.append((f"H{town}", f"Thành phố {town}", "huyện", "", "Điều phối", "khuyết", ""))
        rows.append((f"X{town}", "Phường 1", "xã", f"H{town}", "Bí thư", "khuyết", ""))
    async with database.transaction() as tx:
        await roster.write(tx, read(*rows), MONDAY, NOW)
        last_town = await units.unit_by_code(tx, "H79")
        assert last_town is not None
        own = await units.subtree(tx, [last_town.id])
        assert await codes(tx, "phường 1", own) == ["X79"]
        assert await codes(tx, "1", own) == ["X79"]
        assert len(await codes(tx, "phường 1")) == 50


async def test_an_exact_code_is_found_among_very_many_names_that_end_so(database: Database) -> None:
    rows = [(f"X{n}", "Xã Phú", "xã", "", "Bí thư", "khuyết", "") for n in range(60)]
    async with database.transaction() as tx:
        await roster.write(tx, read(*rows, ("PHU", "Xã An", "xã", "", "Bí thư", "khuyết", "")), MONDAY, NOW)
        assert await codes(tx, "phu") == ["PHU"]


async def test_only_units_that_are_valid_today_are_found(province: Province, tx: Tx) -> None:
    await tx.execute(update(UNIT).where(UNIT.c.code == "X4").values(valid_from=TUESDAY, valid_to=TUESDAY + DAY))
    found = [bool(await units.named(tx, "hai le", MONDAY + timedelta(days=n))) for n in range(3)]
    assert found == [False, True, False]


async def test_a_hostile_text_finds_nothing_quickly(province: Province, tx: Tx) -> None:
    assert await codes(tx, "a " * 20_000) == []
    assert await codes(tx, "'; DROP TABLE unit; --") == []


# ---- up and down the tree --------------------------------------------------------------------------------------


async def test_the_path_leads_from_the_unit_to_the_top(province: Province, tx: Tx) -> None:
    of = province.unit
    assert await units.path_of(tx, of["X3"]) == (of["X3"], of["H2"], of["T45"])
    assert await units.path_of(tx, of["T45"]) == (of["T45"],)


async def test_a_subtree_is_the_roots_and_everything_below(province: Province, tx: Tx) -> None:
    of = province.unit
    assert await units.subtree(tx, [of["H1"]]) == {of[code] for code in ("H1", "X1", "X2")}
    assert await units.subtree(tx, [of["H1"], of["X5"]]) == {of[code] for code in ("H1", "X1", "X2", "X5")}
    assert await units.subtree(tx, [of["T45"]]) == set(of.values())
    assert await units.subtree(tx, []) == set()


async def test_a_loop_in_the_rows_ends_every_walk(province: Province, tx: Tx) -> None:
    of = province.unit
    await tx.execute(update(UNIT).where(UNIT.c.code == "T45").values(parent_id=of["X3"]))
    assert await units.path_of(tx, of["X3"]) == (of["X3"], of["H2"], of["T45"])
    assert await units.subtree(tx, [of["H2"]]) == set(of.values())


async def test_units_are_read_by_code_and_by_id(province: Province, tx: Tx) -> None:
    x1 = await units.unit_by_code(tx, "X1")
    assert x1 is not None
    assert (x1.name, x1.level, x1.parent) == ("Phường 1", "xã", province.unit["H1"])
    assert await units.unit_by_code(tx, "X99") is None
    assert await units.units_by_id(tx, [x1.id, 999]) == {x1.id: x1}


# ---- coordinators ----------------------------------------------------------------------------------------------


async def test_the_nearest_coordinator_who_holds_the_seat_and_can_be_reached_looks_after_a_unit(
    province: Province, tx: Tx
) -> None:
    of, member = province.unit, province.member

    async def looks_after(code: str) -> Post:
        post = (await units.hierarchy(tx, TUESDAY, NOW)).coordinator_of(of[code])
        assert (await units.hierarchy(tx, TUESDAY, NOW, of[code])).coordinator_of(of[code]) == post
        return post

    assert await looks_after("X1") == Post(of["H1"], (member["H1"],))
    assert await looks_after("H1") == Post(of["T45"], (member["T45"],))
    await people.mark_address(tx, chat("H1"), "DEAD", NOW)
    assert await looks_after("X1") == Post(of["T45"], (member["T45"],))
    await people.mark_address(tx, chat("H1"), "LIVE", NOW)
    await roster.write(tx, sheet(H1=("Họ và tên", "khuyết")), TUESDAY, NOW)
    assert await looks_after("X1") == Post(of["T45"], (member["T45"],))
    await roster.write(tx, sheet(H1=("Họ và tên", "Lý Thị Sen")), TUESDAY, NOW)  # new, in no chat yet
    assert await looks_after("X1") == Post(of["T45"], (member["T45"],))


async def test_without_any_reachable_coordinator_the_reachable_admins_look_after_a_unit(
    province: Province, tx: Tx
) -> None:
    member = province.member
    for code in ("T45", "H1"):
        await people.mark_address(tx, chat(code), "DEAD", NOW)
    unreachable = await people.add_member(tx, "Admin không Zalo")
    for admin in (member["X4"], member["X2"], unreachable):
        await people.make_admin(tx, admin, None, NOW)
    tree = await units.hierarchy(tx, TUESDAY, NOW)
    assert tree.coordinator_of(province.unit["X1"]) == Post(None, tuple(sorted([member["X2"], member["X4"]])))
    assert tree.next_level(None) is None


async def test_a_coordinator_of_yesterday_is_one_on_yesterdays_tree_only(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(H2=("Họ và tên", "khuyết")), TUESDAY, NOW)
    h2 = province.unit["H2"]
    assert h2 in (await units.hierarchy(tx, MONDAY, NOW)).coordinators
    assert h2 not in (await units.hierarchy(tx, TUESDAY, NOW)).coordinators


# ---- vacancies -------------------------------------------------------------------------------------------------


async def test_units_that_share_their_name_are_known_with_what_is_right_above_them(province: Province, tx: Tx) -> None:
    x1, x2, x3 = (province.unit[code] for code in ("X1", "X2", "X3"))
    both = {x1: "Thành phố Đông Hà", x3: "Thị xã Quảng Trị"}
    assert await units.namesakes(tx, [x1, x2, x3], MONDAY) == both
    assert await units.namesakes(tx, [x1], MONDAY) == {x1: "Thành phố Đông Hà"}
    assert await units.namesakes(tx, [x1, x2], MONDAY, within={x1, x2}) == {}
    assert await units.parent_names(tx, [x1, province.unit["T45"]]) == {x1: "Thành phố Đông Hà"}
    await tx.execute(update(UNIT).where(UNIT.c.id == x3).values(valid_to=TUESDAY))
    assert await units.namesakes(tx, [x1], MONDAY) == {x1: "Thành phố Đông Hà"}
    assert await units.namesakes(tx, [x1], TUESDAY) == {}


async def test_vacant_units_are_those_whose_secretarys_seat_nobody_holds_that_day(province: Province, tx: Tx) -> None:
    await roster.write(tx, sheet(X1=("Họ và tên", "khuyết"), X5=("Họ và tên", "Lý Thị Sen")), TUESDAY, NOW)
    assert [unit.code for unit in await units.vacant_units(tx, TASK, MONDAY)] == ["X5"]
    assert [unit.code for unit in await units.vacant_units(tx, TASK, TUESDAY)] == ["X1"]
    assert await units.vacant_units(tx, TASK, TUESDAY, await units.subtree(tx, [province.unit["H2"]])) == []
    assert [unit.code for unit in await units.vacant_units(tx, replace(TASK, owed_by=("huyện",)), TUESDAY)] == [
        "H1",
        "H2",
    ]


async def test_a_unit_that_is_closed_is_not_vacant(province: Province, tx: Tx) -> None:
    await tx.execute(update(UNIT).where(UNIT.c.code == "X5").values(valid_to=TUESDAY))
    assert [unit.code for unit in await units.vacant_units(tx, TASK, MONDAY)] == ["X5"]
    assert await units.vacant_units(tx, TASK, TUESDAY) == []


async def test_a_name_is_read_with_abbreviations_and_without_telex(province: Province, tx: Tx) -> None:
    for typed in ("P. Đông Giang", "p.dong giang", "DDoong Giang", "phuongf DDoong Giang"):
        assert [unit.code for unit in await units.named(tx, typed, MONDAY)] == ["X2"], typed
    assert [unit.code for unit in await units.named(tx, "tx Quảng Trị", MONDAY)] == ["H2"]
    assert [unit.code for unit in await units.named(tx, "p1", MONDAY)] == ["X1", "X3"]


async def test_near_names_are_found_within_a_reach_only(province: Province, tx: Tx) -> None:
    assert [unit.code for unit in await units.near(tx, "Hải Lêj", MONDAY)] == ["X4"]
    assert [unit.code for unit in await units.near(tx, "Hải Lệe hẹn chiều nay", MONDAY)] == ["X4"]
    assert await units.near(tx, "Hải Lệe", MONDAY, [province.unit["H1"]]) == []
    assert [unit.code for unit in await units.near(tx, "Hải Lệe", MONDAY, [province.unit["H2"]])] == ["X4"]
    assert await units.near(tx, "x", MONDAY) == await units.near(tx, "", MONDAY) == []
