"""Who lives in the soak, and what they send in a week: made from the seed alone."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from bench.telegram_people import FIRST_CHAT, TOKEN, link, picture, said
from bot.roster_import import accept, read_content
from core.calendar import local_day
from core.organisation import Organisation
from core.ports import Address
from core.roster import SeatKind
from db import invites, people
from db.engine import Database

COMPLIANCE = 0.91
LATE = 0.1
"""So many of those who hand in do so after the week is due."""

PHOTOS = 0.15
"""So many send a photo, the others a link: a photo costs more to make and to look at than all the rest of its way."""

SENDING = (10.0, 33.0, 63.0, 92.0, 140.25, 154.0)
"""Hours after Monday 00:00 at which people send who are in time."""

SENDING_LATE = 164.5


@dataclass(slots=True)
class Province:
    """One province: secretaries by chat, three coordinators and an admin."""

    secretaries: list[int] = field(default_factory=list)
    coordinators: list[int] = field(default_factory=list)
    admin: int = 0


async def settle(database: Database, organisation: Organisation, communes: int, now: datetime) -> Province:
    """So many communes in three districts, imported now; everybody is linked to a chat and agreed."""
    lines = ["Mã đơn vị,Tên đơn vị,Cấp,Mã cấp trên,Chức vụ,Họ và tên", "T,Tỉnh A,tỉnh,,Điều phối,Lê Văn Tỉnh"]
    lines += [f"H{number},Huyện Số {number},huyện,T,Điều phối,Trần Văn {number}" for number in (1, 2)]
    lines += [f"X{n},Xã Số {n},xã,H{n % 2 + 1},Bí thư,Nguyễn Thị {n}" for n in range(communes)]
    wanted = read_content("\n".join(lines).encode(), "roster.csv", organisation)
    await accept(database, organisation, wanted, now)
    province = Province(list(range(FIRST_CHAT, FIRST_CHAT + communes)))
    async with database.transaction() as tx:
        admin = await people.add_member(tx, "Đỗ Quang Khải")
        await people.make_admin(tx, admin, None, now)
        seats = await invites.unlinked_seats(tx, local_day(organisation.calendar, now))
        seats.sort(key=lambda seat: seat.kind is not SeatKind.SECRETARY)
        linked = list(zip([*(seat.member for seat in seats), admin], count(FIRST_CHAT), strict=False))
        *province.coordinators, province.admin = [chat for _, chat in linked[communes:]]
        for member, chat in linked:
            address = Address("telegram", TOKEN.partition(":")[0], str(chat))
            await people.consent(tx, member, 1, now)
            await people.link(tx, member, address, now, revoke_others=False)
    return province


@dataclass(slots=True)
class Senders:
    """Gives each thing that is sent a number of its own, and remembers the evidence that nobody has looked at yet."""

    province: Province
    dice: random.Random
    number: int = 0
    evidence: set[tuple[str, str]] = field(default_factory=set)
    """Chat and message of each item."""

    def plan(self) -> Mapping[float, list[int]]:
        """Who sends when in a week: chats by hours after its opening. Who is not named misses the week."""
        when: dict[float, list[int]] = {hours: [] for hours in (*SENDING, SENDING_LATE)}
        for chat in self.province.secretaries:
            if self.dice.random() < COMPLIANCE:
                when[SENDING_LATE if self.dice.random() < LATE else self.dice.choice(SENDING)].append(chat)
        return when

    def hand_in(self, chats: Sequence[int], now: datetime) -> list[dict[str, Any]]:
        """One item from each of these."""
        updates = []
        for chat in chats:
            self.number += 1
            content = picture(self.number) if self.dice.random() < PHOTOS else link(self.number)
            updates.append(said(self.number, chat, int(now.timestamp()), content))
            self.evidence.add((str(chat), str(self.number)))
        return updates

    def ask(self, now: datetime) -> list[dict[str, Any]]:
        """The coordinators ask who is missing, the admin how it is."""
        words = dict.fromkeys(self.province.coordinators, "ai chưa nộp") | {self.province.admin: "/suckhoe"}
        updates = []
        for chat, text in words.items():
            self.number += 1
            updates.append(said(self.number, chat, int(now.timestamp()), {"text": text}))
        return updates


def steps_of(plan: Mapping[float, Sequence[int]]) -> list[float]:
    """The hours at which time stops in a week: at least once a day, and when something is due."""
    planned = (0.02, 8.02, 91.52, 105.0, 140.02, 153.02, 164.02)
    return sorted({*planned, *plan})
