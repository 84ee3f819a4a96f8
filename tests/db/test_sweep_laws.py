"""Whatever the facts, SQL finds exactly those obligations that the pure standing names."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table

from core.evidence import SubmissionState
from core.standing import ObligationFacts, Standing, standing
from db import duties, flags, standings, sweep
from db.engine import Database, Tx
from db.tables import (
    ABSENCE,
    ADDRESS,
    FLAG,
    MEMBER,
    OBLIGATION,
    OBLIGATION_PART,
    PERIOD,
    SEAT,
    SUBMISSION,
    TENURE,
    UNIT,
)
from tests.db.province import in_batches

BASE = datetime(2026, 11, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Case:
    """One unit with its obligation and everything that could matter. Hours count from BASE.

    `parts`: how many items of each category are required; none where the obligation is not divided.
    """

    required: int
    parts: tuple[int, ...]
    due: int
    grace: int
    waived: bool
    items: tuple[tuple[SubmissionState, int, int], ...]
    flag: str | None
    flag_closed: bool
    holder: int | None
    left: bool


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of the members who may hold a seat."""

    chats: tuple[str, ...]
    absent: tuple[int, int] | None


hours = st.integers(0, 3)  # few hours, many units: so the borders are often hit
cases = st.builds(
    Case,
    required=st.integers(1, 2),
    parts=st.lists(st.integers(0, 2), max_size=2).map(tuple),
    due=hours,
    grace=st.integers(0, 2),
    waived=st.sampled_from([False, False, False, True]),
    items=st.lists(
        st.tuples(st.sampled_from([*SubmissionState, *[SubmissionState.COUNTED] * 4]), hours, st.integers(0, 2)),
        max_size=4,
    ).map(tuple),
    flag=st.sampled_from([None, None, "AT_RISK", "MISSED"]),
    flag_closed=st.booleans(),
    holder=st.one_of(st.none(), st.integers(0, 3)),
    left=st.booleans(),
)
members = st.builds(
    Somebody,
    chats=st.lists(st.sampled_from(["LIVE", "DEAD", "REVOKED"]), max_size=2).map(tuple),
    absent=st.one_of(st.none(), st.tuples(hours, st.integers(0, 3))),
)


