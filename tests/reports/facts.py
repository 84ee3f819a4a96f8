"""A small province's month as facts: two districts, six communes, four weeks, every outcome there is.

    tuần   43        44        45        46
A1         on time   on time   on time   on time
A2         on time   late      missed    excused
A3         vacant    vacant    on time   missed
B1         on time   on time   on time   on time
B2         missed    missed    late      on time
B3         -         -         on time   open      (exists from week 45 on)
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.evidence import ItemKind, SubmissionState
from core.figures_facts import DutyFact, EarlierWeek, ItemFact, MonthFacts, ReportTask, ReportUnit, ReportWeek
from core.standing import ObligationFacts

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEK = timedelta(days=7)
OPENS = datetime(2026, 10, 18, 17, tzinfo=UTC)
"""Monday 19 October 2026, 00:00 in Vietnam: week 43."""
DUE_AFTER = timedelta(days=6, hours=20)
GRACE = timedelta(hours=12)

PROVINCE, DISTRICT_A, DISTRICT_B = 1, 2, 6
UNITS = (
    ReportUnit(1, "T1", "Tỉnh Mẫu", "tỉnh", None),
    ReportUnit(2, "H1", "Huyện An", "huyện", 1),
    ReportUnit(3, "X11", "Xã An Phú", "xã", 2),
    ReportUnit(4, "X12", "Xã Tân Lập", "xã", 2),
    ReportUnit(5, "X13", "Phường 1", "xã", 2),
    ReportUnit(6, "H2", "Huyện Bình", "huyện", 1),
    ReportUnit(7, "X21", "Xã Hoà Sơn", "xã", 6),
    ReportUnit(8, "X22", "Phường 1", "xã", 6),
    ReportUnit(9, "X23", "Xã Phú Lộc", "xã", 6),
)
A1, A2, A3, B1, B2, B3 = 3, 4, 5, 7, 8, 9

WEEKS = tuple(
    ReportWeek(
        number,
        "tuan",
        f"2026-W{42 + number}",
        OPENS + (number - 1) * WEEK,
        OPENS + (number - 1) * WEEK + DUE_AFTER,
        OPENS + (number - 1) * WEEK + DUE_AFTER + GRACE,
    )
    for number in (1, 2, 3, 4)
)
MONTH_CLOSES = datetime(2026, 11, 22, 5, tzinfo=UTC)
FINAL = datetime(2026, 11, 24, 5, tzinfo=UTC)

PEOPLE = {A1: "Nguyễn Thị Hạnh", A2: "Phạm Văn Lập", A3: "=1+1", B1: "Lê Văn Sơn", B2: "Trần Thị Một", B3: "Đỗ Lộc"}

LETTERS = {
    A1: "++++",
    A2: "+l-e",
    A3: "vv+-",
    B1: "++++",
    B2: "--l+",
    B3: "  +o",
}


def duty(unit: int, period: int, letter: str) -> DutyFact:
    """One obligation of the sketch above. An open one was extended beyond the moment of asking."""
    week = WEEKS[period - 1]
    counted, in_time = {"+": (1, 1), "l": (1, 0)}.get(letter, (0, 0))
    longer = 3 * WEEK if letter == "o" else timedelta()
    facts = ObligationFacts(1, week.due_at + longer, week.closes_at + longer, counted, in_time, letter == "e")
    reason = {"e": "Mưa lũ", "-": "hẹn nộp bù" if unit == A2 else ""}.get(letter, "")
    called = week.closes_at + GRACE if letter == "-" and unit == B2 else None
    return DutyFact(unit, period, facts, unit, PEOPLE[unit], reason, called)


def items() -> tuple[ItemFact, ...]:
    """One item for each met week, every third a link; one withdrawn by rule (a duplicate) that does not count."""
    found: list[ItemFact] = []
    for unit, letters in LETTERS.items():
        for position, letter in enumerate(letters):
            if letter in "+l":
                week, number = WEEKS[position], 2400 + len(found)
                at = week.opens_at + DUE_AFTER / 2 if letter == "+" else week.due_at + GRACE / 2
                link = len(found) % 3 == 2
                found.append(
                    ItemFact(
                        number,
                        unit,
                        week.period,
                        ItemKind.LINK if link else ItemKind.PHOTO,
                        SubmissionState.COUNTED,
                        at,
                        PEOPLE[unit],
                        f"https://example.org/bai/{number}?a=1&b=2" if link else None,
                        None if link else f"{number:064x}",
                        0 if link else 1080,
                        0 if link else 2340,
                    )
                )
    same = replace(found[0], number=2499, state=SubmissionState.DUPLICATE)
    return (*found, same)


def month(**changes: object) -> MonthFacts:
    """The province's November 2026, asked for after its end; fields may be replaced."""
    facts = MonthFacts(
        month="2026-11",
        closes_at=MONTH_CLOSES,
        final_at=FINAL,
        taken_at=FINAL,
        root=PROVINCE,
        above="",
        tasks=(ReportTask("tuan", "Mỗi tuần một tin bài", "xã"),),
        units=UNITS,
        weeks=WEEKS,
        duties=tuple(
            duty(unit, position + 1, letter)
            for unit, letters in LETTERS.items()
            for position, letter in enumerate(letters)
            if letter not in " v"
        ),
        vacancies=((A3, 1), (A3, 2)),
        items=items(),
        earlier=tuple(
            EarlierWeek(node, "tuan", f"2026-W{number}", OPENS - (43 - number) * WEEK, 3, 2 + number % 2)
            for number in range(35, 43)
            for node in (DISTRICT_A, DISTRICT_B)
        ),
    )
    return replace(facts, **changes)  # type: ignore[arg-type] # whatever a test wants to differ
