"""A folder in which `nhacnop run` is a process against the stand-in for Zalo, and what people do on their first day."""

from pathlib import Path

from bot.config_faults import zalo_token
from core.codes import written_code
from tests.platforms.house import SLOWLY, House, raw_code_of
from tests.zalo.fake import FakeZalo, Person

CONFIG = """\
organisation: {{name: Tỉnh Quảng Trị}}
database: {{url: "sqlite+aiosqlite:///nhacnop.db"}}
media: {{dir: media}}
holidays: {{country: null}}
web: {{enabled: false}}
channels: {{zalo: {{enabled: true, bots: [zalo-1, zalo-2], api_url: "{api_url}"}}}}
"""


def zalo_house(folder: Path, fake: FakeZalo, config: str = CONFIG, **secrets: str) -> House:
    """With the tokens of all the stand-in's bots, except where other ones are given."""
    known = {zalo_token(name): bot.token for name, bot in fake.bots.items()}
    return House(folder, config.format(api_url=fake.api_url), **{**known, **secrets})


async def code_of(folder: Path, unit: str) -> str:
    """The roster is imported now; a fresh code for this unit, as people type it."""
    return written_code(await raw_code_of(folder, unit))


async def comes_in(person: Person, code: str) -> None:
    """By typing the code and the numbers of the answers, to the welcome."""
    person.says(code)
    await person.hears("đúng không", within=SLOWLY)
    person.chooses("Đúng")
    await person.hears("đồng ý", within=SLOWLY)
    person.chooses("Tôi đồng ý")
    await person.hears("không cần lệnh gì", within=SLOWLY)