@given(
    st.lists(cases, min_size=4, max_size=16),
    st.tuples(members, members, members, members),
    st.integers(0, 5),
    st.sampled_from([-1, 0, 0, 1]),
    st.integers(0, 3),
    st.sampled_from([1, 3, 16]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_sql_and_the_pure_standing_never_disagree(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    units: list[Case],
    people: tuple[Somebody, ...],
    hour: int,
    seconds: int,
    at_risk_hours: int,
    batch: int,
) -> None:
    now, at_risk = BASE + hour * HOUR + timedelta(seconds=seconds), at_risk_hours * HOUR
    monkeypatch.setattr(sweep, "BATCH", batch)
    async with database.transaction() as tx:
        savepoint = await tx.begin_nested()
        await write(tx, units, people)
        expected = {number: standing(facts(case), now, at_risk) for number, case in enumerate(units, 1)}
        open_flag = {number: None if case.flag_closed else case.flag for number, case in enumerate(units, 1)}

        assert await warnings(tx, at_risk, now) == [
            number for number in expected if expected[number] is Standing.AT_RISK and open_flag[number] is None
        ]
        assert await closes(tx, now) == [
            number for number in expected if expected[number] is Standing.MISSED and open_flag[number] != "MISSED"
        ]
        assert await reminded(tx, now) == sorted(
            {
                case.holder + 1
                for number, case in enumerate(units, 1)
                if expected[number] in {Standing.OPEN, Standing.AT_RISK, Standing.GRACE}
                and case.holder is not None
                and not case.left
                and "LIVE" in people[case.holder].chats
                and not is_absent(people[case.holder], now)
            }
        )
        for view in await standings.of_period(tx, 1, TODAY):
            assert view.facts == facts(units[view.id - 1])
        for duty in await duties.of_obligations(tx, list(expected)):
            assert duty.facts == facts(units[duty.obligation - 1])
            assert not duty.parts or duty.counted == sum(part.filled for part in duty.parts)
        short = {flag.obligation for flag in await flags.all_open(tx)}
        await flags.close_mended(tx, list(expected), now)
        still_short = {flag.obligation for flag in await flags.all_open(tx)}
        assert still_short == {n for n in short if expected[n] not in {Standing.MET, Standing.EXCUSED}}
        await savepoint.rollback()


def facts(case: Case) -> ObligationFacts:
    """What the rows say of one case, in the words of the pure rule."""
    due_at = BASE + case.due * HOUR
    counted = [(hour, category) for state, hour, category in case.items if state is SubmissionState.COUNTED]
    in_time = [(hour, category) for hour, category in counted if BASE + hour * HOUR < due_at]
    return ObligationFacts(
        required=sum(case.parts) if case.parts else case.required,
        due_at=due_at,
        closes_at=due_at + case.grace * HOUR,
        counted=filled(case, counted),
        in_time=filled(case, in_time),
        waived=case.waived,
    )


def filled(case: Case, items: list[tuple[int, int]]) -> int:
    """How many items count: of each category as many as are required of it."""
    if not case.parts:
        return len(items)
    numbers = Counter(category for _, category in items)
    return sum(min(required, numbers[category]) for category, required in enumerate(case.parts))


def is_absent(somebody: Somebody, now: datetime) -> bool:
    if somebody.absent is None:
        return False
    start, length = somebody.absent
    return BASE + start * HOUR <= now < BASE + (start + length) * HOUR


async def warnings(tx: Tx, at_risk: timedelta, now: datetime) -> list[int]:
    return await in_batches(lambda after: sweep.lacking_warning(tx, 1, at_risk, TODAY, now, after), lambda row: row.id)


async def closes(tx: Tx, now: datetime) -> list[int]:
    return await in_batches(lambda after: sweep.lacking_close(tx, 1, TODAY, now, after), lambda row: row.id)


async def reminded(tx: Tx, now: datetime) -> list[int]:
    return await in_batches(lambda after: sweep.members_to_remind(tx, 1, TODAY, now, after), lambda member: member)


async def write(tx: Tx, units: list[Case], people: tuple[Somebody, ...]) -> None:
    """One period, and for each case a unit, a seat and an obligation, all with the case's number as id."""

    async def insert(table: Table, rows: list[dict[str, object]]) -> None:
        if rows:
            await tx.execute(table.insert(), rows)

    moments = {"opens_at": BASE, "due_at": BASE + HOUR, "closes_at": BASE + HOUR, "opened_at": BASE}
    await insert(PERIOD, [{"id": 1, "task": "t", "code": "2026-W47", **moments}])
    await insert(MEMBER, [{"id": number, "name": f"An {number}"} for number in range(1, len(people) + 1)])
    chats = [(member, state) for member, somebody in enumerate(people, 1) for state in somebody.chats]
    await insert(
        ADDRESS,
        [
            {
                "member_id": member,
                "channel": "local",
                "account": "bot",
                "chat": f"{n}",
                "state": state,
                "linked_at": BASE,
            }
            for n, (member, state) in enumerate(chats)
        ],
    )
    away = [(member, somebody.absent) for member, somebody in enumerate(people, 1) if somebody.absent]
    await insert(
        ABSENCE,
        [
            {"member_id": member, "from_at": BASE + start * HOUR, "until_at": BASE + (start + length) * HOUR}
            for member, (start, length) in away
        ],
    )
    numbered = list(enumerate(units, 1))
    await insert(
        UNIT,
        [
            {"id": n, "code": f"X{n}", "name": f"Xã {n}", "folded_name": f"xa {n}", "level": "xã", "valid_from": TODAY}
            for n, _ in numbered
        ],
    )
    await insert(SEAT, [{"id": n, "unit_id": n, "kind": "secretary"} for n, _ in numbered])
    await insert(
        TENURE,
        [
            {
                "seat_id": n,
                "member_id": case.holder + 1,
                "from_day": TODAY - timedelta(days=9),
                "until_day": TODAY if case.left else None,
            }
            for n, case in numbered
            if case.holder is not None
        ],
    )
    await insert(
        OBLIGATION,
        [
            {
                "id": n,
                "period_id": 1,
                "unit_id": n,
                "required": facts(case).required,
                "by_category": bool(case.parts),
                "due_at": facts(case).due_at,
                "closes_at": facts(case).closes_at,
                "waived_at": BASE if case.waived else None,
            }
            for n, case in numbered
        ],
    )
    parts = [(n, category, required) for n, case in numbered for category, required in enumerate(case.parts)]
    await insert(
        OBLIGATION_PART,
        [
            {"obligation_id": n, "category": str(category), "required": required, "takes": "", "position": category}
            for n, category, required in parts
        ],
    )
    items = [(n, state, hour, category) for n, case in numbered for state, hour, category in case.items]
    await insert(
        SUBMISSION,
        [
            {
                "period_id": 1,
                "unit_id": n,
                "task": "t",
                "member_id": 1,
                "kind": "link",
                "state": state.value,
                "effective_at": BASE + hour * HOUR,
                "recorded_at": BASE,
                "channel": "local",
                "account": "bot",
                "chat": "c",
                "message": f"{place}",
                "item": 0,
                "category": str(category),
            }
            for place, (n, state, hour, category) in enumerate(items)
        ],
    )
    await insert(
        FLAG,
        [
            {"obligation_id": n, "kind": case.flag, "raised_at": BASE, "closed_at": BASE if case.flag_closed else None}
            for n, case in numbered
            if case.flag
        ],
    )
