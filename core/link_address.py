"""How is a web address taken apart, and how is each part spelled in one way only?"""

import re
from collections.abc import Container
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote, unquote

_PARTS = re.compile(r"([^/\\?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.S)
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/?-]")
_ESCAPED_LETTER = re.compile("%(?:[46][1-9A-F]|[57][0-9A])", re.I)
_ESCAPED_UNICODE = re.compile("(?:%[89A-F][0-9A-F])+", re.I)
_LETTER_WITH_MARKS = re.compile("[A-Za-z]?[^\x00-\x7f]+")
_HTML_AMPERSAND = re.compile("^(?:amp;)+")
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
    parameters = tuple(Parameter(unquote(_name(each)), each) for each in map(_parameter, query.split("&")) if each)
    return Address(_segments(path), parameters, _route(_spell(fragment)))


def _parameter(written: str) -> str:
    """A blank is written + or %20; what is copied out of a page's source has "&amp;" between its parameters."""
    return _HTML_AMPERSAND.sub("", _spell(written)).replace("+", "%20")


def _route(fragment: str) -> str:
    """A fragment that names a page of its own ("#!/tin/1", "#tin/1") and not only a place in one, with its #."""
    names_a_page = fragment.startswith("!") or ("/" in fragment and ":~:" not in fragment)
    return f"#{fragment}" if names_a_page else ""


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
    """One spelling of a part: %XX only where it is needed, then in capitals; letters and their marks in one sign."""
    plain = _ESCAPED_LETTER.sub(lambda letter: chr(int(letter[0][1:], 16)), part)
    plain = _ESCAPED_UNICODE.sub(_unescape, plain)
    return _ESCAPE.sub(_spell_escape, _LETTER_WITH_MARKS.sub(lambda found: normalize("NFC", found[0]), plain))


def _unescape(escaped: re.Match[str]) -> str:
    """What the bytes mean, or the same %XX where they mean nothing."""
    try:
        return unquote(escaped[0], errors="strict")
    except UnicodeError:
        return escaped[0]


def _spell_escape(escape: re.Match[str]) -> str:
    if len(escape[0]) == 1:
        return quote(escape[0], safe="")
    character = chr(int(escape[0][1:], 16))
    return character if _NO_DELIMITERS.fullmatch(character) else escape[0].upper()
