"""Sending what the outbox holds: claim with a lease, send outside any transaction, mark.

The promise is at least once: only a crash between send and mark, or an answer lost on the way back, can repeat
a message, and at most one for each send in flight. Nothing that the bot starts goes in quiet hours.
One message to a chat is on its way at a time, so a chat's messages arrive in their order.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.events import during
from core.ports import Address, Channel, Clock, Misconfigured, Option, Outgoing, SendError, Throttled, Unavailable
from db import dialogs, outbox, people, resending
from db.engine import Tx, is_away
from db.metering import UNSAID
from db.outbox import Claimed
from scheduler.carrying import Carrying
from scheduler.composing import compose
from scheduler.failing import log_failure
from scheduler.metering import Budget, Metering
from scheduler.moment import Broken
from scheduler.outcomes import LONGEST_BACK_OFF, Ready, Result, mark, try_later
from scheduler.pacing import AHEAD, Pace, Slot
from scheduler.setting import DutySetting

IN_FLIGHT = 32
"""The most messages that are sent and not yet marked: what a crash can repeat."""

LEASE = timedelta(minutes=5)
"""A claim that is older was forgotten: `nhacnop doctor` names it. It is free again when the next process begins, or
when this one cannot know whether its last look was written down."""

PAGE = 64
PAGES = 16
"""How far down the queue a look goes when those at its head must wait for their chats."""

COALESCE_SECONDS = 0.003
"""While others are on their way, what is done within this moment is marked in one transaction."""

_log = logging.getLogger(__name__)

Account = tuple[str, str]


@dataclass(slots=True)
class _Look:
    """One look at the queue: who goes now, and when the next look is worth while."""

    chosen: list[tuple[Claimed, Address]] = field(default_factory=list)
    expired: list[Claimed] = field(default_factory=list)
    homeless: list[Claimed] = field(default_factory=list)
    unsaid: list[Claimed] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    full: set[Account] = field(default_factory=set)


class Dispatcher:
    """Sends the outbox's messages. One of these at a time may work on a database."""

    def __init__(
        self,
        setting: DutySetting,
        channels: Mapping[Account, Channel],
        clock: Clock,
        seconds: Callable[[], float],
        carrying: Carrying,
        idle_seconds: float = 1.0,
    ) -> None:
        """`idle_seconds`: how long it may be until a message is found that it was not woken for."""
        self.metering = Metering(setting, channels)
        self._setting = setting
        self._idle_seconds = idle_seconds
        self._carrying = carrying
        self._channels = channels
        self._clock = clock
        self._paces = {key: Pace(channel.limits, seconds) for key, channel in channels.items()}
        self._sending: dict[asyncio.Task[Result], Ready] = {}
        self._unmarked: list[Result] = []
        self._woken = True
        self._doubtful = False
        self._reached = clock.now()
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Something was queued."""
        self._woken = True
        self._news.set()

    async def recover(self) -> int:
        """At start: what a dead process claimed and never marked is queued again."""
        now = self._clock.now()
        async with self._setting.database.transaction() as tx:
            await outbox.hasten(tx, now, now + LONGEST_BACK_OFF)
            return await outbox.release(tx)

    async def run(self) -> None:
        """Send for ever."""
        away = False
        while True:
            try:
                await self.drain()
                away = False
            except Exception as error:
                if not (away and is_away(error)):  # said once, not every second
                    log_failure(_log, "sending failed; it goes on in a moment", error)
                away = is_away(error)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._idle_seconds):
                    await self._news.wait()

    async def drain(self) -> int:
        """Send everything that may go now; how many were sent. What waits for its chat or channel is waited for."""
        sent = 0
        while True:
            self._news.clear()
            self._collect()
            results, wait = await self._turn_over()
            sent += sum(1 for result in results if result.error is None)
            if not self._sending and wait is None and not self._news.is_set():
                return sent
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._news.wait()
            if self._sending:
                await asyncio.sleep(COALESCE_SECONDS)

    def _collect(self) -> None:
        """Whatever has arrived by now waits to be marked; until it is, its chat stays closed."""
        for task in [task for task in self._sending if task.done()]:
            self._unmarked.append(task.result())
            del self._sending[task]

    async def _turn_over(self) -> tuple[list[Result], float | None]:
        """In one transaction mark what is done and claim what goes next; then let it go.

        What was marked, and the seconds after which somebody who must wait now could go.
        Unless something happened it looks first, so that an idle dispatcher never takes the writer's place.
        """
        now = self._clock.now()
        calendar = self._setting.organisation.calendar
        quiet = calendar.quiet.is_quiet(now, calendar.zone)
        set_back = now < self._reached  # waiting is meant in real time, and nobody wakes us for this
        if not (self._unmarked or self._woken or set_back or self._doubtful):
            self._reached = now
            async with self._setting.database.snapshot() as tx:
                if not await outbox.anything(tx, now, quiet):
                    return [], None
        async with self._setting.database.transaction() as tx:
            self._woken = False
            self._news.clear()
            self._collect()  # while this waited for its turn to write, more may have arrived
            results = list(self._unmarked)
            if self._doubtful:  # what the last look claimed may be written down, and then nobody sends it
                await outbox.release(tx, [each.row.id for each in self._under_way()])
            self._doubtful = True
            if set_back:
                await outbox.hasten(tx, now, now)
            await mark(tx, self._setting, results, self._channels.keys(), now)
            read = await self.metering.count(tx, results, now)
            look = await self._look(tx, now, quiet, IN_FLIGHT - len(self._sending))
            ready = await self._claim(tx, look, now)
        self._reached = now
        self.metering.counted(read)
        del self._unmarked[: len(results)]
        for each in ready:
            self._start(each)
        self._doubtful = False
        return results, min(look.waits, default=None)

    def _under_way(self) -> list[Ready]:
        """What is being sent, or is sent and not marked."""
        return [*self._sending.values(), *(result.ready for result in self._unmarked)]

    async def _look(self, tx: Tx, now: datetime, quiet: bool, room: int) -> _Look:
        """The most urgent messages whose chat and channel are free, at most one a chat."""
        look = _Look()
        budget = await self.metering.budget(tx, now)
        closed = {each.address for each in self._sending.values()}
        for page in range(PAGES):
            if len(look.chosen) >= room:
                break
            rows = await outbox.waiting(tx, now, quiet, PAGE, page * PAGE)
            members = [row.member for row in rows if row.member is not None and row.address is None]
            reachable = await people.addresses_of(tx, members) if members else {}
            for row in rows:
                address = row.address or self._address(row, reachable.get(row.member or 0, []), budget)
                if row.expires_at is not None and now >= row.expires_at:
                    look.expired.append(row)
                elif address is None:
                    look.homeless.append(row)
                elif not budget.lets(row.kind, address):
                    look.unsaid.append(row)
                elif len(look.chosen) < room and address not in closed and self._free(look, address):
                    look.chosen.append((row, address))
                    closed.add(address)
            if len(rows) < PAGE or look.full >= self._paces.keys():
                break
        return look

    def _address(self, row: Claimed, addresses: Sequence[Address], budget: Budget) -> Address | None:
        """The preferred one of those that are served and whose plan has room; else of those that are served.

        Those that refused this message come last: it is tried there again only when nothing else is left.
        """
        tried = row.about.get("tried", ())
        served = [each for each in addresses if (each.channel, each.account) in self._channels]
        served.sort(key=lambda each: resending.address_mark(each) in tried)
        return next((each for each in served if budget.lets(row.kind, each)), next(iter(served), None))

    def _free(self, look: _Look, address: Address) -> bool:
        """Whether this chat and its channel have a slot soon; if not, when a look is worth while."""
        account = (address.channel, address.account)
        pace = self._paces.get(account)
        if pace is None:
            return True  # a channel that is switched off: the send will say so
        taken = sum(1 for _, other in look.chosen if (other.channel, other.account) == account)
        spacing = 1 / pace.limits.per_second if pace.limits.per_second else 0.0
        if pace.free_in() + taken * spacing > AHEAD:
            look.full.add(account)
            look.waits.append(max(spacing, pace.free_in() - AHEAD))
            return False
        if pace.free_in(address.chat) > AHEAD:
            look.waits.append(pace.free_in(address.chat) - AHEAD)
            return False
        return True

    async def _claim(self, tx: Tx, look: _Look, now: datetime) -> list[Ready]:
        """Claim and compose who goes; what is expired or no longer true is marked at once.

        Options are offered now, before anybody can answer them.
        """
        for row in look.expired:
            await outbox.mark(tx, row.id, "EXPIRED", now)
        for row in look.homeless:
            await outbox.mark(tx, row.id, "FAILED", now, error="no address")
        for row in look.unsaid:
            await outbox.mark(tx, row.id, "FAILED", now, error=f"{UNSAID}: the rest is kept for answers and alerts")
        await outbox.claim(tx, [row.id for row, _ in look.chosen], now + LEASE)
        composed = await compose(tx, self._setting, [row for row, _ in look.chosen], now)
        ready: list[Ready] = []
        for row, address in look.chosen:
            message = composed[row.id]
            if isinstance(message, Broken):
                await try_later(tx, row, message.error, timedelta(minutes=5), now)
            elif message is None:
                await outbox.mark(tx, row.id, "DROPPED", now)
            else:
                options = () if row.about.get("group") else message.options  # nobody is asked in front of all
                outgoing = Outgoing(message.text, options, message.attachments)
                ready.append(Ready(row, address, outgoing, message.without_files))
        if len(ready) < len(look.chosen):
            self.wake()  # some places were not used
        await dialogs.offer(tx, _offers(ready), now)
        return ready

    def _start(self, ready: Ready) -> None:
        account = (ready.address.channel, ready.address.account)
        pace = self._paces.get(account)
        slot = pace.take(ready.address.chat) if pace else None
        with during(f"out:{ready.row.id}"):  # a task remembers where it was made
            task = asyncio.create_task(self._send(ready, pace, slot))
        self._sending[task] = ready
        task.add_done_callback(lambda _: self._news.set())

    async def _send(self, ready: Ready, pace: Pace | None, slot: Slot | None) -> Result:
        channel = self._channels.get((ready.address.channel, ready.address.account))
        if channel is None or pace is None or slot is None:
            return Result(ready, error=Misconfigured(f"the channel {ready.address.channel} is switched off"))
        while (wait := pace.wait(slot)) > 0:  # noqa: ASYNC110 - the slot moves while we sleep
            await asyncio.sleep(wait)
        pace.leaves()
        try:
            message = await self._carrying.loaded(ready.row, ready.message, channel.limits, self._clock.now())
            if ready.without_files and channel.limits.upload_bytes == 0:
                message = Outgoing(ready.without_files, message.options)
            sent = await channel.send(ready.address.chat, message)
            _log.info("sent: %s", ready.row.key)
            return Result(ready, message_id=sent)
        except Throttled as slower:
            pace.hold(slower.after)
            return Result(ready, error=slower)
        except SendError as error:
            _log.info("not sent: %s: %s", ready.row.key, type(error).__name__)
            return Result(ready, error=error)
        except Exception as error:
            _log.exception("a channel broke its promise")
            return Result(ready, error=Unavailable(type(error).__name__))


def _offers(ready: Iterable[Ready]) -> dict[Address, tuple[Option, ...]]:
    return {each.address: each.message.options for each in ready if each.message.options}
