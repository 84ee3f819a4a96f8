"""What coordinators read before and after a close, and what a secretary reads who missed a week."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.ports import Option
from core.roles import Action, scope_of
from db import deputies, duties, flags, outbox, standings, units
from db.flags import OpenFlag, Reason
from db.standings import ObligationView
from scheduler.moment import Composed, Moment
from texts.duties import LISTED, ShortUnit, short_units, spoken, worst_first
from texts.rendering import Sentence, lines

CALL_BUTTONS = 8
"""How many units of an alert get a button of their own."""


async def at_risk(moment: Moment) -> Composed | None:
    """The receiver's short units of one period before one due moment, worst first."""
    about, period = moment.row.about, moment.row.period
    due_at = datetime.fromisoformat(about["due_at"])
    if period is None or moment.now >= due_at:
        return None
    tree = await units.hierarchy(moment.tx, moment.setting.day(moment.now), moment.now)
    everybody = await standings.of_period(moment.tx, period, moment.setting.day(due_at))
    own = [view for view in everybody if moment.member in tree.coordinator_of(view.unit).members]
    owing = [view for view in own if view.facts.due_at == due_at and not view.facts.waived]
    short = [view for view in owing if not view.facts.met]
    if not short:
        return None
    hours = max(1, round((due_at - moment.now) / timedelta(hours=1)))
    facts = {"hours": hours, "due": due_at, "week": about["week"]}
    posts = [seat for seat in moment.view.coordinated_units if tree.coordinators.get(seat.unit) == moment.member]
    below = await units.subtree(moment.tx, [seat.unit for seat in posts])
    if {view.unit for view in own} == {view.unit for view in everybody if view.unit in below}:
        place = ", ".join(spoken(seat.unit_name) for seat in posts)
        met, nothing = len(owing) - len(short), sum(view.facts.counted == 0 for view in short)
        key = "at_risk.digest_nothing" if 0 < nothing < len(short) else "at_risk.digest"
        head = moment.say(key, unit=place, met=met, all=len(owing), short=len(short), nothing=nothing, **facts)
        head = lines([head, *await _without(moment, below - {view.unit for view in own})], " ")
    else:
        head = moment.say("at_risk.digest_others", **facts)
    heard = await _heard(moment, short)
    nudge = [moment.option("nudge", Action.NUDGE, "ask", about["task"], n=len(heard))] if heard else []
    return Composed(
        str(lines([head, await _listed(moment, short, heard, due_at)])),
        (
            *nudge,
            moment.option("call_list", Action.CALL_LIST, about["task"]),
            moment.option("who_is_missing", Action.MISSING, about["task"]),
        ),
    )


async def _without(moment: Moment, owing_nothing: set[int]) -> list[Sentence]:
    """The sentence about vacant seats among those of the receiver's units that owe nothing, if there are any."""
    day = moment.setting.day(moment.now)
    task = moment.setting.organisation.by_code.get(moment.row.about["task"])
    number = len(await units.vacant_units(moment.tx, task, day, owing_nothing)) if task else 0
    return [moment.say("short.without", n=number)] if number else []


async def _heard(moment: Moment, short: Sequence[ObligationView]) -> set[int]:
    """The units where somebody hears a reminder: the secretary, or a deputy instead."""
    deaf = [view.unit for view in short if view.member and not view.linked]
    instead = await deputies.reached_instead(moment.tx, deaf, moment.setting.day(moment.now), moment.now)
    return {view.unit for view in short if view.linked or view.unit in instead}


async def _listed(moment: Moment, short: Sequence[ObligationView], heard: set[int], due_at: datetime) -> Sentence:
    members = [view.member for view in short if view.member]
    reminded = await outbox.sent_to_members(moment.tx, members, due_at - timedelta(days=7))
    names = await moment.told_apart({view.unit: view.unit_name for view in short})
    return _worst(
        moment,
        [
            ShortUnit(
                names[view.unit],
                view.facts.counted,
                view.facts.required,
                view.unit in heard,
                reminded.get(view.member or 0, 0),
                view.member is not None,
            )
            for view in short
        ],
    )


