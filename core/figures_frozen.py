"""A month's facts as one text that can be kept: the same facts give the same text, and the text gives them back."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints
from zlib import compress, decompress, error

from core.figures_facts import MonthFacts, narrowed


def frozen(facts: MonthFacts) -> str:
    """The facts as JSON with sorted names; moments in UTC."""
    return json.dumps(_plain(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def thawed(text: str, root: int | None = None) -> MonthFacts:
    """The facts of a frozen month, of this subtree only; None: all. A field younger than the text has its default.

    A province's part of a country's month costs a tenth of the whole: what lies outside is not made into facts first.
    Raises KeyError when the unit is not in it; ValueError, KeyError or TypeError when the text is nothing that
    `frozen` made.
    """
    plain = json.loads(text)
    if root is None or root == plain["root"]:
        facts = _of(MonthFacts)(plain)
    else:
        inside = _inside(plain["units"], root)
        facts = narrowed(_of(MonthFacts)({**plain, **_only(plain, inside)}), root)
    assert isinstance(facts, MonthFacts)
    return facts


def _inside(units: Iterable[Mapping[str, Any]], root: int) -> set[int]:
    """The unit and everything below it. Raises KeyError when it is not there."""
    inside: set[int] = set()
    for unit in units:
        if unit["id"] == root or unit["parent"] in inside:
            inside.add(unit["id"])
    if not inside:
        raise KeyError(root)
    return inside


def _only(plain: Mapping[str, Any], inside: set[int]) -> dict[str, Any]:
    """The rows of many that concern these units."""
    return {
        "duties": [duty for duty in plain["duties"] if duty["unit"] in inside],
        "items": [item for item in plain["items"] if item["unit"] in inside],
    }


def fingerprint(text: str) -> str:
    """The SHA-256 of a frozen month: whoever has it can tell whether anything was changed."""
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value  # a StrEnum is a text already


Reader = Callable[[Any], Any]


@cache
def _of(kind: Any) -> Reader:
    """What makes a value of this kind from its plain form."""
    if get_origin(kind) is UnionType:  # only ever something or None
        something = _of(get_args(kind)[0])
        return _as_it_is if something is _as_it_is else lambda value: None if value is None else something(value)
    if get_origin(kind) is tuple:
        each = _of(get_args(kind)[0])
        return lambda values: tuple(map(each, values))
    if kind is datetime:
        return datetime.fromisoformat
    if is_dataclass(kind):
        return _row(kind)
    return kind if issubclass(kind, StrEnum) else _as_it_is


def _row(kind: Any) -> Reader:
    kinds = get_type_hints(kind)
    changed = {name: made for name, each in kinds.items() if (made := _of(each)) is not _as_it_is}

    def read(value: Mapping[str, Any]) -> Any:
        row = dict(value)
        for name, made in changed.items():
            if name in row:
                row[name] = made(row[name])
        return kind(**row)

    return read


def _as_it_is(value: Any) -> Any:
    return value


def packed(text: str) -> bytes:
    """A frozen month in a tenth of its room."""
    return compress(text.encode(), 6)


def unpacked(content: bytes) -> str:
    """The text that was packed. Raises ValueError when it was none."""
    try:
        return decompress(content).decode()
    except error as broken:
        raise ValueError(f"this is no frozen month: {broken}") from broken
