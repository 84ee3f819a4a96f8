"""How duties are spoken of: one week in a line, a reminder, a list of units that are short.

Used by answers and by what the bot starts, so that both say the same thing in the same words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.evidence import Duty
from core.ports import Person
from core.spelling import fold
from core.standing import Standing, standing
from core.task import Task
from texts.rendering import Sentence, lines
from texts.say import Texts

_LEVEL_WORDS = frozenset({"xa", "phuong", "thi", "huyen", "quan", "tinh", "thanh", "dac"})
LISTED = 25
"""How many units one message lists; the rest is on the next page."""

PAGE_ROOM = 1_500
"""How long a list in one message is at most, in UTF-16 units; with its head it fits every channel's text length."""


def spoken(name: str) -> str:
    """A unit's name inside a sentence: "Xã An Phú" → "xã An Phú"; "Phòng 3" stays."""
    first = fold(name.split(" ", 1)[0]) if name else ""
    return name[:1].lower() + name[1:] if first in _LEVEL_WORDS else name


def told_apart(names: Mapping[int, str], above: Mapping[int, str]) -> dict[int, str]:
    """Unit names as lists show them, by unit: with the name of the unit right above where `above` has one.

    "Phường 1" becomes "Phường 1 (thị xã Quảng Trị)", so that nobody takes it for another town's.
    """
    return {unit: f"{name} ({spoken(above[unit])})" if unit in above else name for unit, name in names.items()}


def duty_line(texts: Texts, person: Person, duty: Duty, task: Task, now: datetime, several: bool) -> Sentence:
    """One week of one unit in one line: what is counted, what is lacking, until when.

    `several` adds the task's title, where an organisation has more than one.
    """
    state = standing(duty.facts, now, task.at_risk)
    key = {
        Standing.MET: "duty.met_late" if duty.facts.late else "duty.met",
        Standing.EXCUSED: "duty.excused",
        Standing.GRACE: "duty.grace",
        Standing.MISSED: "duty.missed",
    }.get(state, "duty.open")
    line = texts.say(
        person,
        key,
        unit=spoken(duty.unit_name),
        week=duty.week,
        counted=duty.counted,
        required=duty.required,
        lacking=lacking(texts, person, duty, task),
        due=duty.due_at,
        closes=duty.closes_at,
    )
    return texts.say(person, "duty.of_task", task=task.title, line=line) if several and not task.once else line


def lacking(texts: Texts, person: Person, duty: Duty, task: Task | None) -> int | Sentence:
    """What a duty still lacks: a number, with the categories' own where it is divided: "2 (1 tin bài và 1 ảnh)"."""
    short = [] if task is None else _short_parts(texts, person, duty, task)
    return texts.say(person, "category.lacking", n=duty.lacking, parts=short) if short else duty.lacking


def _short_parts(texts: Texts, person: Person, duty: Duty, task: Task) -> list[Sentence]:
    """How many items of each category are lacking: "1 tin bài"; none where a duty is not divided."""
    short = {part.category: part.lacking for part in duty.parts if part.lacking}
    return [
        texts.say(person, "category.some", n=short[each.code], category=each.title)
        for each in task.categories
        if each.code in short
    ]


def progress(texts: Texts, person: Person, duty: Duty, task: Task | None) -> Sentence:
    """How a week stands, in one sentence."""
    return texts.say(
        person,
        "receipt.progress_short" if duty.lacking else "receipt.progress_met",
        week=duty.week,
        counted=duty.counted,
        required=duty.required,
        lacking=lacking(texts, person, duty, task),
    )


def reminder(
    texts: Texts, person: Person, duties: Sequence[tuple[Duty, Task]], now: datetime, several: bool
) -> Sentence:
    """The reminder to somebody who owes these, by due moment; one message for all of them.

    Of what is to be handed in for somebody else who is away it says for whom.
    """
    if len(duties) > 1:
        told = [_listed(texts, person, *each, now, several) for each in duties]
        return texts.say(person, "reminder.many", n=len(duties), list=lines(told))
    text = _reminder_of_one(texts, person, *duties[0], now)
    holder = duties[0][0].instead_of
    return texts.say(person, "reminder.instead", who=holder, text=text) if holder else text


