"""`nhacnop run` as people start it, in a process of its own, against Viber: it only pushes, so everything comes in
through the web door."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.journeys.pictures import photo
from tests.platforms.house import SLOWLY, House, raw_code_of
from tests.processes import free_port
from tests.viber.fake import FakeViber, Person, served

CONFIG = """\
organisation: {{name: Tỉnh Quảng Trị}}
database: {{url: "sqlite+aiosqlite:///nhacnop.db"}}
media: {{dir: media}}
holidays: {{country: null}}
web: {{port: {port}, public_url: "http://127.0.0.1:{port}"}}
channels:
  viber: {{enabled: true, api_url: "{viber.api_url}", monthly: 100, price: 0.5}}
"""
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise on Windows"),
]


@pytest.fixture
async def fake() -> AsyncIterator[FakeViber]:
    fake = FakeViber()
    async with served(fake):
        yield fake
    fake.assert_clean()


async def comes_in(person: Person, code: str) -> None:
    """By the link of an invitation: the welcome is in the response, its button carries the code."""
    person.opens_link(code)
    await person.hears("Kính chào", within=SLOWLY)
    for label, answer in (("Bắt đầu", "đúng không"), ("Đúng", "đồng ý"), ("Tôi đồng ý", "không cần lệnh gì")):
        person.presses(label)
        await person.hears(answer, within=SLOWLY)


async def test_a_person_comes_in_by_a_link_hands_in_and_leaves(fake: FakeViber, tmp_path: Path) -> None:
    house = House(tmp_path, CONFIG.format(port=free_port(), viber=fake), NHACNOP_VIBER_TOKEN=fake.token)
    hanh, code = fake.person("Hạnh"), await raw_code_of(tmp_path, "X1")
    with house.running():
        await comes_in(hanh, code)
        hanh.sends_photos([photo(f"trang {number}") for number in range(3)])
        await hanh.hears("Đã nhận 3 ảnh", within=SLOWLY)
        hanh.presses("Gửi nhầm, rút lại")
        await hanh.hears("đã rút lại BC-1, BC-2 và BC-3", within=SLOWLY)
        hanh.sends_photos([photo("bài")])
        await hanh.hears("Đã nhận 1 ảnh", within=SLOWLY)
        await _a_forged_and_a_replayed_delivery_change_nothing(fake)
        hanh.says("/tiendo")
        await hanh.hears("1/1", within=SLOWLY)
        hanh.leaves()
        await fake.bells.until(lambda: not fake.waiting, SLOWLY)
    assert house.rows("SELECT count(*) FROM submission WHERE state = 'COUNTED'") == [(1,)]
    assert house.rows("SELECT count(*) FROM inbox WHERE state != 'DONE'") == [(0,)]
    assert house.rows("SELECT channel, account, chat, state FROM address") == [("viber", "viber", hanh.id, "DEAD")]
    assert "a delivery for viber without its secret; refused, nothing was stored" in house.log
    assert fake.token not in house.log and "Traceback" not in house.log
    _, printed = await house.command("check")
    assert "viber: the bot is @nhacnopbot" in printed
    assert "viber: the last 30 days cost 100.00" in printed, "everything was said within a session"


async def _a_forged_and_a_replayed_delivery_change_nothing(fake: FakeViber) -> None:
    assert fake.last is not None
    headers, body = fake.last
    async with ClientSession() as session:
        for sent, status in (({**headers, "X-Viber-Content-Signature": "0" * 64}, 403), ({}, 403), (headers, 200)):
            async with session.post(fake.hook, data=body, headers=sent) as answer:
                assert answer.status == status
