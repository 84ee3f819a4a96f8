"""Single changes and faults of a roster in plain words, one line each."""

from collections.abc import Iterator

from core.roster import Fault, RosterHolder, SeatKind
from core.roster_difference import RosterDifference
from db.roster_import import Proposal
from handlers.turn import Turn
from texts.rendering import Sentence


def change_lines(turn: Turn, proposal: Proposal) -> Iterator[Sentence]:
    """Everything that would change, the most far-reaching first."""
    change = proposal.change
    names = {unit.code: unit.name for unit in (*change.vanished_units, *proposal.wanted.units)}
    yield from _unit_lines(turn, change, names)
    yield from _seat_lines(turn, change, names)


def _unit_lines(turn: Turn, change: RosterDifference, names: dict[str, str]) -> Iterator[Sentence]:
    heirs = {each.old.code: each.new.name for each in change.descents}
    for unit in change.vanished_units:
        key = "roster.line_merging" if unit.code in heirs else "roster.line_vanished"
        yield turn.say(key, unit=unit.name, code=unit.code, name=heirs.get(unit.code, ""))
    for unit in change.new_units:
        yield turn.say("roster.line_new", unit=unit.name, code=unit.code)
    for each in change.renamed:
        key = "roster.line_spelled" if each.spelling_only else "roster.line_renamed"
        yield turn.say(key, unit=each.old.name, name=each.new.name, code=each.new.code)
    for each in change.moved:
        yield turn.say(
            "roster.line_moved", unit=each.new.name, code=each.new.code, first=names.get(each.old.parent or "", "–"),
            second=names.get(each.new.parent or "", "–"),
        )  # fmt: skip
    for each in change.level_changed:
        yield turn.say(
            "roster.line_level", unit=each.new.name, code=each.new.code, first=each.old.level, second=each.new.level
        )


def _seat_lines(turn: Turn, change: RosterDifference, names: dict[str, str]) -> Iterator[Sentence]:
    for holder in change.new_holders:
        yield turn.say("roster.line_held", name=holder.member, **_seat(turn, holder, names))
    for person in change.changed_holders:
        key = "roster.line_same_person" if person.spelling_only else "roster.line_changed"
        yield turn.say(key, first=person.old.member, second=person.new.member, **_seat(turn, person.new, names))
    for holder in change.vacated:
        yield turn.say("roster.line_vacated", name=holder.member, **_seat(turn, holder, names))
    for person in change.phones_changed:
        yield turn.say("roster.line_phone", name=person.new.member, **_seat(turn, person.new, names))
    for person in change.retitled:
        yield turn.say(
            "roster.line_title", name=person.new.member, title=person.new.title, **_seat(turn, person.new, names)
        )


def _seat(turn: Turn, holder: RosterHolder, names: dict[str, str]) -> dict[str, str]:
    """Which seat."""
    return {"unit": names[holder.unit], "code": holder.unit, "seat": _seat_word(turn, holder.kind)}


def _seat_word(turn: Turn, kind: SeatKind) -> Sentence:
    return turn.say(f"roster.{kind.value}")


def fault_line(turn: Turn, fault: Fault) -> Sentence:
    """One fault with its row."""
    known = dict(fault.parameters)
    known.setdefault("text", known.get("units", ""))
    if known.get("seat"):
        known["seat"] = _seat_word(turn, SeatKind(known["seat"]))
    text = turn.say(f"roster_fault.{fault.kind.value}", **known)
    return text if fault.row is None else turn.say("roster.fault_in_row", row=fault.row, line=text)
