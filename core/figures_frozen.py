"""A month's facts as one text that can be kept: the same facts give the same text, and the text gives them back."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints
from zlib import compress, decompress, error

from core.figures_facts import MonthFacts


def frozen(facts: MonthFacts) -> str:
    """The facts as JSON with sorted names; moments in UTC."""
    return json.dumps(_plain(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def thawed(text: str) -> MonthFacts:
    """The facts of a frozen month. A field that is younger than the text has its default.

    Raises ValueError, KeyError or TypeError when the text is nothing that `frozen` made.
    """
    facts = _read(MonthFacts, json.loads(text))
    assert isinstance(facts, MonthFacts)
    return facts


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


def _read(kind: Any, value: Any) -> Any:
    """The value as a field of this kind wants it."""
    if get_origin(kind) is UnionType:  # only ever something or None
        return None if value is None else _read(get_args(kind)[0], value)
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        return tuple(_read(kinds[0], each) for each in value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if is_dataclass(kind):
        return _row(kind, value)
    return kind(value) if issubclass(kind, StrEnum) else value


def _row(kind: Any, value: Mapping[str, Any]) -> Any:
    kinds = _kinds(kind)
    return kind(**{name: _read(kinds[name], each) for name, each in value.items()})


@cache
def _kinds(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def packed(text: str) -> bytes:
    """A frozen month in a tenth of its room."""
    return compress(text.encode(), 6)


def unpacked(content: bytes) -> str:
    """The text that was packed. Raises ValueError when it was none."""
    try:
        return decompress(content).decode()
    except error as broken:
        raise ValueError(f"this is no frozen month: {broken}") from broken
