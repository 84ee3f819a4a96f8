"""`nhacnop run` in a process of its own, with two platforms that push: one door, one database."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from channels.hooking import secret_of
from core.pushing import hook_path
from tests.journeys.pictures import photo
from tests.platforms.house import SLOWLY
from tests.processes import free_port
from tests.telegram.fake import FakeTelegram
from tests.telegram.fake import serving as serving_telegram
from tests.zalo.fake import FakeZalo
from tests.zalo.house import code_of, comes_in, zalo_house

CONFIG = """\
organisation: {{{{name: Tỉnh Quảng Trị}}}}
database: {{{{url: "sqlite+aiosqlite:///nhacnop.db"}}}}
media: {{{{dir: media}}}}
holidays: {{{{country: null}}}}
web: {{{{port: {port}, public_url: "http://127.0.0.1:{port}"}}}}
channels:
  telegram: {{{{enabled: true, receive: webhook, api_url: "{telegram.api_url}", file_url: "{telegram.file_url}"}}}}
  zalo: {{{{enabled: true, receive: webhook, bots: [zalo-1], api_url: "{{api_url}}"}}}}
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise on Windows")


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with serving_telegram() as fake:
        yield fake


@pytest.mark.long
@pytest.mark.parametrize("wraps", [True, False])
async def test_two_platforms_push_and_a_replayed_delivery_counts_once(
    fake: FakeZalo, telegram: FakeTelegram, tmp_path: Path, wraps: bool
) -> None:
    fake.wraps = wraps
    port = free_port()
    config = CONFIG.format(port=port, telegram=telegram)
    house = zalo_house(tmp_path, fake, config, NHACNOP_TELEGRAM_TOKEN=telegram.token)
    hanh, hai = fake.person("Hạnh"), telegram.person("Hải")
    code = await code_of(tmp_path, "X1")
    with house.running():
        await comes_in(hanh, code)
        hai.starts()
        await hai.hears("mã mời", within=SLOWLY)
        update = hanh.sends_photo(photo("bài"))
        await hanh.hears("Đã nhận 1 ảnh", within=SLOWLY)
        headers = {"X-Bot-Api-Secret-Token": secret_of(fake.bots["zalo-1"].token)}
        async with ClientSession() as session:
            for wrapped in (update, {"ok": True, "result": update}):
                url = f"http://127.0.0.1:{port}{hook_path('zalo', 'zalo-1')}"
                async with session.post(url, json=wrapped, headers=headers) as answer:
                    assert answer.status == 200
        hanh.says("/tiendo")
        await hanh.hears("1/1", within=SLOWLY)
    assert house.rows("SELECT count(*) FROM submission") == [(1,)]
    assert house.rows("SELECT count(*) FROM inbox WHERE state != 'DONE'") == [(0,)]
    assert fake.hooks.answers[0] == 200 and set(fake.hooks.answers) == {200}, "the first was the empty probe"
    assert not fake.calls.of("getUpdates") and not telegram.calls.of("getUpdates")
    assert "Traceback" not in house.log
