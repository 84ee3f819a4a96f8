"""How is a web address taken apart, and how is each part spelled in one way only?"""

import re
from collections.abc import Container
from typing import NamedTuple
from urllib.parse import quote, unquote

_PARTS = re.compile(r"([^/\\?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.S)
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/?-]")
_NO_DELIMITERS = re.compile(r"[A-Za-z0-9._~:@-]")  # mean the same with and without %
_TRACKING = re.compile(
    r"utm_.*|__cft__.*|__tn__|__xts__.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad_source|gad_campaignid|msclkid|yclid"
    r"|ttclid|twclid|li_fat_id|zarsrc|zl3rd|gidzl|igsh|igshid|mibextid|mc_cid|mc_eid|_ga|_gl|_hsenc|_hsmi|mkt_tok"
    r"|srsltid|ref_src|ref_url",
    re.I | re.S,
)


class Parameter(NamedTuple):
    """One parameter of a query. `name` is decoded, `spelled` the whole as it is written."""

    name: str
    spelled: str

    @property
    def value(self) -> str:
        """What stands behind the "=", decoded; "" without one."""
        return unquote(self.spelled.partition("=")[2])


class Address(NamedTuple):
    """What follows the host. `segments` of the path, without "." and "..", and without empty ones at the end."""

    segments: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    fragment: str

    def value(self, name: str) -> str:
        """The value of the first parameter with this name; "" without one."""
        return next((each.value for each in self.parameters if each.name == name), "")

    def spelled(self, tracking: Container[str] = ()) -> str:
        """The one spelling: parameters by name, without those for tracking (everybody's, and these)."""
        kept = [each for each in self.parameters if not _TRACKING.fullmatch(each.name) and each.name not in tracking]
        ordered = sorted((each.spelled for each in kept), key=_name)
        return self.path + (f"?{'&'.join(ordered)}" if ordered else "") + self.fragment

    @property
    def path(self) -> str:
        """The path, with a slash before each segment; "" for the host itself."""
        return "".join(f"/{segment}" for segment in self.segments)


def split_authority(text: str, start: int) -> tuple[str, int]:
    """The part of an address that names its host, from `start` on, and where that ends."""
    parts = _PARTS.match(text, start)
    assert parts is not None, "every text has these parts, empty ones too"
    return parts[1], parts.end(1)


def read_address(text: str, start: int) -> Address:
    """What follows the host, which ends at `start`."""
    parts = _PARTS.fullmatch(text, start)
    assert parts is not None, "every text has these parts, empty ones too"
    _, path, query, fragment = parts.groups(default="")
    parameters = [_spell(parameter) for parameter in query.split("&") if parameter]
    route = f"#{_spell(fragment)}" if fragment.startswith(("!", "/")) else ""
    return Address(_segments(path), tuple(Parameter(unquote(_name(each)), each) for each in parameters), route)


def _segments(path: str) -> tuple[str, ...]:
    kept: list[str] = []
    for segment in _spell(path.replace("\\", "/")).split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _name(parameter: str) -> str:
    return parameter.partition("=")[0]


def _spell(part: str) -> str:
    """One spelling of a part: %XX only where it is needed, then in capitals."""
    return _ESCAPE.sub(_spell_escape, part)


def _spell_escape(escape: re.Match[str]) -> str:
    if len(escape[0]) == 1:
        return quote(escape[0], safe="")
    character = chr(int(escape[0][1:], 16))
    return character if _NO_DELIMITERS.fullmatch(character) else escape[0].upper()
