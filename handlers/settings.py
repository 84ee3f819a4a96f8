"""`/cauhinh`: the settings' file read again. What is different is shown, taken after a yes: all of it or nothing."""

from collections.abc import Sequence

from core.notices import Notice, NoticeKind
from core.roles import Action
from core.settings_change import Change, Compared, still_needed
from db import admins, audit, record, settings_taken
from handlers.meanwhile import seen_by
from handlers.payload import Payload
from handlers.question import answered, ask, waiting
from handlers.turn import Turn
from texts.duties import fitting
from texts.rendering import Sentence, lines

QUESTION = "settings"
SHOWN = 40
"""How many settings or faults one message names at most."""


async def settings(turn: Turn, payload: Payload) -> None:
    """Shows the difference; the button takes what was shown."""
    file = turn.setting.settings_file
    if file is None:
        await turn.answer("settings.no_file")
        return
    compared = await file.compare()
    faults = await _faults(turn, compared)
    if faults:
        listed = [turn.say("settings.fault", line=Sentence(fault[:300])) for fault in faults[:SHOWN]]
        await turn.answer("settings.wrong", n=len(faults), list=lines(listed[: fitting(listed)]))
    elif payload.word(0) in {"yes", "no"}:
        await _decided(turn, payload, compared)
    else:
        await _show(turn, compared)


async def _faults(turn: Turn, compared: Compared) -> list[str]:
    needed = still_needed(compared, await settings_taken.unsettled_tasks(turn.tx))
    return [*compared.faults, *(str(turn.say("settings.task_needed", task=code)) for code in needed)]


async def _show(turn: Turn, compared: Compared) -> None:
    at_once, later = compared.at_once, compared.after_restart
    told = [turn.say("settings.changes", n=len(at_once), list=_listed(turn, at_once))] if at_once else []
    told += [turn.say("settings.restart", n=len(later), list=_listed(turn, later))] if later else []
    if not told:
        await turn.answer("settings.same")
        return
    if not at_once:
        await turn.reply(lines(told))
        return
    mark = await ask(turn, QUESTION, file=compared.mark, seen=await audit.last_line(turn.tx))
    await turn.reply(
        lines([*told, turn.say("settings.shall_i")]),
        turn.option("settings_take", Action.SETTINGS, "yes", mark),
        turn.option("settings_not", Action.SETTINGS, "no", mark),
    )


def _listed(turn: Turn, changes: Sequence[Change]) -> Sentence:
    listed = [
        turn.say("settings.change", name=change.key, before=change.before, after=change.after)
        for change in changes[:SHOWN]
    ]
    shown = fitting(listed)
    more = [turn.say("settings.more", n=len(changes) - shown)] if shown < len(changes) else []
    return lines([*listed[:shown], *more])


async def _decided(turn: Turn, payload: Payload, compared: Compared) -> None:
    """The yes holds for what was shown: a file that was changed since is shown anew, one that is taken is not twice."""
    known = waiting(turn, QUESTION, payload.word(1))
    if known is None:
        await turn.answer("refused.old_button")
    elif payload.word(0) == "no":
        await answered(turn)
        await turn.answer("settings.not_taken")
    elif known["file"] != compared.mark:
        await turn.answer("settings.changed_since")
        await _show(turn, compared)
    elif taken := await audit.of_actions_since(turn.tx, {"settings.take"}, seen_by(known)):
        await answered(turn)
        await turn.answer("settings.taken_by", by=taken[-1].by or turn.say("audit.bot"), at=taken[-1].at)
    else:
        await answered(turn)
        await settings_taken.add(turn.tx, turn.known.id, compared.mark, turn.now)
        keys = [change.key for change in compared.at_once]
        await record.note(turn.tx, turn.known.id, "settings.take", turn.now, n=len(keys), keys=keys)
        await turn.answer("settings.taken", n=len(keys))
        await _tell_others(turn, len(keys))


async def _tell_others(turn: Turn, n: int) -> None:
    for admin in await admins.reachable_admins(turn.tx):
        if admin != turn.known.id:
            text = turn.setting.texts.say(await turn.person_of(admin), "settings.to_admins", by=turn.known.name, n=n)
            await turn.tell(Notice(f"settings:{turn.source}:{admin}", NoticeKind.ADMIN, str(text), member=admin))
