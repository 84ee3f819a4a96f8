"""A seat is vacant in the middle of a week, and nobody was asked: its coordinator decides what becomes of the week.

So it is with a vacancy that was noted before the week opened, and with one that came with an imported roster.
"""

from datetime import datetime, timedelta

from core.notices import Notice, NoticeKind
from core.ports import Option, Person
from core.roles import Action
from db import duties, outbox, units, vacated
from db.engine import Tx
from db.vacated import OpenWeek
from scheduler.every import Every
from scheduler.setting import DutySetting
from texts.duties import spoken
from texts.rendering import lines

LOOKS_EVERY = timedelta(minutes=10)
WAYS = ("waive", "take", "keep")


class VacancyAsking:
    """Asks once about each open week; the answers are those of any seat that was left."""

    def __init__(self, setting: DutySetting) -> None:
        self._setting = setting
        self._looks = Every(LOOKS_EVERY)

    async def ask(self, now: datetime) -> int:
        """Queue what is to be asked at `now`; about how many weeks. Looks every ten minutes, and after a start."""
        if not self._looks.is_time(now):
            return 0
        day = self._setting.day(now)
        async with self._setting.database.snapshot() as tx:
            weeks = [week for week in await vacated.undecided(tx, day, now) if self._within(week)]
        if weeks:
            async with self._setting.database.transaction() as tx:
                await self._ask(tx, weeks, now)
        self._looks.looked(now)
        return len(weeks)

    def _within(self, week: OpenWeek) -> bool:
        """Whether the seat fell vacant between the week's opening and its due day."""
        return self._setting.day(week.opens_at) < week.since <= self._setting.day(week.due_at)

    async def _ask(self, tx: Tx, weeks: list[OpenWeek], now: datetime) -> None:
        tree = await units.hierarchy(tx, self._setting.day(now), now)
        owed = {duty.obligation: duty for duty in await duties.of_obligations(tx, [week.obligation for week in weeks])}
        notices = []
        for week in weeks:
            duty = owed[week.obligation]
            for member in tree.coordinator_of(week.unit).members:
                person = await self._setting.person(tx, member, now)
                say, unit = self._setting.texts.say, spoken(duty.unit_name)
                news = say(person, "vacancy.begun", unit=unit, name=week.name, day=week.since)
                asked = say(person, "left.open", unit=unit, week=duty.week, due=duty.due_at)
                notices.append(
                    Notice(
                        f"vacated:{week.obligation}:{member}",
                        NoticeKind.OTHER,
                        str(lines([news, asked])),
                        self._options(person, week.obligation),
                        member=member,
                        period=duty.period,
                        expires_at=duty.closes_at,
                    )
                )
        await outbox.queue(tx, notices, now)

    def _options(self, person: Person, obligation: int) -> tuple[Option, ...]:
        label = self._setting.texts.label
        return tuple(
            Option(label(person, f"vacancy_{way}"), f"{Action.OPEN_DUTY.value}:{way}:{obligation}") for way in WAYS
        )