def _listed(texts: Texts, person: Person, duty: Duty, task: Task, now: datetime, several: bool) -> Sentence:
    line = duty_line(texts, person, duty, task, now, several)
    line = texts.say(person, "duty.instead", line=line, who=duty.instead_of) if duty.instead_of else line
    return texts.say(person, "list.item", line=line)


def _reminder_of_one(texts: Texts, person: Person, duty: Duty, task: Task, now: datetime) -> Sentence:
    hours = int((duty.due_at - now) / timedelta(hours=1))
    key = "reminder.begun" if duty.counted else "reminder.first"
    if now >= duty.due_at:
        key = "reminder.grace"
    elif hours < 24:
        key = "reminder.last_day"
    text = texts.say(
        person,
        key,
        unit=spoken(duty.unit_name),
        week=duty.week,
        counted=duty.counted,
        required=duty.required,
        lacking=duty.lacking,
        due=duty.due_at,
        closes=duty.closes_at,
        hours=max(1, hours),
    )
    short = _short_parts(texts, person, duty, task)
    return lines([text, texts.say(person, "category.asked", parts=short)], " ") if short else text


@dataclass(frozen=True, slots=True)
class ShortUnit:
    """One unit that is short, as lists show it."""

    name: str
    counted: int
    required: int
    linked: bool = True
    reminded: int = 0
    in_charge: bool = True


def worst_first(units: Sequence[ShortUnit]) -> list[ShortUnit]:
    """Nothing handed in before something, larger lack before smaller, then by name."""
    return sorted(units, key=lambda unit: (unit.counted > 0, unit.counted - unit.required, fold(unit.name)))


def short_units(texts: Texts, person: Person, units: Sequence[ShortUnit]) -> Sentence:
    """The units in the given order, one a line, with a sign, so that colour is not needed."""
    return lines([short_line(texts, person, unit) for unit in units])


def short_line(texts: Texts, person: Person, unit: ShortUnit) -> Sentence:
    """One unit: sign, name, counts, and what a coordinator must know of its person."""
    key = "short.nothing" if unit.counted == 0 else "short.partly"
    line = texts.say(person, key, unit=unit.name, counted=unit.counted, required=unit.required)
    if not unit.in_charge:
        return texts.say(person, "short.vacant", line=line)
    if not unit.linked:
        return texts.say(person, "short.unlinked", line=line)
    return texts.say(person, "short.reminded", line=line, n=unit.reminded) if unit.reminded else line


def fitting(listed: Sequence[str], room: int = PAGE_ROOM) -> int:
    """How many of these lines go into one message: every channel carries it whole. At least one."""
    used = 0
    for number, line in enumerate(listed):
        used += len(line.encode("utf-16-le")) // 2 + 1
        if used > room and number:
            return number
    return len(listed)


def spoken_phone(phone: str) -> str:
    """+84912345678 as it is dialled at home: 0912 345 678. Others as they are."""
    if not phone.startswith("+84"):
        return phone
    home = "0" + phone.removeprefix("+84")
    return " ".join(part for part in (home[:4], home[4:7], home[7:]) if part)


def item_numbers(texts: Texts, person: Person, numbers: Sequence[int]) -> list[Sentence]:
    """The numbers as people read them ("BC-2471"); more than four together as the first and the last."""
    if len(numbers) > 4 and numbers[-1] - numbers[0] == len(numbers) - 1:
        first, last = (texts.say(person, "item.number", n=number) for number in (numbers[0], numbers[-1]))
        return [texts.say(person, "item.range", first=first, last=last)]
    return [texts.say(person, "item.number", n=number) for number in numbers]
