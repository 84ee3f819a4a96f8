"""From prepared messages to answers that are on disk: many in one transaction, and each alone when one of them fails.

Messages that only bring evidence are handled together, in a number of statements that does not grow with them.
What a transaction did is kept whole or not at all; after a failure each message is tried in one of its own, so
one that raises is rolled back alone.
"""

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.calendar import local_day
from core.events import during
from core.notices import Notice, NoticeKind
from core.organisation import Organisation
from core.ports import Address, Inbound
from core.roles import Action, scope_of
from db import dialogs, inbox, outbox, people
from db.engine import Database, Tx, is_away
from db.inbox import Waiting
from handlers.roster_files import SheetSent
from handlers.router import answer, brings_evidence
from handlers.source import Source
from handlers.submit import submit_together
from handlers.turn import Setting, Turn
from media.fetching import Fetched

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Parcel:
    """One message, or one album, of one chat on its way through. `broken` is the traceback of what went wrong."""

    address: Address
    rows: list[Waiting]
    messages: list[Inbound] = field(default_factory=list)
    pictures: dict[str, Fetched] = field(default_factory=dict)
    sheets: list[SheetSent] = field(default_factory=list)
    broken: str | None = None

    @property
    def ids(self) -> list[int]:
        """The inbox rows it is made of."""
        return [row.id for row in self.rows]


Done = tuple[list[int], list[str]]


def _tell_done(done: Sequence[Done]) -> None:
    """The log of an event goes on under the keys of its answers, which the messages that go out have."""
    if not _log.isEnabledFor(logging.INFO):
        return
    for rows, answers in done:
        for row in rows:
            with during(f"in:{row}"):
                _log.info("handled; answers: %s", ", ".join(answers) or "none")


class Beside(Protocol):
    """What goes on while parcels wait for the turn to write, and is taken along once it has come."""

    def prepared(self) -> Sequence[Parcel]:
        """What became ready meanwhile; handled along."""
        ...

    def room(self) -> int:
        """How many more updates are wanted of those that others may take, too."""
        ...

    def keep(self, rows: Sequence[Waiting], wanted: int) -> None:
        """So many were wanted; these are to be handled here."""
        ...


