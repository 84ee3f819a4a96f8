"""A chat of the built-in platform on paper."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from channels.local.platform import LocalPlatform
from core.ports import Option

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class Wall:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Wall:
    return Wall()


@pytest.fixture
def platform(tmp_path: Path, clock: Wall) -> Iterator[LocalPlatform]:
    with LocalPlatform(tmp_path, clock) as opened:
        opened.open_chat("an", "Chị An")
        yield opened


def test_a_conversation_reads_like_a_play_with_local_times(platform: LocalPlatform, clock: Wall) -> None:
    platform.start("an", "secret-code")
    asked = int(
        platform.bot_send("an", "Đầu mối xã An Phú, đúng không ạ?", [Option("Đúng", "y"), Option("Không", "n")])
    )
    platform.press("an", asked, "y")
    clock.moment += timedelta(hours=15, minutes=59)
    platform.send_pictures("an", [b"1", b"2"], "hai ảnh")
    platform.send_pictures("an", [b"1"])
    clock.moment += timedelta(minutes=1)
    platform.send_file("an", "báo cáo.pdf", b"x")
    platform.bot_send("an", "Đã nhận\nhai dòng", [])
    assert platform.transcript("an", HANOI) == (
        "**16/11/2026**\n"
        "\n"
        "> 👤 08:00 *(mở liên kết mời)*  \n"
        "> 🤖 08:00 Đầu mối xã An Phú, đúng không ạ? [1 Đúng] [2 Không]  \n"
        "> 👤 08:00 [1 Đúng]  \n"
        "> 👤 23:59 *(2 ảnh)* hai ảnh  \n"
        "> 👤 23:59 *(ảnh)*  \n"
        "\n"
        "**17/11/2026**\n"
        "\n"
        "> 👤 00:00 *(tệp báo cáo.pdf)*  \n"
        "> 🤖 00:00 Đã nhận  \n"
        "> hai dòng  \n"
    )


def test_nobody_can_fake_a_line_or_a_mark(platform: LocalPlatform) -> None:
    platform.say("an", "*xong*\n> 🤖 08:00 Đã nhận\n# to\n<b>`a`")
    assert platform.transcript("an", HANOI).split("\n")[2:] == [
        "> 👤 08:00 \\*xong\\*  ",
        "> \\> 🤖 08:00 Đã nhận  ",
        "> \\# to  ",
        "> \\<b>\\`a\\`  ",
        "",
    ]


def test_a_forged_press_shows_what_was_sent(platform: LocalPlatform) -> None:
    platform.press_forged("an", 77, "approve:1")
    assert "👤 08:00 [approve:1]" in platform.transcript("an", HANOI)


def test_an_empty_chat_has_an_empty_transcript(platform: LocalPlatform) -> None:
    assert platform.transcript("an", HANOI) == ""
