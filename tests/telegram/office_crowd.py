"""A province with a crowd in it: many communes, each with a secretary who has a phone."""

from pathlib import Path
from typing import Final

from bot.roster_import import accept
from db.engine import open_database
from db.migrate import migrate
from tests.core.rosters import roster
from tests.databases import url_of
from tests.journeys.stage import BEGIN, moment, organisation
from tests.telegram.fake import FakeTelegram, Person
from tests.telegram.office import FIRST_USER, link

CROWD: Final = 40

_ABOVE: Final = (
    ("T45", "Tỉnh Quảng Trị", "tỉnh", "", "Điều phối", "Bùi Văn Hùng", ""),
    ("H1", "Thành phố Đông Hà", "huyện", "T45", "Điều phối", "Dương Thanh Nam", ""),
)


async def write_crowd(file: Path) -> None:
    """A database in which everybody of the crowd, and nobody above, is linked to a chat."""
    await migrate(url_of(file))
    database = open_database(url_of(file), passing=True)
    names = range(1, CROWD + 1)
    communes = [(f"X{n}", f"Phường {n}", "xã", "H1", "Bí thư", f"Trần Thị Số {n}", "") for n in names]
    await accept(database, organisation(), roster(*_ABOVE, *communes), moment(BEGIN))
    for number in names:
        await link(database, f"X{number}", str(FIRST_USER + number - 1))
    await database.close()


def crowd(fake: FakeTelegram) -> dict[str, Person]:
    """The people at their phones, by the number of their commune."""
    return {str(number): fake.person(f"Số {number}", started=True) for number in range(1, CROWD + 1)}
