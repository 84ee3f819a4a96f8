"""Living the weeks: the clock goes from event to event, people do their deeds, the product answers.

Killed at any moment it can go on: deeds that were done are known by their keys, beats do each step once.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import HandClock
from bot.installation import Installation
from bot.invitations import issue_for_admin
from bot.replay.deeds import (
    ADMIN_CHAT,
    Deed,
    DeedKind,
    coordinator_week,
    first_morning,
    secretary_week,
)
from bot.replay.outcomes import Cast, outcomes
from bot.replay.pictures import PDF, Pictures, picture
from channels.local.channel import LocalChannel
from channels.local.messages import NotPossible
from channels.local.platform import LocalPlatform
from core.calendar import Week, local_day
from core.codes import new_code
from core.ports import RawUpdate
from core.roles import Role
from core.roster import SeatKind
from core.task import Task, periods_from
from db import invites, record, units
from db.engine import Tx

BEAT_EVERY = timedelta(hours=1)
"""The replay beats when something is planned, and otherwise after so much simulated time."""

A_MINUTE = timedelta(minutes=1)

ADMIN_NAME = "Quản trị tỉnh"


@dataclass(frozen=True, slots=True)
class Play:
    """Everything that is fixed before the first event."""

    task: Task
    weeks: tuple[Week, ...]
    following: Week
    secretaries: tuple[str, ...]
    quotas: Mapping[str, int]
    coordinators: tuple[str, ...]
    compliance: float
    seed: int

    def deeds(self) -> list[Deed]:
        """Everything that anybody will do, in order of time."""
        plan = outcomes(Cast(self.secretaries, len(self.weeks), self.compliance, self.seed))
        every = [*self.weeks, self.following]
        made = list(first_morning(self.coordinators, self.secretaries, self.weeks[0].opens_at, self.seed))
        for index, week in enumerate(self.weeks):
            for unit in self.secretaries:
                following = every[index + 1]
                outcome = plan[index][unit]
                made += secretary_week(unit, week, following, outcome, self.quotas[unit], self.seed)
            for unit in self.coordinators:
                made += coordinator_week(unit, week, self.seed)
        end = self.weeks[-1].closes_at
        return sorted(deed for deed in made if deed.at <= end)


def weeks_of(installation: Installation, start: datetime, number: int) -> tuple[list[Week], Week]:
    """The weeks of the first weekly task from a moment on, skipped ones left out, and the one after them."""
    found = periods_from(installation.organisation.weekly, installation.organisation.calendar, start)
    weeks = [next(found) for _ in range(number)]
    return weeks, next(found)


def _together(deeds: Sequence[Deed], position: int, planned: datetime) -> list[Deed]:
    """The next deeds that happen within a minute and in different chats, before anything that is planned.

    They are taken in together, as in a busy minute of real life.
    """
    found: list[Deed] = []
    chats: set[str] = set()
    for deed in deeds[position : position + 20]:
        if deed.at > planned or deed.chat in chats or (found and deed.at - found[0].at > A_MINUTE):
            break
        found.append(deed)
        chats.add(deed.chat)
    return found


class Replay:
    """Drives one installation through a play."""

    def __init__(
        self,
        installation: Installation,
        platform: LocalPlatform,
        channel: LocalChannel,
        clock: HandClock,
        play: Play,
        pictures: Pictures = picture,
    ) -> None:
        self._installation = installation
        self._platform = platform
        self._channel = channel
        self._clock = clock
        self._play = play
        self._pictures = pictures
        self._beaten_at = clock.now()

    async def live(self, progress: Callable[[datetime], None]) -> None:
        """From now until the last week has closed. `progress` is told each moment."""
        end = self._play.weeks[-1].closes_at
        deeds = [deed for deed in self._play.deeds() if deed.at >= self._clock.now()]
        position = 0
        await self._go_on()
        await self._settle()
        while True:
            now = self._clock.now()
            by_time = await self._installation.heartbeat.next_moment(now)
            planned = min(by_time, end) if by_time is not None and by_time > now else end
            together = _together(deeds, position, planned)
            at = together[-1].at if together else planned
            for deed in together:
                self._clock.set(deed.at)
                await self._do(deed)
            position += len(together)
            self._clock.set(at)
            beats = (by_time is not None and by_time <= at) or at - self._beaten_at >= BEAT_EVERY
            await self._settle(beats or at == end)
            progress(at)
            if at == end:
                return

    async def _go_on(self) -> None:
        """Answer what a killed process had stored: people say their next word only after they read that answer."""
        await self._installation.intake.drain()
        await self._installation.dispatcher.drain()

    async def _settle(self, beats: bool = True) -> None:
        """Everything that follows from this moment, until nothing moves any more."""
        if beats:
            self._beaten_at = await self._installation.beat()
            async with self._installation.database.transaction() as tx:
                await record.rehearsal_reached(tx, self._beaten_at)
        while await self._channel.receive_waiting(self._take_in):
            await self._installation.intake.drain()
            await self._installation.dispatcher.drain()

    async def _take_in(self, updates: Sequence[RawUpdate]) -> None:
        await self._installation.intake.take_in(self._channel, updates)

    async def _do(self, deed: Deed) -> None:
        """One deed of one person. Doing it again changes nothing."""
        try:
            if deed.kind is DeedKind.JOIN:
                await self._join(deed)
            elif deed.kind is DeedKind.SAY:
                self._platform.say(deed.chat, deed.words, once=deed.key)
            elif deed.kind is DeedKind.PICTURES:
                contents = [self._pictures(name) for name in deed.pictures]
                self._platform.send_pictures(deed.chat, contents, deed.words, once=deed.key)
            elif deed.kind is DeedKind.FILE:
                self._platform.send_file(deed.chat, deed.words, PDF, once=deed.key)
            else:
                self._choose(deed)
        except NotPossible:
            return  # a person who cannot write does not write

    def _choose(self, deed: Deed) -> None:
        """Press the first button of this action under the newest message that offers one."""
        for message in reversed(self._platform.messages(deed.chat)):
            for option in message.options if message.from_bot else ():
                if option.action.startswith(deed.words):
                    self._platform.press(deed.chat, message.id, option.action, once=deed.key)
                    return

    async def _join(self, deed: Deed) -> None:
        self._platform.open_chat(deed.chat, deed.chat)
        if any(not message.from_bot for message in self._platform.messages(deed.chat)):
            return
        self._platform.start(deed.chat, await self._code(deed.chat), once=deed.key)

    async def _code(self, chat: str) -> str:
        installation, now = self._installation, self._clock.now()
        if chat == ADMIN_CHAT:
            return await issue_for_admin(installation.database, installation.organisation, ADMIN_NAME, now)
        async with installation.database.transaction() as tx:
            return await _code_for(tx, installation, chat, now)


async def _code_for(tx: Tx, installation: Installation, chat: str, now: datetime) -> str:
    day = local_day(installation.organisation.calendar, now)
    kind = SeatKind.SECRETARY if chat.startswith("s-") else SeatKind.COORDINATOR
    unit = await units.unit_by_code(tx, chat[2:])
    seat = await invites.seat_of(tx, unit.id, kind, day) if unit else None
    assert seat is not None, "only people who hold a seat take part"
    code = new_code(secrets.token_bytes(9))
    role = Role.SECRETARY if kind is SeatKind.SECRETARY else Role.COORDINATOR
    await invites.issue(tx, code, role, seat.member, seat.seat, now, now + installation.organisation.invite_life)
    return code
