"""Does this request, answer or update agree with the published specification of the Bot API?

`bot-api-10.1.json` is the whole machine-readable specification (methods, types, required fields), as the project
PaulSonOfLars/telegram-bot-api-spec publishes it (licence beside it), without its prose. It is compiled into closures.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.telegram.fake.checks import (
    PLAIN,
    Check,
    Json,
    SpecViolation,
    Upload,
    any_of,
    array_check,
    both,
    object_check,
    one_of,
    plain_check,
)
from tests.telegram.fake.choices import OF_FIELDS, OF_PARAMETERS

_FILE: Final = Path(__file__).with_name("bot-api-10.1.json")
_ARRAY: Final = "Array of "


@dataclass(frozen=True, slots=True)
class Method:
    """One method: how its parameters are read, and what its answer has to be."""

    name: str
    parameters: Mapping[str, "Parameter"]
    required: frozenset[str]
    answer: Check

    def read(self, raw: Mapping[str, Any], uploads: Mapping[str, Upload]) -> Json:
        """The parameters with their own types, as `raw` (texts of a form, or JSON values) tells them.

        Raises SpecViolation for an unknown or missing parameter and for a wrong type.
        """
        read: Json = {}
        for name, value in raw.items():
            parameter = self.parameters.get(name)
            if parameter is None:
                raise SpecViolation("no such parameter", name)
            try:
                read[name] = parameter.read(value)
            except SpecViolation as wrong:
                raise wrong.inside(name) from None
        for name, upload in uploads.items():
            if name in self.parameters:
                if not self.parameters[name].takes_file:
                    raise SpecViolation("takes no file", name)
                read[name] = upload
        if missing := sorted(self.required - read.keys()):
            raise SpecViolation("is required", missing[0])
        return read

    def read_unchecked(self, raw: Mapping[str, Any]) -> Json:
        """The same without a check: for measurements."""
        return {
            name: _from_text(value, self.parameters[name].types) if isinstance(value, str) else value
            for name, value in raw.items()
        }


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method."""

    types: tuple[str, ...]
    check: Check
    takes_file: bool

    def read(self, value: Any) -> Any:
        """The value with its own type. A form tells everything as text; so may JSON."""
        typed = _from_text(value, self.types) if isinstance(value, str) else value
        self.check(typed)
        return typed


class Spec:
    """The specification. `Spec.load()` reads the file once a process."""

    def __init__(self, document: Json) -> None:
        self._types: Json = document["types"]
        self._checks: dict[str, Check] = {}
        self.methods = {name: self._method(name, each) for name, each in document["methods"].items()}
        self.update = self.check("Update")
        """Checks one update."""

    @staticmethod
    @cache
    def load() -> "Spec":
        """The specification in the file beside this one."""
        return Spec(json.loads(_FILE.read_text(encoding="utf-8")))

    def check(self, kind: str) -> Check:
        """The check of a type by its name, as fields name it ("Array of Array of PhotoSize")."""
        if kind not in self._checks:

            def once_compiled(value: Any) -> None:
                self._checks[kind](value)

            self._checks[kind] = once_compiled  # types contain each other
            self._checks[kind] = self._compile(kind)
        return self._checks[kind]

    def _method(self, name: str, told: Json) -> Method:
        fields = told.get("fields", ())
        parameters = {field["name"]: self._parameter(name, field) for field in fields}
        required = frozenset(field["name"] for field in fields if field["required"])
        return Method(name, parameters, required, self._any_of(told["returns"]))

    def _parameter(self, method: str, field: Json) -> Parameter:
        types = tuple(field["types"])
        check = self._any_of(types)
        if choices := OF_PARAMETERS.get((method, field["name"])):
            check = both(check, one_of(choices))
        return Parameter(types, check, "InputFile" in types)

    def _compile(self, kind: str) -> Check:
        if kind.startswith(_ARRAY):
            return array_check(self.check(kind.removeprefix(_ARRAY)))
        if kind in PLAIN:
            return plain_check(kind)
        told = self._types[kind]
        if "subtypes" in told:
            return self._any_of(told["subtypes"])
        return self._object(kind, told.get("fields", ()))

    def _object(self, kind: str, fields: Sequence[Json]) -> Check:
        checks: dict[str, Check] = {}
        for field in fields:
            check = self._any_of(field["types"])
            choices = OF_FIELDS.get((kind, field["name"]))
            checks[field["name"]] = both(check, one_of(choices)) if choices else check
        required = frozenset(field["name"] for field in fields if field["required"])
        return object_check(kind, checks, required)

    def _any_of(self, kinds: Sequence[str]) -> Check:
        if len(kinds) == 1:
            return self.check(kinds[0])
        if all(kind.startswith(_ARRAY) for kind in kinds):  # an array of any of them
            return array_check(self._any_of([kind.removeprefix(_ARRAY) for kind in kinds]))
        return any_of(tuple(kinds), tuple(self.check(kind) for kind in kinds))


def _from_text(text: str, types: tuple[str, ...]) -> Any:
    if "Integer" in types and text.removeprefix("-").isdecimal() and text.isascii():
        return int(text)
    if "String" in types:
        return text
    if "Boolean" in types:
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    try:
        return json.loads(text)
    except ValueError:
        return text
