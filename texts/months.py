"""How is a month's report told in a chat: its figures, who lacks what, who holds it up, what changed?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from core.month_summary import MonthSummary
from core.ports import Person
from texts.duties import spoken
from texts.rendering import Sentence, lines
from texts.report import share_in_tenths
from texts.say import Texts

NAMED = 8
"""How many units or changes one message names."""


def month_name(texts: Texts, person: Person, code: str) -> Sentence:
    """The month "2026-11" as people say it."""
    year, number = code.split("-")
    return texts.say(person, "month.name", number=str(int(number)), year=year)


def stretch_name(texts: Texts, person: Person, code: str, unit: object) -> Sentence:
    """The picture of the weeks between two days, "2026-09-28..2026-11-29", as people call it."""
    starts, ends = map(date.fromisoformat, code.split(".."))
    return texts.say(person, "document.name_weeks", starts=starts, ends=ends, unit=unit)


def figures(texts: Texts, person: Person, owed: int, met: int) -> Sentence:
    """So many of so many, with the share: "84/88 lượt đạt chỉ tiêu (95,5%)"."""
    if not owed:
        return texts.say(person, "month.nothing_owed")
    if met == owed:
        return texts.say(person, "month.figures_all", owed=owed)
    tenths = share_in_tenths(met, owed)
    return texts.say(person, "month.figures", met=met, owed=owed, whole=str(tenths // 10), tenth=str(tenths % 10))


def told(
    texts: Texts, person: Person, key: str, known: MonthSummary, unit: str, names: Mapping[int, str]
) -> Sentence:  # fmt: skip
    """A month's beginning by `key`, its figures, and who is short; `names` of the lacking as they are told apart."""
    head = texts.say(
        person,
        key,
        report_month=month_name(texts, person, known.month),
        unit=spoken(unit),
        starts=known.first,
        ends=known.last,
    )
    standing = texts.say(
        person, "month.standing", figures=figures(texts, person, known.owed, known.met),
        short=_short(texts, person, known, names),
    )  # fmt: skip
    return lines([head, standing], " ")


def _short(texts: Texts, person: Person, known: MonthSummary, names: Mapping[int, str]) -> Sentence:
    if not known.lacking:
        return texts.say(person, "month.nobody_short")
    named: list[Sentence] = []
    for each in known.lacking:
        key = "month.short_unit"
        if each.explained:
            key = "month.short_explained" if each.explained == each.weeks else "month.short_partly"
        values = {"explained": each.explained} if 0 < each.explained < each.weeks else {}
        named.append(texts.say(person, key, unit=spoken(names[each.unit]), n=each.weeks, **values))
    if known.short > len(named):
        return texts.say(person, "month.short_more", named=lines(named, ", "), more=known.short - len(named))
    return texts.say(person, "month.short", units=named)


def holding(
    texts: Texts, person: Person, known: MonthSummary, silent: Sequence[str], of: int, final: datetime
) -> Sentence:  # fmt: skip
    """How many of those who look after units agreed to the draft, and who (`silent`) did not yet."""
    values: dict[str, object] = {
        "report_month": month_name(texts, person, known.month),
        "agreed": of - len(silent),
        "of": of,
        "final": final,
        "figures": figures(texts, person, known.owed, known.met),
    }
    if not silent:
        return texts.say(person, "month.all_said", **values)
    named = [spoken(name) for name in silent[:NAMED]]
    if len(silent) > NAMED:
        return texts.say(person, "month.holding_more", named=lines(named, ", "), more=len(silent) - NAMED, **values)
    return texts.say(person, "month.holding", units=named, **values)


def edition(
    texts: Texts, person: Person, key: str, month: str, unit: str, totals: Sequence[int], fingerprint: str,
    at: datetime, **values: object,
) -> Sentence:  # fmt: skip
    """A frozen report: `totals` are owed, met and missed."""
    return texts.say(
        person, key, report_month=month_name(texts, person, month), unit=spoken(unit), at=at,
        figures=figures(texts, person, totals[0], totals[1]), mark=mark(fingerprint), **values,
    )  # fmt: skip


def mark(fingerprint: str) -> str:
    """As much of a fingerprint as people compare by eye: "3F2A 91BC 07D4"."""
    shown = fingerprint[:12].upper()
    return " ".join(shown[at : at + 4] for at in range(0, len(shown), 4))


def changed(texts: Texts, person: Person, changes: Sequence[Mapping[str, Any]]) -> Sentence:
    """What an amendment names, a line each, as many as a message holds."""
    listed = [_change(texts, person, change) for change in changes[:NAMED]]
    if len(changes) > NAMED:
        listed.append(texts.say(person, "month.change_more", n=len(changes) - NAMED))
    return lines(listed)


def _change(texts: Texts, person: Person, change: Mapping[str, Any]) -> Sentence:
    values = {"unit": spoken(change["name"]), "week": change["week"]}
    if change["before"] == change["after"]:
        was, now = change["counted"]
        return texts.say(person, "month.change_items", was=was, now=now, **values)
    before, after = (texts.say(person, f"month.outcome_{change[when] or 'none'}") for when in ("before", "after"))
    return texts.say(person, "month.change", before=before, after=after, **values)
