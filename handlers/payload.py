"""What a button carries: the action and its arguments, in at most 64 bytes. May be forged; nothing is trusted."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.roles import Action

LONGEST = 64

HIGHEST = 2**31 - 1
"""No row has a higher number: PostgreSQL's are of 32 bits, and a question with a higher one is an error there."""


def number_in(digits: str) -> int | None:
    """A number that a row may have, as it was written; None where it is none."""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(HIGHEST))):
        return None
    return number if (number := int(digits)) <= HIGHEST else None


@dataclass(frozen=True, slots=True)
class Payload:
    """An action with plain arguments."""

    action: Action
    arguments: tuple[str, ...] = ()

    def number(self, position: int) -> int | None:
        """The argument as a whole number; None when it is missing, none, or higher than any row's can be."""
        return number_in(self.word(position))

    def microseconds(self, position: int) -> int:
        """A moment, as db.waivers counts it; 0 when it is missing or none."""
        text = self.word(position)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

    def word(self, position: int) -> str:
        """The argument as it stands; empty when missing."""
        return self.arguments[position] if position < len(self.arguments) else ""

    def numbers(self, position: int) -> tuple[int, int] | None:
        """A range such as "2471-2473" or "2471"; None when it is none or covers more than 100 numbers."""
        first, _, last = self.word(position).partition("-")
        both = Payload(self.action, (first, last or first))
        start, end = both.number(0), both.number(1)
        if start is None or end is None or not start <= end < start + 100:
            return None
        return start, end


def encode(action: Action, *arguments: object) -> str:
    """The payload as a button carries it. Raises ValueError when it is too long: a mistake of the program."""
    text = ":".join([action.value, *(str(argument) for argument in arguments)])
    if len(text.encode()) > LONGEST:
        raise ValueError(f"the payload {text!r} is longer than {LONGEST} bytes")
    return text


def decode(text: str) -> Payload | None:
    """What a pressed button means; None when it is not ours."""
    name, *arguments = text.split(":")
    try:
        return Payload(Action(name), tuple(arguments))
    except ValueError:
        return None


def span(numbers: Sequence[int]) -> str:
    """Numbers given out together, as a payload carries them: "2471-2473"."""
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
