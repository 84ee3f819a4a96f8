"""An admin sends the roster as a file: what it would change is shown first, written after a yes, closed after another.

Nothing is written before; the same file again changes nothing; units that are not in the file are only closed when
the admin chooses so.
"""

from collections.abc import Iterator, Sequence

from core.notices import Notice, NoticeKind
from core.ports import Option
from core.reform import ReformKind, Told
from core.roles import Action
from core.roster import Fault, Roster, roster_counts
from core.roster_difference import RosterDifference
from db import invites, people, platforms, roster_import, sent_rosters
from db.closing import Left
from db.roster_import import Accepted, Proposal
from db.sent_rosters import SentRoster
from handlers.payload import Payload
from handlers.roster_files import Found, SheetSent, read
from handlers.roster_lines import change_lines, fault_line
from handlers.turn import Turn
from sheets.table import SheetError
from texts.duties import spoken
from texts.reforms import reform_sentence
from texts.rendering import Sentence, lines

PAGE = 20
"""How many changes or faults one message lists."""

CONFUSABLE = 3
"""How many pairs of names that are easily confused the summary names."""


async def sent(turn: Turn, sheet: SheetSent) -> None:
    """A table came from somebody who may import: compare it, or say what is wrong with it. Writes nothing."""
    if sheet.content is None or sheet.found is None:
        await turn.answer("roster.too_heavy" if sheet.heavy else "roster.not_fetched", name=sheet.name)
        return
    if isinstance(sheet.found, SheetError):
        await turn.reply(_no_table(turn, sheet.found))
        return
    number = await sent_rosters.keep(turn.tx, turn.known.id, sheet.name, sheet.content, turn.now)
    if isinstance(sheet.found, Roster):
        await _propose(turn, number, sheet.found)
    else:
        await _faults(turn, number, sheet.found, 0)


async def roster(turn: Turn, payload: Payload) -> None:
    """`/danhsach`: how to import; and the buttons below a comparison."""
    if payload.word(0) not in {"faults", "show", "write", "close", "no"}:
        await turn.answer("roster.how")
        return
    kept = await sent_rosters.sent_by(turn.tx, turn.known.id, payload.number(1) or 0)
    if kept is None:
        await turn.answer("roster.gone")
    elif payload.word(0) == "no":
        await sent_rosters.forget(turn.tx, turn.known.id)
        await turn.answer("roster.not_written")
    else:
        await _go_on(turn, payload, kept)


async def _go_on(turn: Turn, payload: Payload, kept: SentRoster) -> None:
    found: Found = await read(kept.content, kept.name, turn.organisation.owing_levels)
    if isinstance(found, SheetError):
        await turn.reply(_no_table(turn, found))
    elif not isinstance(found, Roster):
        await _faults(turn, kept.id, found, payload.number(2) or 0)
    elif payload.word(0) in {"write", "close"}:
        await _write(turn, kept, found, payload)
    else:
        proposal = await roster_import.propose(turn.tx, turn.organisation, found, turn.now)
        await _show(turn, kept.id, proposal, payload.number(2) or 0)


# ---- what is wrong ---------------------------------------------------------------------------------------------------


def _no_table(turn: Turn, error: SheetError) -> Sentence:
    known = {"row": 0, "limit": 0, "rows": 0, "found": "", "value": ""} | error.parameters
    reason = turn.say(f"sheet.{error.problem.value}", **known)
    return turn.say("roster.no_table", reason=reason)


async def _faults(turn: Turn, number: int, faults: Sequence[Fault], first: int) -> None:
    """A page of faults, each with its row; a sheet with hundreds can be read through."""
    told = [fault_line(turn, fault) for fault in faults[first : first + PAGE]]
    options = []
    if len(faults) > first + PAGE:
        options.append(turn.option("more", Action.ROSTER, "faults", number, first + PAGE))
    if first:
        text = turn.say("roster.faults_more", first=first + 1, n=len(faults), list=lines(told))
    else:
        text = turn.say("roster.faults", n=len(faults), list=lines(told))
    await turn.reply(text, *options)


# ---- the comparison --------------------------------------------------------------------------------------------------


async def _propose(turn: Turn, number: int, wanted: Roster, changed: str = "") -> None:
    """What was read, how it differs from what stands, and that nothing is written yet."""
    proposal = await roster_import.propose(turn.tx, turn.organisation, wanted, turn.now)
    counts = roster_counts(wanted, turn.organisation.owing_levels)
    told = [turn.say("roster.read", n=counts.units, all=counts.owing, met=counts.held, short=counts.vacant)]
    if proposal.first:
        told.append(turn.say("roster.first"))
    elif proposal.change.unchanged:
        await sent_rosters.forget(turn.tx, turn.known.id)
        told += [*_confusable(turn, proposal.change), turn.say("roster.unchanged")]
        await turn.reply(lines([changed, *told] if changed else told, " "))
        return
    else:
        told.append(turn.say("roster.compared", what=list(_counted(turn, proposal.change))))
    told += _confusable(turn, proposal.change)
    told.append(turn.say("roster.nothing_yet"))
    await turn.reply(lines([changed, *told] if changed else told, " "), *_choices(turn, number, proposal))


def _choices(turn: Turn, number: int, proposal: Proposal) -> Iterator[Option]:
    change = proposal.change
    if not proposal.first:
        yield turn.option("roster_show", Action.ROSTER, "show", number, 0)
    if change.writes or proposal.first:
        yield turn.option("roster_write", Action.ROSTER, "write", number, proposal.mark)
    if change.vanished_units:
        key = "roster_write_close" if change.writes else "roster_close"
        yield turn.option(key, Action.ROSTER, "close", number, proposal.mark, n=len(change.vanished_units))
    yield turn.option("roster_no", Action.ROSTER, "no", number)


