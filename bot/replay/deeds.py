"""What the simulated people do, and when: a list made from the seed alone, so that a killed replay can go on."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.replay.outcomes import Outcome
from core.calendar import Week


class DeedKind(StrEnum):
    """One thing that a person does in a chat."""

    JOIN = "join"
    SAY = "say"
    PICTURES = "pictures"
    FILE = "file"
    CHOOSE = "choose"


@dataclass(frozen=True, slots=True, order=True)
class Deed:
    """Somebody does something at a moment. `key` tells it from every other deed of every replay of this seed.

    `words`: what is said, the caption, or for CHOOSE the action whose button is pressed if it is offered.
    """

    at: datetime
    key: str
    chat: str = field(compare=False)
    kind: DeedKind = field(compare=False)
    words: str = field(compare=False, default="")
    pictures: tuple[str, ...] = field(compare=False, default=())


def secretary_chat(unit: str) -> str:
    """The chat of the simulated secretary of a unit."""
    return f"s-{unit}"


def coordinator_chat(unit: str) -> str:
    """The chat of the simulated coordinator of a unit."""
    return f"c-{unit}"


ADMIN_CHAT = "admin"


def joining(chat: str, at: datetime) -> Iterator[Deed]:
    """Opening the invitation, confirming the seat, agreeing: three messages."""
    yield Deed(at, f"{chat}/join", chat, DeedKind.JOIN)
    yield Deed(at + timedelta(seconds=20), f"{chat}/confirm", chat, DeedKind.SAY, "1")
    yield Deed(at + timedelta(seconds=45), f"{chat}/agree", chat, DeedKind.SAY, "1")


def first_morning(
    coordinators: Sequence[str], secretaries: Sequence[str], opens_at: datetime, seed: int
) -> Iterator[Deed]:
    """Everybody registers between 06:35 and 07:50 of the first day, before the first reminder."""
    dice = random.Random(f"joining:{seed}")
    start = opens_at + timedelta(hours=6, minutes=35)
    yield from joining(ADMIN_CHAT, start)
    for unit in coordinators:
        yield from joining(coordinator_chat(unit), start + timedelta(seconds=60 + dice.randrange(900)))
    for unit in secretaries:
        yield from joining(secretary_chat(unit), start + timedelta(seconds=1000 + dice.randrange(3300)))


def secretary_week(unit: str, week: Week, following: Week, outcome: Outcome, quota: int, seed: int) -> Iterator[Deed]:
    """What one secretary does for one week: asks now and then, errs now and then, hands in or does not."""
    dice = random.Random(f"{seed}:{week.code}:{unit}")
    chat, name = secretary_chat(unit), f"{unit}/{week.code}"
    if dice.random() < 0.03:
        asked = week.opens_at + timedelta(hours=dice.uniform(9, 150))
        yield Deed(asked, f"{name}/ask", chat, DeedKind.SAY, dice.choice(_QUESTIONS))
    if outcome is Outcome.MISSED:
        if quota > 1:
            at = _on_time(dice, week)
            yield Deed(at, f"{name}/part", chat, DeedKind.PICTURES, "", (f"{name}/0",))
        return
    at = {
        Outcome.ON_TIME: lambda: _on_time(dice, week),
        Outcome.GRACE: lambda: _in_grace(dice, week),
        Outcome.MENDED: lambda: following.opens_at + timedelta(hours=dice.uniform(9, 60)),
    }[outcome]()
    if dice.random() < 0.03:
        yield Deed(at - timedelta(minutes=2), f"{name}/wrong", chat, DeedKind.FILE, "bao-cao.pdf")
    yield from _hand_in(dice, chat, name, at, quota)
    if outcome is Outcome.MENDED:
        yield Deed(at + timedelta(seconds=50), f"{name}/move", chat, DeedKind.CHOOSE, "move")
    elif dice.random() < 0.02:
        again = at + timedelta(minutes=3)
        if again < week.due_at:
            yield Deed(again, f"{name}/again", chat, DeedKind.PICTURES, "", (f"{name}/0",))


def _hand_in(dice: random.Random, chat: str, name: str, at: datetime, quota: int) -> Iterator[Deed]:
    """The week's evidence: photos one by one, an album, or links."""
    sort = dice.random()
    if sort < 0.35:
        links = [f"https://www.facebook.com/xa{chat[2:]}/posts/{name.replace('/', '')}{item}" for item in range(quota)]
        words = " ".join([dice.choice(_WORDS), *links]) if dice.random() < 0.5 else "\n".join(links)
        yield Deed(at, f"{name}/links", chat, DeedKind.SAY, words)
    elif sort < 0.40 or quota > 1:
        number = max(quota, dice.choice((2, 2, 3)))
        yield Deed(at, f"{name}/album", chat, DeedKind.PICTURES, "", tuple(f"{name}/{item}" for item in range(number)))
    else:
        caption = dice.choice(("", "", "", *_WORDS))
        yield Deed(at, f"{name}/photo", chat, DeedKind.PICTURES, caption, (f"{name}/0",))


def _on_time(dice: random.Random, week: Week) -> datetime:
    """Most hand in soon after a reminder: Monday morning, Thursday evening, Sunday."""
    opens = week.opens_at
    windows = (
        (0.35, opens + timedelta(hours=8.2), opens + timedelta(hours=17)),
        (0.60, opens + timedelta(hours=31), opens + timedelta(hours=90)),
        (0.80, opens + timedelta(hours=91.6), opens + timedelta(hours=94)),
        (1.01, week.due_at - timedelta(hours=10.9), week.due_at - timedelta(minutes=2)),
    )
    draw = dice.random()
    start, end = next((start, end) for limit, start, end in windows if draw < limit)
    last = week.due_at - timedelta(minutes=1)
    at = start + (end - start) * dice.random()
    return min(_waking(at), last)


def _waking(at: datetime) -> datetime:
    """People sleep: what would fall between 22:00 and 06:00 local (UTC+7) is done seven hours later."""
    local_hour = (at.hour + 7) % 24
    return at + timedelta(hours=8) if local_hour >= 22 or local_hour < 6 else at


def _in_grace(dice: random.Random, week: Week) -> datetime:
    """After due and before the close, mostly in the first hours."""
    room = max(week.closes_at - week.due_at - timedelta(minutes=10), timedelta(minutes=1))
    return week.due_at + timedelta(minutes=1) + room * min(dice.random(), dice.random())


def coordinator_week(unit: str, week: Week, seed: int) -> Iterator[Deed]:
    """A coordinator looks at the list on Thursday, and after the close calls, or does not."""
    dice = random.Random(f"{seed}:{week.code}:{unit}:coordinator")
    chat, name = coordinator_chat(unit), f"{unit}/{week.code}/c"
    if dice.random() < 0.6:
        looked = week.opens_at + timedelta(hours=80 + dice.uniform(0, 6))
        yield Deed(looked, f"{name}/look", chat, DeedKind.SAY, "ai chưa nộp")
    if dice.random() < 0.7:
        called = week.closes_at + timedelta(minutes=dice.uniform(30, 300))
        yield Deed(called, f"{name}/called", chat, DeedKind.CHOOSE, "acknowledge")


_QUESTIONS = ("tôi còn thiếu gì", "con thieu gi", "/tiendo", "???", "hạn khi nào ạ", "ai phụ trách tôi")
_WORDS = ("Bài tuần này ạ", "Em gửi tin bài", "Gửi minh chứng tuần", "bai dang tuan nay")
