"""What can be wrong with a roster, told so that every language can put it into words?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """One sort of mistake. The words in braces below are its parameters."""

    NO_HEADER = "no_header"
    MISSING_COLUMN = "missing_column"
    COLUMN_TWICE = "column_twice"
    NO_ROWS = "no_rows"
    MISSING_CODE = "missing_code"
    MISSING_NAME = "missing_name"
    MISSING_LEVEL = "missing_level"
    UNKNOWN_PARENT = "unknown_parent"
    OWN_PARENT = "own_parent"
    LOOP = "loop"
    UNIT_TWICE = "unit_twice"
    SEAT_TWICE = "seat_twice"
    TWO_NAMES = "two_names"
    TWO_LEVELS = "two_levels"
    TWO_PARENTS = "two_parents"
    SECRETARY_NOT_OWED = "secretary_not_owed"
    NO_POSITION = "no_position"
    UNKNOWN_POSITION = "unknown_position"
    BAD_PHONE = "bad_phone"
    NO_PERSON = "no_person"
    DATE_INSTEAD = "date_instead"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake. `row` is the sheet's own row number, None when the sheet as a whole is meant."""

    row: int | None
    kind: FaultKind
    parameters: Mapping[str, str]


_SENTENCES: Mapping[FaultKind, str] = {
    FaultKind.NO_HEADER: "no line within the first {rows} names the columns ({columns})",
    FaultKind.MISSING_COLUMN: 'the column "{column}" is missing',
    FaultKind.COLUMN_TWICE: 'two columns are called "{column}"',
    FaultKind.NO_ROWS: "no units stand below the header",
    FaultKind.MISSING_CODE: "the unit's code is missing",
    FaultKind.MISSING_NAME: "the unit's name is missing",
    FaultKind.MISSING_LEVEL: "the unit's level is missing",
    FaultKind.UNKNOWN_PARENT: 'unit {unit} lies below "{parent}", but no unit has that code',
    FaultKind.OWN_PARENT: "unit {unit} lies below itself",
    FaultKind.LOOP: "these units lie below each other in a circle: {units}",
    FaultKind.UNIT_TWICE: "unit {unit} already stands in row {first_row}",
    FaultKind.SEAT_TWICE: "the {seat}'s seat of unit {unit} already stands in row {first_row}",
    FaultKind.TWO_NAMES: 'unit {unit} is called "{second}" here but "{first}" in row {first_row}',
    FaultKind.TWO_LEVELS: 'unit {unit} has the level "{second}" here but "{first}" in row {first_row}',
    FaultKind.TWO_PARENTS: 'unit {unit} lies below "{second}" here but below "{first}" in row {first_row}',
    FaultKind.SECRETARY_NOT_OWED: 'unit {unit} has a secretary ("{title}"), but the level "{level}" owes nothing',
    FaultKind.NO_POSITION: '{member} has no position in unit {unit}, and the level "{level}" owes nothing',
    FaultKind.UNKNOWN_POSITION: 'the position "{title}" in unit {unit} is not known: the level "{level}" owes '
    'nothing, so only a coordinator ("Điều phối") can have a seat there',
    FaultKind.BAD_PHONE: '"{phone}" is not a phone number',
    FaultKind.NO_PERSON: '"{member}" is not a person\'s name',
    FaultKind.FORMULA: 'the column "{column}" has a formula, "{text}"',
    FaultKind.DATE_INSTEAD: '"{text}" is a date where the column "{column}" was expected to have a code or a name',
}


def fault_sentence(fault: Fault) -> str:
    """The mistake in plain English, without its row and without a full stop."""
    return _SENTENCES[fault.kind].format_map(fault.parameters)
