"""What is a template made of? Plain text and `{placeholders}`, read once when the catalogue is loaded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

FORMATS = frozenset({"when", "time", "weekly", "day", "date", "list", "period"})
_PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)(?::([^{}:]+))?\}")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`{name}` or `{name:format}`. A format with a bar, `item|items`, has the words for one and for more."""

    name: str
    format: str | None = None
    plain_name: str = field(init=False, compare=False)
    """The value's name: `unit` also for `{Unit}`, which asks for a capital letter."""
    capital: bool = field(init=False, compare=False)
    """Whether the value is to begin with a capital letter."""
    plural: tuple[str, str] | None = field(init=False, compare=False)
    """The word for one and the word for any other number; None when the format is no plural."""

    def __post_init__(self) -> None:
        set_ = partial(object.__setattr__, self)  # found out once, because every sentence asks
        set_("plain_name", self.name[0].lower() + self.name[1:])
        set_("capital", self.name[0].isupper())
        one, bar, more = (self.format or "").partition("|")
        set_("plural", (one, more) if bar else None)


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with places to fill; `parts` in reading order."""

    source: str
    parts: tuple[str | Placeholder, ...]

    @property
    def names(self) -> frozenset[str]:
        """Names of the values that the template needs."""
        return frozenset(part.plain_name for part in self.parts if isinstance(part, Placeholder))


def parse_template(source: str) -> Template:
    """Read a template. Raises ValueError for a lonely brace or a format that does not exist."""
    return Template(source, tuple(_parts(source)))


def _parts(source: str) -> Iterator[str | Placeholder]:
    position = 0
    for found in _PLACEHOLDER.finditer(source):
        if found.start() > position:
            yield _text(source[position : found.start()])
        yield _placeholder(found)
        position = found.end()
    if position < len(source):
        yield _text(source[position:])


def _text(text: str) -> str:
    if "{" in text or "}" in text:
        raise ValueError(f'a placeholder is written {{name}} or {{name:format}}; see "{text.strip()[:60]}"')
    return text


def _placeholder(found: re.Match[str]) -> Placeholder:
    placeholder = Placeholder(found[1], found[2])
    known = placeholder.format is None or placeholder.format in FORMATS or placeholder.plural is not None
    if not known:
        raise ValueError(f"{found[0]} has no known format; known are {', '.join(sorted(FORMATS))} and one|more")
    return placeholder
