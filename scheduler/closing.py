"""The close: short obligations turn MISSED, their secretaries are told once, and the ladder's clock starts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from core.agenda import Step
from core.hierarchy import Hierarchy, Post
from core.ladder import climbs_at, misses_in_a_row
from core.notices import Notice, NoticeKind
from core.task import PeriodTimes, Task
from db import flags, outbox, periods, sweep, units
from db.engine import Tx
from db.flags import Raise, Reason
from db.sweep import ShortObligation
from scheduler.batches import work_through
from scheduler.setting import DutySetting


class Closing:
    """Carries out the close of one period at one moment."""

    def __init__(self, setting: DutySetting, task: Task, period: PeriodTimes, step: Step, now: datetime) -> None:
        self._setting = setting
        self._closed_at = step.moment
        self._task = task
        self._period = period
        self._now = now

    async def carry_out(self) -> int:
        """Flag what is short past its close; tell secretaries and coordinators. Each is told once by its key."""
        setting, now = self._setting, self._now
        async with setting.database.snapshot() as tx:
            tree = await units.hierarchy(tx, setting.day(now), now)
            due_days = {
                each.id: setting.day(each.due_at)
                for each in await periods.all_periods(tx, self._task.code)
                if each.opens_at < self._period.opens_at
            }
        # Waived weeks are skipped in the row of misses, so look back further than the row is long.
        weeks = self._task.escalation.misses_in_a_row + 6
        recent = dict(list(due_days.items())[-weeks:])

        async def find(tx: Tx, after: int) -> Sequence[ShortObligation]:
            return await sweep.lacking_close(tx, self._period.id, setting.day(now), now, after)

        async def write(tx: Tx, rows: Sequence[ShortObligation]) -> None:
            past = await sweep.earlier_weeks(
                tx, self._task.code, [row.unit for row in rows], self._period.opens_at, recent, weeks, now
            )
            in_a_row = {row.id: misses_in_a_row(row.holder, past.get(row.unit, [])) for row in rows}
            await self._write(tx, rows, tree, in_a_row)

        return await work_through(setting.database, find, lambda row: row.id, write)

    async def _write(
        self, tx: Tx, rows: Sequence[ShortObligation], tree: Hierarchy, in_a_row: Mapping[int, int]
    ) -> None:
        own = {row.id: tree.coordinator_of(row.unit) for row in rows}
        too_often = self._task.escalation.misses_in_a_row
        posts = {row.id: self._post(tree, own[row.id], in_a_row[row.id] >= too_often) for row in rows}
        raised = [Raise(row.id, posts[row.id].unit, self._climbs_at(posts[row.id])) for row in rows]
        await flags.miss(tx, raised, self._now)
        numbers = {flag.obligation: flag.id for flag in await flags.of_obligations(tx, [row.id for row in rows])}
        await outbox.queue(tx, self._to_secretaries(rows), self._now)
        told: dict[Reason, list[tuple[int, int]]] = defaultdict(list)
        for row in rows:
            climbed = posts[row.id] != own[row.id]
            flag = numbers[row.id]
            told[Reason.PASSED_UP if climbed else Reason.MISSED] += [(flag, each) for each in own[row.id].members]
            if climbed:
                told[Reason.IN_A_ROW] += [(flag, each) for each in posts[row.id].members]
        for reason, pairs in told.items():
            await flags.told(tx, pairs, reason, self._now)
            members = sorted({member for _, member in pairs})
            await outbox.queue(tx, [self._alert(member, reason) for member in members], self._now)

    @staticmethod
    def _post(tree: Hierarchy, own: Post, straight_up: bool) -> Post:
        """Who gets the flag: the own coordinator, or at once the next level if somebody can be reached there."""
        above = tree.next_level(own.unit) if straight_up else None
        return above if above is not None and above.members else own

    def _alert(self, member: int, reason: Reason) -> Notice:
        """One message a coordinator, reason and close; composed when it is sent, from the flags still open then."""
        return Notice(
            f"{reason.value}:{self._period.id}:{int(self._closed_at.timestamp())}:{member}",
            NoticeKind.ESCALATION if reason is Reason.IN_A_ROW else NoticeKind.MISSED,
            member=member,
            about={"reason": reason.value, "closed_at": self._closed_at.isoformat()},
            period=self._period.id,
        )

    def _climbs_at(self, post: Post) -> datetime | None:
        return None if post.unit is None else climbs_at(self._now, self._task.escalation.unacknowledged, None)

    def _again(self, row: ShortObligation) -> str:
        """An extended week that is missed after all is told of once more."""
        return "" if row.closes_at == self._period.closes_at else f":{int(row.closes_at.timestamp())}"

    def _to_secretaries(self, rows: Sequence[ShortObligation]) -> list[Notice]:
        return [
            Notice(
                f"missed:{row.id}:{row.holder}" + self._again(row),
                NoticeKind.MISSED,
                member=row.holder,
                about={"obligation": row.id},
                period=self._period.id,
            )
            for row in rows
            if row.holder is not None and row.holder_linked
        ]