def _worst(moment: Moment, short: Sequence[ShortUnit]) -> Sentence:
    text = short_units(moment.setting.texts, moment.person, worst_first(short)[:LISTED])
    if len(short) <= LISTED:
        return text
    return lines([text, moment.say("at_risk.more", n=len(short) - LISTED)])


async def missed(moment: Moment) -> Composed | None:
    """To the secretary: how to mend it. To a coordinator: the units that are still short after the close."""
    obligation = moment.row.about.get("obligation")
    if obligation is not None:
        return await _missed_secretary(moment, int(obligation))
    if "flags" in moment.row.about:
        open_flags = await flags.by_id(moment.tx, list(moment.row.about["flags"]))
    else:
        reason = Reason(moment.row.about["reason"])
        open_flags = await flags.told_of(moment.tx, moment.member, moment.row.period or 0, reason)
    if not open_flags or scope_of(Action.ACKNOWLEDGE, moment.view.roles) is None:  # mended, or looks after nobody now
        return None
    names = await moment.told_apart({flag.unit: flag.unit_name for flag in open_flags})
    return _alert(moment, open_flags, names)


async def _missed_secretary(moment: Moment, obligation: int) -> Composed | None:
    duty = next(iter(await duties.of_obligations(moment.tx, [obligation])), None)
    if duty is None or not duty.owed:
        return None
    text = moment.say(
        "missed.to_secretary",
        unit=spoken(duty.unit_name),
        week=duty.week,
        closes=duty.closes_at,
        lacking=duty.lacking,
    )
    return Composed(str(text))


def _alert(moment: Moment, open_flags: Sequence[OpenFlag], names: dict[int, str]) -> Composed:
    reason = Reason(moment.row.about["reason"])
    tasks = moment.setting.organisation
    rule = tasks.by_code.get(open_flags[0].task, tasks.tasks[0]).escalation
    if reason is Reason.MISSED:
        short = [ShortUnit(names[flag.unit], flag.counted, flag.required) for flag in open_flags]
        text = moment.say(
            "missed.alert" if open_flags[0].level_unit is not None else "missed.alert_top",
            week=open_flags[0].week,
            closes=datetime.fromisoformat(moment.row.about["closed_at"]),
            list=_worst(moment, short),
            hours=round(rule.unacknowledged / timedelta(hours=1)),
        )
    else:
        key = {
            Reason.IN_A_ROW: "escalation.by_misses",
            Reason.PASSED_UP: "escalation.told_own",
            Reason.UNANSWERED: "escalation.by_time",
            Reason.TAKEN_OVER: "escalation.taken_over",
        }[reason]
        text = moment.say(key, list=_flag_lines(moment, open_flags, names), n=rule.misses_in_a_row)
    return Composed(str(text), () if reason is Reason.PASSED_UP else _call_buttons(moment, open_flags, names))


def _flag_lines(moment: Moment, open_flags: Sequence[OpenFlag], names: dict[int, str]) -> Sentence:
    listed = [
        moment.say(
            "escalation.line", unit=names[flag.unit], week=flag.week, counted=flag.counted, required=flag.required
        )
        for flag in open_flags[:LISTED]
    ]
    if len(open_flags) > LISTED:
        listed.append(moment.say("at_risk.more", n=len(open_flags) - LISTED))
    return lines(listed)


def _call_buttons(moment: Moment, open_flags: Sequence[OpenFlag], names: dict[int, str]) -> tuple[Option, ...]:
    """One button a unit, whatever the number of its weeks, and one for all of them if it can carry them."""
    by_unit: dict[int, list[str]] = {}
    for flag in open_flags:
        by_unit.setdefault(flag.unit, []).append(str(flag.id))
    options = [
        moment.option("called", Action.ACKNOWLEDGE, "#" + ",".join(numbers), unit=spoken(names[unit]))
        for unit, numbers in list(by_unit.items())[:CALL_BUTTONS]
    ]
    everything = "#" + ",".join(str(flag.id) for flag in open_flags)
    if len(by_unit) > 1 and len(f"{Action.ACKNOWLEDGE.value}:{everything}") <= 64:
        options.append(moment.option("called_all", Action.ACKNOWLEDGE, everything))
    first = open_flags[0]
    options.append(moment.option("call_list", Action.CALL_LIST, first.task, 0, first.period))
    return tuple(options)
