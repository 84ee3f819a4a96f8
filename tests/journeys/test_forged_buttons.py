"""Buttons that were made up, or were another person's, do nothing; old ones do no harm."""

import pytest

from core.roles import Action
from tests.journeys.stage import Stage

pytestmark = pytest.mark.long  # the whole file takes seconds

HUGE = ("2147483648", "999999999999999", "9" * 20)
"""Numbers that no row has; PostgreSQL takes a question with one of them for an error, and so does SQLite at last."""

EVERYTHING = [
    f"{action.value}{arguments}"
    for action in Action
    for arguments in (
        *("", ":yes:1", ":1:1", ":#1,2,x"),
        *(f":{words}{number}" for number in HUGE for words in ("", "yes:", "show:", "1:", "#1,")),
    )
]
NONSENSE = [
    "x",
    "withdraw",
    ":",
    "withdraw:",
    "withdraw:1-",
    "withdraw:-1",
    "withdraw:1-99999999999999999999",
    "é" * 32,
]


async def test_a_secretary_cannot_touch_another_units_items(stage: Stage) -> None:
    hanh, hai = stage.hanh, stage.hai
    await stage.at("2026-11-23 09:00")
    await hai.sends_photo("bài")
    owed = await stage.obligation("X2", 47)
    for action in ("withdraw:1", "withdraw:1-50", f"move:1:{owed}", "object:1"):
        answer = await hanh.forges(action)
        assert "không thấy minh chứng nào" in answer, action
    assert "1/1, đã đủ" in await hai.says("tôi còn thiếu gì")
    assert "BC-1" not in await hanh.forges("history:99")
    stage.reads_as_written("Nút giả của đầu mối khác", hanh)


async def test_a_secretary_cannot_move_items_into_another_unit(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-23 09:00")
    await hanh.sends_photo("bài")
    assert "để nguyên" in await hanh.forges(f"move:1:{await stage.obligation('X2', 47)}")
    assert "Tuần 48" not in stage.hai.hears()
    assert "1/1, đã đủ" in await hanh.says("tôi còn thiếu gì")


async def test_a_secretary_cannot_do_what_coordinators_do(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-23 09:00")
    for action in (
        "missing",
        "nudge:send:tuan",
        "acknowledge:#1",
        "invite:X2",
        "roles",
        "units:X2",
        "decide_join:yes:1",
    ):
        assert "chưa được giao" in await hanh.forges(action), action
    await stage.at("2026-11-24 08:00")
    assert "Phường Đông Giang" in stage.hung.hears()  # nobody stopped the ladder


async def test_a_coordinator_cannot_reach_into_another_town(stage: Stage) -> None:
    nam, hung = stage.nam, stage.hung
    await stage.at("2026-11-23 09:00")
    flags = {flag.unit_name: flag.id for flag in await stage.open_flags()}
    assert "không có cảnh báo" in await nam.forges(f"acknowledge:#{flags['Xã Hải Lệ']}")
    assert "chưa thấy đơn vị nào" in await nam.forges("invite:X5")
    assert "chưa thấy đơn vị nào" in await nam.forges("units:X5")
    assert "chưa được giao" in await nam.forges("roles:add:Tôi")
    await stage.at("2026-11-24 08:00")
    assert "Xã Hải Lệ" in hung.hears()


async def test_of_several_flags_only_the_own_ones_are_acknowledged(stage: Stage) -> None:
    await stage.at("2026-11-23 09:00")
    numbers = ",".join(str(flag.id) for flag in await stage.open_flags())
    answer = await stage.nam.forges(f"acknowledge:#{numbers}")
    assert "phường 1, phường Đông Giang và xã Tân Lập" in answer and "Hải Lệ" not in answer


async def test_an_invitation_opened_by_another_chat_cannot_be_finished_here(fresh_stage: Stage) -> None:
    stage, hanh, hai = fresh_stage, fresh_stage.hanh, fresh_stage.hai
    await hanh.opens(await stage.code_for("X1"))
    for action in ("register:yes:1", "consent:yes:1", "register:no:1"):
        assert "cảm ơn" not in await hai.forges(action)
    assert "chưa ghi nhận" in await hai.sends_photo("bài")
    await hanh.presses("Đúng")
    assert "cảm ơn" in await hanh.presses("Tôi đồng ý")


@pytest.mark.parametrize("who", ["hanh", "khai", "phuc"])
async def test_no_made_up_button_breaks_anything(stage: Stage, who: str) -> None:
    person = stage.somebody(who, who)
    for action in [*EVERYTHING, *NONSENSE]:
        if len(action.encode()) <= 64:
            stage.platform.press_forged(who, 1, action)
    await stage.settles()
    heard = person.hears()
    assert "trục trặc" not in heard
    assert await stage.set_aside() == 0
    assert "Đỗ Quang Khải" in await stage.khai.says("/quyen")


async def test_an_old_button_of_a_removed_coordinator_does_nothing(stage: Stage) -> None:
    nam = stage.nam
    await stage.at("2026-11-23 09:00")
    await stage.takes_over("H1", "Phạm Văn Thay")
    assert "chưa được giao" in await nam.presses("Đã gọi tất cả")
    assert "Lê Thị Bình" in await stage.mai.says("ai phụ trách tôi")
    stage.reads_as_written("Nút cũ của người đã thôi việc", nam)


@pytest.mark.parametrize("number", HUGE)
async def test_a_number_that_no_item_can_have_names_none(stage: Stage, number: str) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-23 09:00")
    await hanh.sends_photo("bài")
    for words in (f"rút lại BC-{number}", f"/ghichu BC-{number} chụp lại"):
        assert "trục trặc" not in await hanh.says(words), words
    assert await stage.set_aside() == 0
    assert "1/1, đã đủ" in await hanh.says("tôi còn thiếu gì")