def _counted(turn: Turn, change: RosterDifference) -> Iterator[Sentence]:
    """What differs, in numbers."""
    spelled = [each for each in change.renamed if each.spelling_only]
    same_people = [each for each in change.changed_holders if each.spelling_only]
    merging = {each.old.code for each in change.descents}
    for key, number in (
        ("new", len(change.new_units)),
        ("renamed", len(change.renamed) - len(spelled)),
        ("spelled", len(spelled) + len(same_people)),
        ("moved", len(change.moved)),
        ("level", len(change.level_changed)),
        ("held", len(change.new_holders)),
        ("changed", len(change.changed_holders) - len(same_people)),
        ("vacated", len(change.vacated)),
        ("phones", len(change.phones_changed)),
        ("titles", len(change.retitled)),
        ("merging", len([unit for unit in change.vanished_units if unit.code in merging])),
        ("vanished", len([unit for unit in change.vanished_units if unit.code not in merging])),
    ):
        if number:
            yield turn.say(f"roster.count_{key}", n=number)


def _confusable(turn: Turn, change: RosterDifference) -> list[Sentence]:
    """Names that a reader takes for each other, of two units or of one before and after."""
    pairs = [(one.name, other.name) for one, other in change.confusable]
    pairs += [(each.old.name, each.new.name) for each in change.renamed if each.spelling_only]
    if not pairs:
        return []
    names = [turn.say("roster.pair", first=one, second=other) for one, other in pairs[:CONFUSABLE]]
    return [turn.say("roster.confusable", n=len(pairs), names=names)]


async def _show(turn: Turn, number: int, proposal: Proposal, first: int) -> None:
    """A page of single changes."""
    told = list(change_lines(turn, proposal))
    page = told[first : first + PAGE]
    options = []
    if len(told) > first + PAGE:
        options.append(turn.option("more", Action.ROSTER, "show", number, first + PAGE))
    options += [option for option in _choices(turn, number, proposal) if ":show:" not in option.action]
    await turn.reply(turn.say("roster.changes", first=first + 1, n=len(told), list=lines(page)), *options)


# ---- the yes ---------------------------------------------------------------------------------------------------------


async def _write(turn: Turn, kept: SentRoster, wanted: Roster, payload: Payload) -> None:
    """What was shown is written, unless something else changed meanwhile: then it is shown anew."""
    proposal = await roster_import.propose(turn.tx, turn.organisation, wanted, turn.now)
    if proposal.mark != payload.word(2):
        await _propose(turn, kept.id, wanted, changed=turn.say("roster.changed"))
        return
    closing = payload.word(0) == "close"
    reason = str(turn.setting.texts.say(turn.setting.person(None), "reason.reformed"))
    accepted = await roster_import.accept(
        turn.tx, turn.organisation, proposal, turn.now, turn.known.id, reason if closing else None
    )
    await sent_rosters.forget(turn.tx, turn.known.id)
    await turn.reload()
    await _tell(turn, proposal, accepted)
    told = [turn.say("roster.written", day=accepted.day)]
    if closing:
        told.append(turn.say("roster.closed", n=len(proposal.change.vanished_units)))
    waiting = len(await invites.unlinked_seats(turn.tx, turn.today))
    if waiting:
        told.append(turn.say("roster.invite", n=waiting))
    await turn.reply(lines(told, " "))


async def _tell(turn: Turn, proposal: Proposal, accepted: Accepted) -> None:
    """Who lost a seat hears of it; so does who looks after units with open alerts from now on."""
    await _tell_replaced(turn, proposal, accepted)
    heirs = {each.old.code: each.new.name for each in proposal.change.descents}
    codes = {number: code for code, number in accepted.ids.items()}
    by_member: dict[int, Left] = {each.member: each for each in accepted.ended.left}
    views = await people.member_views(turn.tx, list(by_member), turn.today)
    for member, left in by_member.items():
        person, heir = turn.setting.person(views[member]), heirs.get(codes[left.unit])
        kind = ReformKind.MERGE if heir else ReformKind.CLOSE
        told = Told(kind, accepted.day, (left.unit_name,), (heir,) if heir else (), ())
        what = reform_sentence(turn.setting.texts, person, told)
        if views[member].seats:
            seat = spoken(views[member].seats[0].unit_name)
            text = turn.setting.texts.say(person, "reform.you_hold", text=what, unit=seat)
        else:
            text = turn.setting.texts.say(person, "reform.you_left", text=what, unit=spoken(left.unit_name))
        await turn.tell(Notice(f"roster:{turn.source}:{member}", NoticeKind.OTHER, str(text), member=member))
    for member, flagged in accepted.flagged.items():
        about = {"reason": "unanswered", "flags": flagged}
        await turn.tell(
            Notice(f"roster:{turn.source}:flags:{member}", NoticeKind.ESCALATION, member=member, about=about)
        )


async def _tell_replaced(turn: Turn, proposal: Proposal, accepted: Accepted) -> None:
    """The earlier holders of seats that were given to others or fell vacant."""
    names = {unit.code: unit.name for unit in proposal.wanted.units}
    views = await people.member_views(turn.tx, [member for member, _ in accepted.left], turn.today)
    for member, code in accepted.left:
        text = turn.setting.texts.say(
            turn.setting.person(views[member]),
            "vacancy.to_holder",
            unit=spoken(names[code]),
            day=accepted.day,
            by=turn.known.name,
        )
        await turn.tell(Notice(f"roster:{turn.source}:{code}:{member}", NoticeKind.OTHER, str(text), member=member))
        await platforms.menu_may_differ(turn.tx, member)
