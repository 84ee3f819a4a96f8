"""Our bot as a process, joined as `nhacnop run` joins it: `python -m bench.telegram_ours PORT PEOPLE MOMENT PACED`.

The one difference: so many secretaries are linked to their chats beforehand, and the clock starts at MOMENT.
"""

import asyncio
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.telegram_lines import obey
from bench.telegram_people import TOKEN, chats
from bot.beating import LISTEN_SECONDS
from bot.clock import DemoClock
from bot.config import Config
from bot.installation import Installation, install
from bot.organisation import organisation_of
from bot.roster_import import accept, read_content
from bot.running import Runner
from channels.telegram.access import Access
from channels.telegram.channel import TelegramChannel
from core.calendar import local_day
from core.ports import Address
from db import inbox, invites, likeness, outbox_counts, people, submissions


async def main(port: int, secretaries: int, moment: datetime, paced: bool) -> None:
    """Run until the bench says stop."""
    address = f"http://127.0.0.1:{port}"
    clock = DemoClock(moment)
    access = Access(TOKEN, f"{address}/bot", f"{address}/file/bot")
    with folder_on_disk() as folder:
        url = f"sqlite+aiosqlite:///{folder}/nhacnop.db"
        async with TelegramChannel(access, clock, paced=paced) as channel:
            organisation = organisation_of(Config())
            installation = await install(organisation, url, Path(folder) / "media", [channel], clock)
            await _link(installation, secretaries)
            clock.go()
            try:
                await _run(installation)
            finally:
                await installation.close()


def folder_on_disk() -> "tempfile.TemporaryDirectory[str]":
    """A folder that is gone afterwards; /tmp may be memory, where syncing costs nothing."""
    disk = Path("/var/tmp")
    return tempfile.TemporaryDirectory(dir=disk if disk.is_dir() else None)


async def _link(installation: Installation, secretaries: int) -> None:
    """A roster of so many communes; each secretary is linked to a chat."""
    organisation, now = installation.organisation, installation.clock.now()
    lines = ["Mã đơn vị,Tên đơn vị,Cấp,Mã cấp trên,Chức vụ,Họ và tên", "T,Tỉnh A,tỉnh,,,"]
    lines += [f"X{number},Xã Số {number},xã,T,Bí thư,Nguyễn Thị {number}" for number in range(secretaries)]
    wanted = read_content("\n".join(lines).encode(), "roster.csv", organisation)
    await accept(installation.database, organisation, wanted, now)
    account = TOKEN.partition(":")[0]
    async with installation.database.transaction() as tx:
        seats = await invites.unlinked_seats(tx, local_day(organisation.calendar, now))
        for seat, chat in zip(seats, chats(secretaries), strict=True):
            await people.consent(tx, seat.member, 1, now)
            await people.link(tx, seat.member, Address("telegram", account, str(chat)), now, revoke_others=False)


async def _run(installation: Installation) -> None:
    runner, ready = Runner(installation), asyncio.Event()
    began = time.monotonic()
    seconds: list[float] = []

    def listening() -> None:
        seconds.append(time.monotonic() - began - LISTEN_SECONDS)
        ready.set()

    async def first_beat(_: object) -> float:
        """How long it took, once it is done."""
        await ready.wait()
        return seconds[0]

    async def stored(_: object) -> dict[str, Any]:
        async with installation.database.snapshot() as tx:
            sent = (await outbox_counts.sent_by_period(tx, [1])).get(1, {})
            unsent = await outbox_counts.count_waiting(tx)
            return {
                "items": sum((await submissions.count_by_period(tx, [1])).values()),
                "waiting": await inbox.count(tx, "NEW"),
                "unsent": unsent,
                "notices": sum(sent.values()) + unsent,
            }

    async def takes(items: int) -> int:
        """Returns once so many items are recorded and nothing waits to be handled: how many they are."""
        while (counts := await stored(None))["items"] < items or counts["waiting"]:  # noqa: ASYNC110 - no bell rings
            await asyncio.sleep(0.2)
        return int(counts["items"])

    async def calm(_: object) -> bool:
        """Returns once nothing waits to be handled, sent or compared."""
        while True:
            async with installation.database.snapshot() as tx:
                fresh, counts = await likeness.fresh(tx, 1), await stored(None)
            if not (fresh or counts["waiting"] or counts["unsent"]):
                return True
            await asyncio.sleep(0.2)

    running = asyncio.create_task(runner.run(listening))
    await obey({"first_beat": first_beat, "stored": stored, "takes": takes, "calm": calm})
    runner.stop()
    await running


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), sys.argv[4] == "paced"))
