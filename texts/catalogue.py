"""What stands in the catalogue files, and is it whole?

One YAML file a language: `weekdays`, `months`, `formats`, `words`, `forms`, `texts`, `phrases`, `fillers`, and if
wanted `alike`, `needless` and `asking` (words that mean the same, that mean nothing, that end a question), `agreeing`
and `refusing` (what people say for yes and no).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from texts.template import Template, parse_template

LANGUAGES = ("vi", "en")
FORMAT_NAMES = ("when", "time", "weekly", "day", "date", "and", "week", "once")
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CatalogueError(Exception):
    """A catalogue file is not what it should be; the message names the file and the place."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of address: the word for the person, for the bot, and how to greet with a given name or without."""

    you: str
    me: str
    greet: str
    nameless: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language. `forms` keeps the file's order: its first is the fallback."""

    language: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    formats: Mapping[str, str]
    words: Mapping[str, str]
    forms: Mapping[str, Form]
    texts: Mapping[str, Template]
    phrases: Mapping[str, tuple[str, ...]]
    fillers: tuple[str, ...]
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needless: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    agreeing: tuple[str, ...] = ()
    refusing: tuple[str, ...] = ()

    def answers(self, *, agreeing: bool) -> tuple[str, ...]:
        """What people say for yes, or for no."""
        return self.agreeing if agreeing else self.refusing


@cache
def load_catalogue(language: str) -> Catalogue:
    """The catalogue of one of LANGUAGES, read once. Raises CatalogueError."""
    path = Path(__file__).with_name(f"{language}.yaml")
    return read_catalogue(language, path.read_text(encoding="utf-8"))


def read_catalogue(language: str, source: str) -> Catalogue:
    """A catalogue from a file's text. Raises CatalogueError."""
    try:
        return _catalogue(language, _mapping(_plain_values(source), "the file"))
    except (ValueError, KeyError, yaml.YAMLError) as error:
        raise CatalogueError(f"texts/{language}.yaml: {_one_line(error)}") from error


def _plain_values(source: str) -> object:
    """What the YAML says. Refuses a key that stands twice in a mapping; libraries silently keep the last."""
    loader = _LOADER(source)
    try:
        node = loader.get_single_node()
        _refuse_repeated_keys(node)
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _refuse_repeated_keys(node: yaml.Node | None) -> None:
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[object] = set()
    for key, value in node.value:
        if key.value in seen:
            raise ValueError(f'line {key.start_mark.line + 1}: "{key.value}" stands there twice')
        seen.add(key.value)
        _refuse_repeated_keys(value)


def _catalogue(language: str, sections: Mapping[str, object]) -> Catalogue:
    unknown = sections.keys() - Catalogue.__dataclass_fields__.keys()
    if unknown:
        raise ValueError(f"there is no section {', '.join(sorted(unknown))}")
    formats = _words(sections, "formats")
    if formats.keys() != set(FORMAT_NAMES):
        raise ValueError(f"formats must hold exactly {', '.join(FORMAT_NAMES)}")
    return Catalogue(
        language=language,
        weekdays=_names(sections, "weekdays", 7),
        months=_names(sections, "months", 12),
        formats=formats,
        words=_words(sections, "words"),
        forms={name: _form(name, form) for name, form in _mapping(sections["forms"], "forms").items()},
        texts=dict(_templates(_mapping(sections["texts"], "texts"), "")),
        phrases=dict(_phrases(_mapping(sections["phrases"], "phrases"))),
        fillers=_list(sections["fillers"], "fillers"),
        alike=dict(_phrases(_mapping(sections.get("alike", {}), "alike"))),
        needless=_list(sections.get("needless", []), "needless"),
        asking=_list(sections.get("asking", []), "asking"),
        agreeing=_list(sections.get("agreeing", []), "agreeing"),
        refusing=_list(sections.get("refusing", []), "refusing"),
    )


def _templates(branch: Mapping[str, object], above: str) -> Iterator[tuple[str, Template]]:
    """Flatten nested keys with dots. A text's closing line break (from `|`) is no part of it."""
    for name, value in branch.items():
        key = f"{above}{name}"
        if not isinstance(value, str):
            yield from _templates(_mapping(value, key), f"{key}.")
            continue
        try:
            yield key, parse_template(value.removesuffix("\n"))
        except ValueError as error:
            raise ValueError(f"{key}: {error}") from None


def _phrases(section: Mapping[str, object]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for intent, phrases in section.items():
        yield intent, _list(phrases, f"phrases.{intent}")


def _form(name: str, form: object) -> Form:
    words = _mapping(form, f"forms.{name}")
    if words.keys() != set(Form.__dataclass_fields__):
        raise ValueError(f"forms.{name} must hold exactly {', '.join(Form.__dataclass_fields__)}")
    return Form(**{key: _text(word, f"forms.{name}.{key}") for key, word in words.items()})


def _names(sections: Mapping[str, object], name: str, count: int) -> tuple[str, ...]:
    names = _list(sections[name], name)
    if len(names) != count:
        raise ValueError(f"{name} must hold {count} names, not {len(names)}")
    return names


def _words(sections: Mapping[str, object], name: str) -> Mapping[str, str]:
    return {key: _text(word, f"{name}.{key}") for key, word in _mapping(sections[name], name).items()}


def _list(value: object, place: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{place} must be a list")
    return tuple(_text(item, place) for item in value)


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{place}: {value!r} is no text; put it in quotes")
    return value


def _mapping(value: object, place: str) -> Mapping[str, object]:
    """The value as a mapping with text keys: YAML reads a bare `no:` or `1:` as something else."""
    if not isinstance(value, dict):
        raise ValueError(f"{place} must be a mapping")
    for key in value:
        _text(key, f"a key in {place}")
    return value


def _one_line(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"the section {error} is missing"
    return " ".join(str(error).split())