class Committing:
    """Handles parcels of different chats. `setting` is asked once a transaction, so that none is under two settings."""

    def __init__(self, database: Database, source: Source, setting: Callable[[], Setting]) -> None:
        self._database = database
        self._source = source
        self._setting = setting

    @property
    def organisation(self) -> Organisation:
        """The settings that hold now."""
        return self._setting().organisation

    async def may(self, address: Address, action: Action, now: datetime) -> bool:
        """Whether whoever writes there may do this at all; no while the database is away, which is found out later."""
        try:
            async with self._database.snapshot() as tx:
                member = await people.member_at(tx, address, local_day(self.organisation.calendar, now))
        except Exception as error:
            if is_away(error):
                return False
            raise
        return member is not None and scope_of(action, member.roles) is not None

    async def commit(self, parcels: list[Parcel], now: datetime, beside: Beside | None = None) -> list[Parcel]:
        """Handle them all. Returns those that failed and are to be tried again; a third time sets them aside.

        What `beside` has ready is added to `parcels`. Raises what the database raises when it is away: that is no
        message's fault and is counted against none.
        """
        sound = [parcel for parcel in parcels if parcel.broken is None]
        if sound:
            try:
                async with self._database.transaction() as tx:
                    if beside is not None:
                        parcels += beside.prepared()
                        sound = [parcel for parcel in parcels if parcel.broken is None]
                    done = await self._handle(tx, sound, now)
                    wanted = beside.room() if beside is not None else 0
                    rows = await self._source.along(tx, wanted) if wanted else []
                _tell_done(done)
                if beside is not None and wanted:
                    beside.keep(rows, wanted)
            except Exception as error:
                if is_away(error):
                    raise
                if len(sound) == 1:
                    with during(f"in:{sound[0].rows[0].id}"):
                        _log.exception("a message could not be handled")
                    sound[0].broken = traceback.format_exc()
                else:
                    return await self._one_by_one(parcels, now)
        return await self._failed([parcel for parcel in parcels if parcel.broken is not None], now)

    async def _one_by_one(self, parcels: Sequence[Parcel], now: datetime) -> list[Parcel]:
        again: list[Parcel] = []
        for parcel in parcels:
            again += await self.commit([parcel], now)
        return again

    async def _handle(self, tx: Tx, prepared: Sequence[Parcel], now: datetime) -> list[Done]:
        """Which updates were handled, and the keys of the messages that answer each."""
        held = await self._source.mine(tx, [row for parcel in prepared for row in parcel.ids])
        parcels = [parcel for parcel in prepared if held.issuperset(parcel.ids)]
        turns = await self._turns(tx, [parcel for parcel in parcels if parcel.messages], now)
        dead = [turn.address for turn in turns if turn.member and turn.member.address_dead and turn.first.private]
        for address in dead:
            await people.mark_address(tx, address, "LIVE", now)  # whoever writes can be written to again
        together, others = _parted(turns)
        await submit_together(tx, together, now)
        for number, turn in enumerate(others):
            if number > 0 or together:
                await turn.reload()  # an earlier one may have changed who this is
            await answer(turn)
        await outbox.queue(tx, [notice for turn in turns for notice in turn.notices], now)
        await inbox.mark_done(tx, [row for parcel in parcels for row in parcel.ids], now)
        answers = {turn.address: [notice.key for notice in turn.notices] for turn in turns}
        return [(parcel.ids, answers.get(parcel.address, [])) for parcel in parcels]

    async def _turns(self, tx: Tx, parcels: Sequence[Parcel], now: datetime) -> list[Turn]:
        addresses = [parcel.address for parcel in parcels]
        setting = self._setting()
        members = await people.members_at(tx, addresses, local_day(setting.organisation.calendar, now))
        remembered = await dialogs.read_all(tx, addresses)
        return [
            Turn(
                tx=tx,
                now=now,
                setting=setting,
                messages=parcel.messages,
                pictures=parcel.pictures,
                sheets=parcel.sheets,
                source=parcel.rows[0].update.key,
                member=members.get(parcel.address),
                dialog=remembered[parcel.address],
            )
            for parcel in parcels
        ]

    async def _failed(self, parcels: Sequence[Parcel], now: datetime) -> list[Parcel]:
        """Note what went wrong; those that are to be tried again, without what went wrong."""
        again: list[Parcel] = []
        for parcel in parcels:
            async with self._database.transaction() as tx:
                if await inbox.mark_failed(tx, parcel.ids, parcel.broken or "", now):
                    await self._apologise(tx, parcel, now)
                else:
                    again.append(Parcel(parcel.address, parcel.rows))
        return again

    async def _apologise(self, tx: Tx, parcel: Parcel, now: datetime) -> None:
        setting = self._setting()
        day = local_day(setting.organisation.calendar, now)
        member = await people.member_at(tx, parcel.address, day)
        person = setting.person(member, await dialogs.read(tx, parcel.address))
        key = f"reply:{parcel.address.channel}:{parcel.address.account}:{parcel.rows[0].update.key}:sorry"
        text = str(setting.texts.say(person, "refused.our_mistake"))
        notices = [Notice(key, NoticeKind.REPLY, text, address=parcel.address)]
        for admin in await people.reachable_admins(tx):  # once an hour, however much goes wrong
            reader = setting.person(await people.member_view(tx, admin, day))
            text = str(setting.texts.say(reader, "refused.to_admins", at=now, n=parcel.ids[0]))
            notices.append(Notice(f"aside:{now:%Y-%m-%dT%H}:{admin}", NoticeKind.OTHER, text, member=admin))
        await outbox.queue(tx, notices, now)


def _parted(turns: Sequence[Turn]) -> tuple[list[Turn], list[Turn]]:
    """Those that only bring evidence, no two for one unit; and the others, to be answered one after the other."""
    together: list[Turn] = []
    others: list[Turn] = []
    served: set[int] = set()
    for turn in turns:
        units = {seat.unit for seat in turn.member.served_units} if turn.member else set()
        if brings_evidence(turn) and served.isdisjoint(units):
            together.append(turn)
            served |= units
        else:
            others.append(turn)
    return together, others
