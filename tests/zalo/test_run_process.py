"""`nhacnop run` as people start it, in a process of its own, against Zalo: a first day, and bots in trouble."""

import sys
from pathlib import Path

import pytest

from tests.journeys.pictures import photo
from tests.platforms.house import SLOWLY
from tests.telegram.office import write_office
from tests.zalo.fake import FakeZalo, served
from tests.zalo.house import code_of, comes_in, zalo_house

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise on Windows")


@pytest.mark.long
async def test_a_person_comes_in_by_a_typed_code_and_hands_in_while_another_bot_is_rejected(
    fake: FakeZalo, tmp_path: Path
) -> None:
    house = zalo_house(tmp_path, fake, NHACNOP_ZALO_TOKEN_ZALO_2="1:a-token-that-nobody-knows")
    hanh = fake.person("Hạnh")
    code = await code_of(tmp_path, "X1")
    with house.running():
        await comes_in(hanh, code)
        hanh.sends_photos([photo(f"trang {number}") for number in range(3)])
        await hanh.hears("Đã nhận 3 ảnh", within=SLOWLY)
        hanh.chooses("Gửi nhầm, rút lại")
        await hanh.hears("đã rút lại BC-1, BC-2 và BC-3", within=SLOWLY)
        hanh.sends_unsupported()
        await hanh.hears("chưa ghi nhận", within=SLOWLY)
    assert house.rows("SELECT count(*) FROM inbox WHERE state != 'DONE'") == [(0,)]
    assert house.rows("SELECT channel, account, chat FROM address") == [("zalo", "zalo-1", hanh.id)]
    told = house.log.splitlines()
    assert "ready: zalo-1, zalo-2; stop with Ctrl-C" in told
    assert (
        "zalo-2 cannot work: Zalo rejects the bot's token: Unauthorized; "
        "set NHACNOP_ZALO_TOKEN_ZALO_2 to the bot's own token and start again"
    ) in house.log
    assert "a-token-that-nobody-knows" not in house.log
    assert "Traceback" not in house.log


@pytest.mark.long
async def test_check_asks_every_bot_and_names_the_variable_of_the_wrong_one(fake: FakeZalo, tmp_path: Path) -> None:
    house = zalo_house(tmp_path, fake)
    await write_office(tmp_path / "nhacnop.db", linked=False)
    (tmp_path / "nhacnop.db").chmod(0o600)
    code, printed = await house.command("check")
    assert (code, "zalo-1: the bot is bot." in printed, "zalo-2: the bot is bot." in printed) == (0, True, True)
    house = zalo_house(
        tmp_path, fake, NHACNOP_ZALO_TOKEN_ZALO_1="1:a-token-that-nobody-knows", NHACNOP_ZALO_TOKEN_ZALO_2=""
    )
    code, printed = await house.command("check")
    assert code == 1
    assert "WRONG zalo-1: Zalo rejects the bot's token: Unauthorized; to mend: set NHACNOP_ZALO_TOKEN_ZALO_1" in printed
    assert "zalo-2 is enabled without a token; to mend: set NHACNOP_ZALO_TOKEN_ZALO_2 or " in printed


@pytest.mark.long
async def test_a_platform_that_is_down_at_the_start_is_waited_for(tmp_path: Path) -> None:
    fake = FakeZalo(bots=["zalo-1", "zalo-2"])
    async with served(fake):
        house = zalo_house(tmp_path, fake)
    hanh, code = fake.person("Hạnh"), await code_of(tmp_path, "X1")
    with house.running():
        await house.is_ready()
        async with served(fake, fake.port):
            await comes_in(hanh, code)
    assert "Zalo (zalo-1): the poll failed" in house.log
    assert "Traceback" not in house.log
    fake.assert_clean()
