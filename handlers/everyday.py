"""Help, language, being lost, being reminded later, and asking for a human being."""

from datetime import timedelta

from core.notices import Notice, NoticeKind
from core.ports import InboundKind, Option
from core.roles import MENU, Action, allowed
from db import duties, outbox, people, platforms, units
from handlers.payload import Payload
from handlers.status import standing_below
from handlers.turn import Turn
from texts.catalogue import LANGUAGES
from texts.duties import spoken
from texts.promises import wished_for
from texts.rendering import lines


async def help_(turn: Turn, payload: Payload) -> None:
    """What this person can do, most needed first; only what he or she may."""
    if turn.member is None:
        await turn.answer("stranger.greet")
        return
    may = allowed(turn.roles)
    commands = [
        turn.say(f"help.{action.value}", command=turn.setting.phrases.command(action.value, turn.person.language) or "")
        for action in MENU
        if action in may
    ]
    first = "help.secretary" if turn.known.served_units else "help.others"
    await turn.reply(lines([turn.say(first), *commands]))


async def language(turn: Turn, payload: Payload) -> None:
    """Ask for the language, or take the one chosen."""
    chosen = payload.word(0)
    if chosen not in LANGUAGES:
        await turn.answer(
            "language.ask", *(turn.option(f"language_{code}", Action.LANGUAGE, code) for code in LANGUAGES)
        )
        return
    await turn.remember(language=chosen)
    if turn.member is not None:
        await people.set_language(turn.tx, turn.member.id, chosen)
        await platforms.menu_may_differ(turn.tx, turn.member.id)
        await turn.reload()
    await turn.answer("language.chosen")


async def lost(turn: Turn) -> None:
    """A text that means nothing here: never "unknown command", always what the person can do now."""
    if turn.member is None:
        await turn.answer("stranger.greet")
        return
    if not turn.known.served_units:
        await turn.answer("lost.others", *_lost_options(turn))
        return
    await turn.reply(await standing_below(turn, turn.say("lost.secretary")), *_lost_options(turn))


def _lost_options(turn: Turn) -> list[Option]:
    if turn.known.served_units:
        return [
            turn.option("what_is_owed", Action.STATUS),
            turn.option("withdraw", Action.WITHDRAW),
            turn.option("human", Action.ASK_HUMAN),
        ]
    return [turn.option("help", Action.HELP), turn.option("human", Action.ASK_HUMAN)]


async def ask_human(turn: Turn, payload: Payload) -> None:
    """A person wants a person: the coordinator hears of it, at most once an hour from each."""
    if turn.member is None:
        await turn.answer("stranger.greet")
        return
    seats = turn.known.served_units or turn.known.coordinated_units
    tree = await units.hierarchy(turn.tx, turn.today, turn.now, seats[0].unit if seats else None)
    above = tree.coordinator_of(seats[0].unit).members if seats else tree.admins
    receivers = [member for member in above if member != turn.known.id]
    for member in receivers:
        text = turn.setting.texts.say(
            await turn.person_of(member),
            "human.to_coordinator",
            who=turn.known.name,
            unit=spoken(seats[0].unit_name) if seats else "–",
        )
        key = f"human:{turn.known.id}:{member}:{turn.now:%Y-%m-%dT%H}"
        await turn.tell(Notice(key, NoticeKind.OTHER, str(text), member=member))
    passed_on = "human.passed_on" if turn.known.served_units else "human.passed_up"
    await turn.answer(passed_on if receivers else "coordinator.nobody")


async def greet(turn: Turn, payload: Payload) -> None:
    """Good morning: who answers here, and what can be done now."""
    if turn.known.served_units:
        await turn.reply(await standing_below(turn, turn.say("greet.secretary")), *_lost_options(turn))
    else:
        await turn.answer("greet.others", *_lost_options(turn))


async def courtesy(turn: Turn, payload: Payload) -> None:
    """Thanks and "ok": answered in kind, and whatever was offered stays."""
    await turn.answer("courtesy.answer")


async def remind_later(turn: Turn, payload: Payload) -> None:
    """One extra reminder, at the time that was named, else three hours later; not before quiet hours end.

    It is dropped when nothing is owed by then.
    """
    calendar = turn.organisation.calendar
    said = turn.first.text if turn.first.kind is InboundKind.TEXT else ""  # "tối nhắc em nhé", "bận quá, mai em nộp"
    wish = wished_for(payload.word(0), turn.now, calendar.zone) or wished_for(said, turn.now, calendar.zone)
    wish = wish or turn.now + timedelta(hours=3)
    at = calendar.quiet.next_allowed(wish, calendar.zone)
    if not await duties.still_owed(turn.tx, [turn.known.id], turn.today, turn.now):
        await turn.answer("remind_later.nothing_owed")
        return
    await outbox.drop_queued(turn.tx, _later(turn), turn.now)  # the newest wish holds: never two within an hour
    key = _later(turn) + turn.source
    expires = calendar.quiet.day_ends(at, calendar.zone)
    await turn.tell(Notice(key, NoticeKind.REMINDER, member=turn.known.id, not_before=at, expires_at=expires))
    await turn.answer("remind_later.done", at=at)


def _later(turn: Turn) -> str:
    return f"later:{turn.known.id}:"
