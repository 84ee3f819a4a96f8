"""Is this JSON value what it has to be? The small checks that a specification is compiled into."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]
Check = Callable[[Any], None]
"""Raises SpecViolation when a JSON value is not what it has to be."""


class SpecViolation(Exception):
    """Something is not as the specification has it. The text says where and what."""

    def __init__(self, reason: str, *where: str) -> None:
        super().__init__(f"{'.'.join(where)}: {reason}" if where else reason)
        self.reason = reason
        self.where = where

    def inside(self, name: str) -> "SpecViolation":
        """The same, told from one level further out."""
        return SpecViolation(self.reason, name, *self.where)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came inside a request (multipart)."""

    name: str
    content: bytes


PLAIN: Final[dict[str, tuple[type, ...]]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "InputFile": (Upload,),
}


def plain_check(kind: str) -> Check:
    """A text, a number, a truth value or a file."""
    wanted = PLAIN[kind]

    def check(value: Any) -> None:
        if type(value) not in wanted:
            raise SpecViolation(f"expected {kind}, got {_shown(value)}")

    return check


def array_check(item: Check) -> Check:
    """An array of such items."""

    def check(value: Any) -> None:
        if type(value) is not list:
            raise SpecViolation(f"expected an array, got {_shown(value)}")
        for number, each in enumerate(value):
            try:
                item(each)
            except SpecViolation as wrong:
                raise wrong.inside(str(number)) from None

    return check


def object_check(kind: str, checks: Mapping[str, Check], required: frozenset[str]) -> Check:
    """An object with these fields and no others."""

    def check(value: Any) -> None:
        if type(value) is not dict:
            raise SpecViolation(f"expected {kind}, got {_shown(value)}")
        for name, each in value.items():
            try:
                checks[name](each)
            except KeyError:
                raise SpecViolation(f"{kind} has no field {name!r}") from None
            except SpecViolation as wrong:
                raise wrong.inside(name) from None
        if not required <= value.keys():
            raise SpecViolation(f"{kind} needs {', '.join(sorted(required - value.keys()))}")

    return check


def any_of(kinds: tuple[str, ...], checks: tuple[Check, ...]) -> Check:
    """One of several types."""

    def check(value: Any) -> None:
        reasons: list[str] = []
        for each in checks:
            try:
                return each(value)
            except SpecViolation as wrong:
                reasons.append(str(wrong))
        raise SpecViolation(f"is none of {', '.join(kinds)}: {'; '.join(reasons)}")

    return check


def one_of(choices: frozenset[str]) -> Check:
    """One of these values, or an array of them."""

    def check(value: Any) -> None:
        for each in value if isinstance(value, list) else (value,):
            if each not in choices:
                raise SpecViolation(f"{each!r} is none of {', '.join(sorted(choices))}")

    return check


def both(first: Check, second: Check) -> Check:
    """This and that."""

    def check(value: Any) -> None:
        first(value)
        second(value)

    return check


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
