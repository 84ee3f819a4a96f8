"""What an emergency stop holds back, and which of it somebody would still be glad to get."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.holding import HeldNotice, still_useful
from core.notices import NoticeKind
from db import duties, flags, stopping
from db.stopping import HeldRow
from handlers.turn import Turn
from texts.rendering import Sentence

AT_ONCE = 5_000
"""Of how many people or obligations one statement asks."""

_SORTS: Mapping[NoticeKind, str] = {
    NoticeKind.REMINDER: "reminder",
    NoticeKind.NUDGE: "reminder",
    NoticeKind.AT_RISK: "alert",
    NoticeKind.MISSED: "alert",
    NoticeKind.ESCALATION: "alert",
    NoticeKind.RESOLVED: "alert",
    NoticeKind.REPORT: "report",
    NoticeKind.BROADCAST: "broadcast",
}
_OWING = frozenset({NoticeKind.REMINDER, NoticeKind.NUDGE})


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that waits for the end of a stop."""

    useful: Sequence[HeldRow]
    stale: Sequence[HeldRow]


async def held(turn: Turn) -> Held:
    """Judged by the facts of this moment, in a number of statements that grows with thousands only."""
    rows = await stopping.held(turn.tx, turn.now)
    owing = await _who_owe(turn, {row.member for row in rows if row.member and row.kind in _OWING})
    short = await _still_short(turn, {row.about["obligation"] for row in rows if "obligation" in row.about})
    open_flags = await flags.open_ones(turn.tx) if any(row.kind is NoticeKind.ESCALATION for row in rows) else set()
    told: dict[bool, list[HeldRow]] = {True: [], False: []}
    for row in rows:
        so = row.member in owing if row.kind in _OWING else True
        if "obligation" in row.about:
            so = row.about["obligation"] in short
        if "flags" in row.about:
            so = bool(open_flags.intersection(row.about["flags"]))
        judged = HeldNotice(row.kind, row.queued_at, row.expires_at, row.closes_at, so)
        told[still_useful(judged, turn.now)].append(row)
    return Held(told[True], told[False])


async def _who_owe(turn: Turn, members: Collection[int]) -> set[int]:
    owing: set[int] = set()
    for some in _parts(members):
        owing |= (await duties.still_owed(turn.tx, some, turn.today, turn.now)).keys()
    return owing


async def _still_short(turn: Turn, obligations: Collection[int]) -> set[int]:
    short: set[int] = set()
    for some in _parts(obligations):
        short |= {duty.obligation for duty in await duties.of_obligations(turn.tx, some) if duty.owed}
    return short


def _parts(numbers: Collection[int]) -> list[list[int]]:
    ordered = sorted(numbers)
    return [ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE)]


def sorts(turn: Turn, rows: Sequence[HeldRow]) -> list[Sentence]:
    """How many of each sort, the commonest first: "3 lời nhắc", "1 cảnh báo"."""
    numbers = Counter(_SORTS.get(row.kind, "other") for row in rows)
    return [turn.say(f"stop.sort_{sort}", n=number) for sort, number in numbers.most_common()]
