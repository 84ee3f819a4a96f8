"""The settings read again from the chat: shown first, taken as a whole, in force from then on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import load_config
from bot.following import Following
from bot.organisation import organisation_of
from bot.settings_file import FileSettings
from scheduler.setting import DutySetting
from tests.databases import copy_database
from tests.journeys.cast import PARTS
from tests.journeys.manners import Manner
from tests.journeys.stage import Stage, staged

BEFORE = """\
organisation: {name: Tỉnh Quảng Trị}
holidays: {country: null}
health: {at: null}
tasks: [{code: tuan, review: {sample: 0%}}]
"""
CHANGED = BEFORE.replace("code: tuan,", "code: tuan, quota: 3,") + "web: {port: 8081}\ninvitations: {valid: 2 days}\n"


def says(file: Path, text: str) -> None:
    """From now on this stands in the file."""
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(BEFORE, encoding="utf-8")
    return tmp_path / "config.yaml"


@pytest.fixture
async def stage(
    request: pytest.FixtureRequest, linked_file: Path, tmp_path: Path, file: Path, manner: Manner
) -> AsyncIterator[Stage]:
    """The usual Monday, on settings that come from a file."""
    copy_database(linked_file, tmp_path / "nhacnop.db")
    config = load_config(file)
    journey = request.function.__name__.removeprefix("test_")
    async with staged(
        tmp_path, tmp_path / "nhacnop.db", organisation_of(config), manner, journey,
        settings_file=FileSettings(file, config),
    ) as opened:  # fmt: skip
        for part in PARTS:
            opened.somebody(part.chat, part.who)
        yield opened


@pytest.mark.parametrize("manner", Manner)
async def test_new_settings_are_shown_and_in_force_after_a_yes(stage: Stage, file: Path) -> None:
    khai = stage.khai
    await stage.beats()
    assert "không có gì khác" in await khai.says("/cauhinh")
    says(file, CHANGED)
    shown = await khai.says("đọc lại cấu hình")
    assert (
        "có 2 chỗ khác, dùng được ngay:\n• “tasks[tuan].quota”: 1 → 3\n• “invitations.valid”: 30 days → 2 days" in shown
    )
    assert "Có 1 chỗ khác chỉ có hiệu lực khi khởi động lại trợ lý:\n• “web.port”: 8080 → 8081" in shown
    assert stage.installation.organisation.invite_life.days == 30
    assert "em dùng bản mới (2 chỗ thay đổi) từ bây giờ" in await khai.presses("Dùng bản mới")
    await stage.beats()
    assert "đến hết 18/11/2026" in await khai.says("/moi Hoà Sơn")
    again = await khai.says("/cauhinh")
    assert "dùng được ngay" not in again and "web.port" in again
    await stage.at("2026-11-23 08:00")
    assert "còn thiếu 3" in await stage.hanh.says("tôi còn thiếu gì")  # the next week opens with the new quota
    stage.reads_as_written("Tệp cấu hình mới", khai)


async def test_a_week_that_is_open_keeps_what_it_was_opened_with(stage: Stage, file: Path) -> None:
    await stage.at("2026-11-16 09:00")
    says(file, CHANGED)
    await stage.khai.says("/cauhinh")
    await stage.khai.presses("Dùng bản mới")
    await stage.beats()
    assert "0/1" in await stage.hanh.says("tôi còn thiếu gì")


async def test_of_a_wrong_file_nothing_is_taken(stage: Stage, file: Path) -> None:
    khai = stage.khai
    says(file, CHANGED + "quiet_hors: {}\n")
    told = await khai.says("/cauhinh")
    assert "em không dùng gì của tệp mới, vì có 1 chỗ sai" in told and "line 7: quiet_hors is no setting" in told
    assert khai.is_offered == []
    stage.reads_as_written("Tệp cấu hình sai", khai)


async def test_a_file_that_goes_wrong_between_question_and_yes_is_not_taken(stage: Stage, file: Path) -> None:
    khai = stage.khai
    says(file, CHANGED)
    await khai.says("/cauhinh")
    says(file, "tasks: []\n")
    assert "em không dùng gì của tệp mới" in await khai.presses("Dùng bản mới")
    await stage.beats()
    assert stage.installation.organisation.invite_life.days == 30


async def test_a_file_that_was_changed_since_is_shown_anew(stage: Stage, file: Path) -> None:
    khai = stage.khai
    says(file, CHANGED)
    await khai.says("/cauhinh")
    says(file, CHANGED.replace("2 days", "3 days"))
    assert "30 days → 3 days" in await khai.presses("Dùng bản mới")
    await khai.presses("Dùng bản mới")
    await stage.beats()
    assert stage.installation.organisation.invite_life.days == 3


async def test_no_is_no(stage: Stage, file: Path) -> None:
    khai = stage.khai
    says(file, CHANGED)
    await khai.says("/cauhinh")
    assert "vẫn dùng bản cũ" in await khai.presses("Thôi, giữ bản cũ")
    assert "không dùng được nữa" in await khai.presses("Dùng bản mới")
    await stage.beats()
    assert stage.installation.organisation.weekly.quota == 1


async def test_what_only_counts_after_a_restart_has_nothing_to_agree_to(stage: Stage, file: Path) -> None:
    says(file, BEFORE + "web: {port: 8081}\n")
    assert "chỉ có hiệu lực khi khởi động lại" in await stage.khai.says("/cauhinh")
    assert stage.khai.is_offered == []


async def test_a_task_whose_week_is_open_cannot_be_dropped(stage: Stage, file: Path) -> None:
    await stage.at("2026-11-16 09:00")
    says(file, BEFORE.replace("code: tuan", "code: khac"))
    assert "nhiệm vụ “tuan” còn tuần chưa khép" in await stage.khai.says("/cauhinh")


async def test_a_file_that_another_admin_took_meanwhile_is_not_taken_twice(stage: Stage, file: Path) -> None:
    khai, hung = stage.khai, stage.hung
    await hung.opens(await stage.admin_code("Quản trị hai"))
    await hung.presses("Đúng")
    says(file, CHANGED)
    await khai.says("/cauhinh")
    await hung.says("/cauhinh")
    await hung.presses("Dùng bản mới")
    assert "Bùi Văn Hùng đã cho dùng bản này rồi" in await khai.presses("Dùng bản mới")
    assert (await khai.says("/nhatky")).count("cho dùng tệp cấu hình mới") == 1


async def test_new_rules_taken_meanwhile_are_shown_before_a_task_runs_by_them(stage: Stage, file: Path) -> None:
    khai, hung = stage.khai, stage.hung
    await hung.opens(await stage.admin_code("Quản trị hai"))
    await hung.presses("Đúng")
    await khai.says("/nhiemvu tuan")
    await khai.presses("Dừng từ kỳ sau")
    await khai.presses("Dừng")
    assert "1 minh chứng mỗi tuần" in await khai.says("/nhiemvu tuan")
    says(file, CHANGED)
    await hung.says("/cauhinh")
    await hung.presses("Dùng bản mới")
    await stage.beats()
    told = await khai.presses("Kích hoạt")
    assert "Bùi Văn Hùng cho dùng tệp cấu hình mới, 2 chỗ thay đổi." in told and "3 minh chứng mỗi tuần" in told
    assert "đã kích hoạt" in await khai.presses("Kích hoạt")


async def test_the_other_admins_hear_of_it(stage: Stage, file: Path) -> None:
    khai, hung = stage.khai, stage.hung
    await hung.opens(await stage.admin_code("Quản trị hai"))
    await hung.presses("Đúng")
    says(file, CHANGED)
    await khai.says("/cauhinh")
    await khai.presses("Dùng bản mới")
    assert "Đỗ Quang Khải vừa cho em dùng tệp cấu hình mới (2 chỗ thay đổi)" in hung.hears()


async def test_a_process_whose_own_file_is_wrong_goes_on_with_the_old_one_and_says_so(
    stage: Stage, file: Path, tmp_path: Path
) -> None:
    """Another machine at the same database, with a file of its own."""
    khai, there = stage.khai, tmp_path / "there.yaml"
    says(there, BEFORE)
    rules = stage.installation.in_force
    other = Following(
        DutySetting(stage.installation.database, rules), stage.installation.opening,
        FileSettings(there, load_config(there)),
    )  # fmt: skip
    says(file, CHANGED)
    await khai.says("/cauhinh")
    await khai.presses("Dùng bản mới")
    says(there, "tasks: []\n")
    assert not await other.follow(stage.now)
    assert rules.organisation.weekly.quota == 1
    await stage.settles()
    assert "không dùng được tệp cấu hình mới ở máy ấy nên vẫn chạy bản cũ" in khai.hears()
    assert not await other.follow(stage.now)
    await stage.settles()
    assert khai.hears() == ""  # said once


async def test_somebody_at_the_machine_has_it_read_again(stage: Stage, file: Path) -> None:
    following = stage.installation.following
    assert following is not None
    assert not await following.read_again(stage.now)  # nothing is different
    says(file, "tasks: []\n")
    assert not await following.read_again(stage.now)
    says(file, CHANGED)
    assert await following.read_again(stage.now)
    assert stage.installation.organisation.weekly.quota == 3
    assert not await following.follow(stage.now)  # its own wish


async def test_where_there_is_no_file_that_is_said(fresh_stage: Stage) -> None:
    somebody = fresh_stage.somebody("khai", "Anh Khải")
    await somebody.opens(await fresh_stage.admin_code("Đỗ Quang Khải"))
    await somebody.presses("Đúng")
    await somebody.presses("Tôi đồng ý")
    assert "không chạy từ một tệp cấu hình" in await somebody.says("/cauhinh")
