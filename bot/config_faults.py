"""How is a mistake in the settings told: where it stands, what stands there, and what would be right?"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

Place = tuple[str | int, ...]
TELEGRAM_TOKEN = "NHACNOP_TELEGRAM_TOKEN"  # noqa: S105 - the name of a variable, not its value
DATABASE_PASSWORD = "NHACNOP_DATABASE_PASSWORD"  # noqa: S105 - likewise
VIBER_TOKEN = "NHACNOP_VIBER_TOKEN"  # noqa: S105 - likewise
LINK_KEY = "NHACNOP_LINK_KEY"
BOT_TOKEN = re.compile(r"[0-9]{6,}:[A-Za-z0-9_-]{20,}")
_SECRET_KEY = re.compile(r"token|secret|passw|credential|api_?key", re.IGNORECASE)
_LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class ConfigFault:
    """One mistake. `value` is what stands there, already quoted; `right` completes "it should be"."""

    line: int | None
    key: str
    value: str
    right: str

    def told(self, source: str) -> str:
        """The fault as one line, with the name of the file that has it."""
        where = source if self.line is None else f"{source} line {self.line}"
        return f"{where}: {self.key} is {self.value}; it should be {self.right}"


class ConfigError(Exception):
    """The settings cannot be used. `str()` is one clear line per fault, in the order of the file."""

    def __init__(self, faults: Iterable[ConfigFault], source: str) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line or 0)
        self.source = source
        super().__init__("\n".join(fault.told(source) for fault in self.faults))


class Wrong(ValueError):
    """A value cannot be used; `right` says what could be. `shown` stands for a value nobody should print."""

    def __init__(self, right: str, shown: str | None = None) -> None:
        super().__init__(right)
        self.shown = shown


def zalo_token(bot: str) -> str:
    """The environment variable with this Zalo bot's token: NHACNOP_ZALO_TOKEN_ZALO_1 for "zalo-1"."""
    return f"NHACNOP_ZALO_TOKEN_{bot.upper().replace('-', '_')}"


def key_of(place: Place) -> str:
    """The place as people write it: tasks[0].week.due."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).removeprefix(".")


def line_of(place: Place, lines: Mapping[Place, int]) -> int | None:
    """The line of the place, or of the nearest section around it that the file has."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place)


def shown(value: object) -> str:
    """What stands in the file, short enough for a line; sections, lists and tokens are only named."""
    if value is None:
        return "empty"
    if isinstance(value, Mapping):
        return "a section"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "a list" if value else "an empty list"
    text = str(value)
    if BOT_TOKEN.search(text):
        return "what looks like a token"
    text = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    return json.dumps(text, ensure_ascii=False)


def faults_of(error: ValidationError, model: type[BaseModel], lines: Mapping[Place, int]) -> list[ConfigFault]:
    """What pydantic found, in the words of the file."""
    found = error.errors(include_url=False)
    real = (each for each in found if each["type"] != "too_short" or not each["input"])  # its items are wrong
    return [_fault(each, model, lines) for each in real]


def _fault(found: Any, model: type[BaseModel], lines: Mapping[Place, int]) -> ConfigFault:
    place, value = found["loc"], shown(found["input"])
    match found["type"]:
        case "extra_forbidden":
            value, right = _unknown(place, model)
        case "model_type":
            right = f"a section with {', '.join(_names(_section_at(place, model)))}"
        case "tuple_type":
            right = "a list, written [one, another]"
        case "too_short":
            value, right = "an empty list", "a list with at least one item"
        case "missing":
            value, right = "missing", "there"
        case "value_error" if isinstance(found["ctx"]["error"], Wrong):
            wrong = found["ctx"]["error"]
            value, right = wrong.shown or value, str(wrong)
        case _:
            right = f"something else: {found['msg']}"
    return ConfigFault(line_of(place, lines), key_of(place), value, right)


def _unknown(place: Place, model: type[BaseModel]) -> tuple[str, str]:
    """What to say of a key that is no setting. The value of one that looks like a secret is never shown."""
    key, names = str(place[-1]), _names(_section_at(place[:-1], model))
    if _SECRET_KEY.search(key):
        variable = _variable_for(place)
        return "a secret", f"in the environment variable {variable}, or in a file that {variable}_FILE names"
    near = get_close_matches(key.lower(), names, 1)
    return "no setting", f'"{near[0]}"' if near else f"one of {', '.join(names)}"


def _variable_for(place: Place) -> str:
    match place:
        case ("channels", "telegram", *_):
            return TELEGRAM_TOKEN
        case ("channels", "zalo", *_):
            return f"{zalo_token('')}<BOT> of each bot"
        case ("database", *_):
            return DATABASE_PASSWORD
        case _:
            return "NHACNOP_" + "_".join(str(part).upper() for part in place)


def _section_at(place: Place, model: type[BaseModel]) -> type[BaseModel]:
    """The section that the place names; indexes of lists are passed over."""
    for part in place:
        if isinstance(part, str):
            annotation = next(f for name, f in _fields(model) if name == part).annotation
            model = next(iter(get_args(annotation)), annotation)
    return model


def _names(model: type[BaseModel]) -> list[str]:
    return [name for name, _ in _fields(model)]


def _fields(model: type[BaseModel]) -> Iterable[tuple[str, Any]]:
    """The settings of a section by the names that they have in the file."""
    return ((str(field.validation_alias or name), field) for name, field in model.model_fields.items())
