"""`nhacnop run` and one person on three platforms: each further chat is linked by a short code from the one before, and
what comes from any of them counts once."""

import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.journeys.pictures import photo
from tests.platforms.house import SLOWLY, House
from tests.processes import free_port
from tests.telegram.fake import FakeTelegram
from tests.telegram.fake import serving as serving_telegram
from tests.viber.fake import FakeViber
from tests.viber.fake import serving as serving_viber
from tests.zalo.fake import FakeZalo
from tests.zalo.fake import serving as serving_zalo
from tests.zalo.house import code_of, comes_in

CONFIG = """\
organisation: {{name: Tỉnh Quảng Trị}}
database: {{url: "sqlite+aiosqlite:///nhacnop.db"}}
media: {{dir: media}}
holidays: {{country: null}}
web: {{port: {port}, public_url: "http://127.0.0.1:{port}"}}
channels:
  telegram: {{enabled: true, receive: webhook, api_url: "{telegram.api_url}", file_url: "{telegram.file_url}"}}
  zalo: {{enabled: true, bots: [zalo-1], api_url: "{zalo.api_url}"}}
  viber: {{enabled: true, api_url: "{viber.api_url}"}}
"""
SHORT_CODE = re.compile(r"(?<![-\w])[2-9][0-9A-Z]{3}-[0-9A-Z]{4}(?![-\w])")

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise on Windows"),
]


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with serving_telegram() as fake:
        yield fake


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZalo]:
    async with serving_zalo(bots=["zalo-1"]) as fake:
        yield fake


@pytest.fixture
async def viber() -> AsyncIterator[FakeViber]:
    async with serving_viber() as fake:
        yield fake


async def test_one_person_on_three_platforms_counts_once(
    telegram: FakeTelegram, zalo: FakeZalo, viber: FakeViber, tmp_path: Path
) -> None:
    house = House(
        tmp_path,
        CONFIG.format(port=free_port(), telegram=telegram, zalo=zalo, viber=viber),
        NHACNOP_TELEGRAM_TOKEN=telegram.token,
        NHACNOP_ZALO_TOKEN_ZALO_1=zalo.bots["zalo-1"].token,
        NHACNOP_VIBER_TOKEN=viber.token,
    )
    first, second, third = zalo.person("Hạnh"), telegram.person("Hạnh", started=True), viber.person("Hạnh")
    code = await code_of(tmp_path, "X1")
    with house.running():
        await comes_in(first, code)
        first.says("/lienket")
        second.says(short_code(await first.hears("rồi nhắn mã này", within=SLOWLY)))
        await second.hears("nối cuộc trò chuyện này với Trần Thị Hạnh", within=SLOWLY)
        second.presses("Đúng")
        await second.hears("nay cũng là của Trần Thị Hạnh", within=SLOWLY)
        await first.hears("vừa nối thêm một cuộc trò chuyện Telegram", within=SLOWLY)

        second.says("tôi dùng thêm Viber")
        await second.hears("1. Zalo, nhắn ở đây trước", within=SLOWLY)
        second.presses("Thêm tài khoản chat")
        third.says(short_code((await second.hears("rồi nhắn mã này", within=SLOWLY)).text))
        await third.hears("nối cuộc trò chuyện này với Trần Thị Hạnh", within=SLOWLY)
        third.presses("Đúng")
        await third.hears("nay cũng là của Trần Thị Hạnh", within=SLOWLY)

        third.sends_photos([photo("bài")])
        await third.hears("Đã nhận 1 ảnh", within=SLOWLY)
        for phone in (first, second):
            phone.sends_photo(photo("bài"))
            await phone.hears("chưa tính", within=SLOWLY)
    assert house.rows("SELECT count(*) FROM submission WHERE state = 'COUNTED'") == [(1,)]
    assert house.rows("SELECT count(DISTINCT member_id) FROM address WHERE state = 'LIVE'") == [(1,)]
    assert house.rows("SELECT channel FROM address WHERE state = 'LIVE' ORDER BY channel") == [
        ("telegram",),
        ("viber",),
        ("zalo",),
    ]
    assert "Traceback" not in house.log


def short_code(text: str) -> str:
    """The code that another chat is linked by."""
    found = SHORT_CODE.search(text)
    assert found is not None, text
    return found[0]
