"""One message that sums up for a coordinator: how the week ended, who is worth a word, what waits for a decision.

It is composed when it is sent, and takes in whatever else waits to be said so: one message for all.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.ladder import misses_lately
from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action
from core.task import ChronicRule, PeriodTimes
from db import invites, outbox, periods, standings, summaries, sweep, units
from db.standings import ObligationView
from scheduler.moment import Composed, Moment
from scheduler.setting import DutySetting
from texts.duties import spoken
from texts.rendering import Sentence, lines

NAMED = 10
"""How many units one sentence names."""

CALLED = 5
"""To so many units at most the button for the telephone numbers leads; it carries each one's number."""

SKIPPED = 6
"""So many weeks further back than the rule asks for: excused ones are skipped."""

BUTTONS = 2
"""To so many of the people who cannot be reached a fresh invitation and a note are offered by button."""

GATHERING = timedelta(minutes=10)
"""So long a summary waits after its occasion: what comes up meanwhile (the reminders of a Monday morning find out
who blocked the bot) goes into the same message."""

STALE = timedelta(days=2)
"""A summary that could not be sent in this time is not sent any more."""


@dataclass(frozen=True, slots=True)
class About:
    """What one summary is about: periods that closed, and members who cannot be reached."""

    periods: tuple[int, ...] = ()
    unreachable: tuple[int, ...] = ()

    @classmethod
    def of(cls, *kept: Mapping[str, Any]) -> "About":
        """What several rows of the outbox kept, together."""
        return cls(
            tuple(dict.fromkeys(each for about in kept for each in about.get("periods", ()))),
            tuple(dict.fromkeys(each for about in kept for each in about.get("unreachable", ()))),
        )

    def as_json(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {"periods": list(self.periods), "unreachable": list(self.unreachable)}


@dataclass(frozen=True, slots=True)
class _Word:
    """Something about one unit that its coordinator must know."""

    unit: int
    unit_name: str
    said: Sentence
    lost: bool = False


async def queue_week(setting: DutySetting, period: PeriodTimes, now: datetime) -> None:
    """Queue the summary of a week for everybody who looks after one of its units, once."""
    async with setting.database.transaction() as tx:
        tree = await units.hierarchy(tx, setting.day(now), now)
        owing = await standings.units_of(tx, period.id)
        receivers = {member for unit in owing for member in tree.coordinator_of(unit).members}
        notices = [
            Notice(
                f"week:{period.id}:{member}",
                NoticeKind.DIGEST,
                member=member,
                about=About((period.id,)).as_json(),
                period=period.id,
                not_before=now + GATHERING,
                expires_at=now + STALE,
            )
            for member in sorted(receivers)
        ]
        await outbox.queue(tx, notices, now)


async def digest(moment: Moment) -> Composed | None:
    """The summary as it is true now; None when nothing of it is."""
    kind = NoticeKind.DIGEST.value
    others = await summaries.absorb(moment.tx, moment.row.id, kind, moment.member, moment.now)
    about = About.of(moment.row.about, *others)
    if others:
        await summaries.keep(moment.tx, moment.row.id, about.as_json())
    own = await _own_units(moment) if about.periods else set()
    told: list[Sentence] = []
    words = await _lost(moment, about)
    for period in about.periods:
        week, chronic = await _week(moment, period, own)
        told += week
        words += chronic
    if not told and not words:
        return None
    listed, options = await _words(moment, words) if words else ([], [])
    waiting, more = await _waiting(moment, own) if own else ([], [])
    text = lines([moment.say("digest.hello_week" if told else "digest.hello"), *told, *listed, *waiting])
    return Composed(str(text), (*options, *more))


# ---- the week ------------------------------------------------------------------------------------------------------


async def _week(moment: Moment, period: int, own: Collection[int]) -> tuple[list[Sentence], list[_Word]]:
    """How the receiver's own units ended the week, and which of them miss often."""
    times = await periods.by_id(moment.tx, period)
    views = await standings.of_period(moment.tx, period, moment.setting.day(times.due_at), own) if times else []
    if times is None or not views:
        return [], []
    owed = [view for view in views if not view.facts.waived]
    met = [view for view in owed if view.facts.met]
    missed = [view for view in owed if not view.facts.met and view.facts.closes_at <= moment.now]
    parts = [moment.say("digest.met", met=len(met), all=len(owed))] if owed else []
    for key, number in (
        ("late", sum(view.facts.late for view in met)),
        ("missed", len(missed)),
        ("extended", len(owed) - len(met) - len(missed)),
        ("excused", len(views) - len(owed)),
    ):
        parts += [moment.say(f"digest.{key}", n=number)] if number else []
    task = moment.setting.organisation.by_code.get(times.task)
    text = moment.say("digest.week", week=times.name, list=lines(parts, ", "))
    if task is not None and not task.once and len(moment.setting.organisation.tasks) > 1:
        text = moment.say("duty.of_task", task=task.title, line=text)
    rule = task.escalation.chronic if task else None
    chronic = await _chronic(moment, times, missed, rule) if rule and missed else []
    return [lines([text, *await _missed(moment, missed)], " ")], chronic


async def _own_units(moment: Moment) -> set[int]:
    """The units that the receiver is the one to look after."""
    tree = await units.hierarchy(moment.tx, moment.setting.day(moment.now), moment.now)
    below = await units.subtree(moment.tx, [seat.unit for seat in moment.view.coordinated_units])
    candidates = set(tree.parents) if moment.view.admin else below
    return {unit for unit in candidates if moment.member in tree.coordinator_of(unit).members}


async def _missed(moment: Moment, missed: Sequence[ObligationView]) -> list[Sentence]:
    if not missed:
        return []
    names = await moment.told_apart({view.unit: view.unit_name for view in missed[:NAMED]})
    named = [spoken(name) for name in names.values()]
    if len(missed) > NAMED:
        return [moment.say("digest.missed_more", units=named, more=len(missed) - NAMED)]
    return [moment.say("digest.missed_units", units=named)]


# ---- who is worth a word ---------------------------------------------------------------------------------------------


async def _chronic(
    moment: Moment, times: PeriodTimes, missed: Sequence[ObligationView], rule: ChronicRule
) -> list[_Word]:
    """Those of the missed units that miss often."""
    back = rule.weeks + SKIPPED
    earlier = [each for each in await periods.all_periods(moment.tx, times.task) if each.opens_at < times.opens_at]
    due_days = {each.id: moment.setting.day(each.due_at) for each in earlier[-back:]}
    past = await sweep.earlier_weeks(
        moment.tx, times.task, [view.unit for view in missed], times.opens_at, due_days, back, moment.now
    )
    found = []
    for view in missed:
        misses = misses_lately(view.member, past.get(view.unit, []), rule.weeks)
        if misses >= rule.misses:
            said = moment.say("digest.chronic", unit=spoken(view.unit_name), n=misses, all=rule.weeks)
            found.append(_Word(view.unit, view.unit_name, said))
    return found


async def _lost(moment: Moment, about: About) -> list[_Word]:
    """The people who still cannot be reached."""
    lost = await summaries.lost(moment.tx, about.unreachable, moment.setting.day(moment.now))
    return [
        _Word(
            each.unit,
            each.unit_name,
            moment.say("digest.lost", unit=spoken(each.unit_name), who=each.name, at=each.since),
            lost=True,
        )
        for each in lost
    ]


async def _words(moment: Moment, words: Sequence[_Word]) -> tuple[list[Sentence], list[Option]]:
    """What the coordinator must know, numbered, and what can be done about it."""
    shown = words[:NAMED]
    listed = [moment.say("digest.numbered", n=number, line=word.said) for number, word in enumerate(shown, start=1)]
    if len(words) > len(shown):
        listed.append(moment.say("at_risk.more", n=len(words) - len(shown)))
    of_units = {word.unit: spoken(word.unit_name) for word in shown}
    codes = {unit: view.code for unit, view in (await units.units_by_id(moment.tx, list(of_units))).items()}
    options = [moment.option("call", Action.CALL_LIST, "of", *list(of_units)[:CALLED])]
    for word in [word for word in shown if word.lost][:BUTTONS]:
        options.append(moment.option("invite_again", Action.INVITE, codes[word.unit], unit=of_units[word.unit]))
    for unit in list(of_units)[:BUTTONS]:
        options.append(moment.option("note_about", Action.ACKNOWLEDGE, "note", codes[unit], unit=of_units[unit]))
    return [moment.say("digest.words", n=len(words)), *listed], options


# ---- what waits ------------------------------------------------------------------------------------------------------


async def _waiting(moment: Moment, own: set[int]) -> tuple[list[Sentence], list[Option]]:
    """What waits for the receiver's decision about the own units, and the buttons that lead there."""
    day = moment.setting.day(moment.now)
    matters = await summaries.matters(moment.tx, sorted(own), moment.now)
    tasks = moment.setting.organisation.tasks
    vacant = {unit.id for task in tasks for unit in await units.vacant_units(moment.tx, task, day, own)}
    unlinked = await invites.unlinked_seats(moment.tx, day, own)
    waiting = [
        moment.say(f"digest.{key}", n=number)
        for key, number in (
            ("reviews", matters.reviews), ("extensions", matters.extensions), ("excuses", matters.excuses),
            ("handovers", matters.handovers), ("joins", matters.joins), ("vacant", len(vacant)),
            ("unlinked", len(unlinked)),
        )
        if number
    ]  # fmt: skip
    if not waiting:
        return [], []
    options = [moment.option("look_reviews", Action.REVIEW)] if matters.reviews else []
    options += [moment.option("look_vacant", Action.UNITS)] if vacant else []
    options += [moment.option("look_unlinked", Action.INVITE)] if unlinked else []
    return [moment.say("digest.waiting", items=waiting)], options
