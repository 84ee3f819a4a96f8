"""Which host does a web address name, and is it one that everybody can reach?

Nothing is looked up: a host is judged by its name alone.
"""

import re
from enum import StrEnum
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote


class RefusalReason(StrEnum):
    """Why a text is not taken as a link."""

    SCHEME = "scheme"  # neither http nor https
    NO_HOST = "no_host"
    LOCAL = "local"  # a name that is known inside one network only
    IP_ADDRESS = "ip_address"  # a number instead of a name, however it is written
    USER_NAME = "user_name"  # a user name before the host, which makes a link look like another
    TOO_LONG = "too_long"
    NOT_A_LINK = "not_a_link"


class Host(NamedTuple):
    """A host's one spelling (small letters, punycode, no "www.") and its port unless that is 80 or 443."""

    name: str
    port: int | None


_LONGEST_HOST = 253
_LABEL = re.compile(r"[a-z0-9_-]{1,63}", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_PORT = re.compile(r"[0-9]{1,6}", re.ASCII)
_LOCAL = ("localhost", "local", "localdomain", "internal", "intranet", "private", "lan", "home", "corp", "home.arpa")
_USUAL_PORTS = (80, 443)
_SAME_SITE = {
    "facebook.com": re.compile(r"www|m|mbasic|web|touch|mobile|free|[a-z]{2}-[a-z]{2}", re.ASCII),
    "youtube.com": re.compile("www|m|gaming"),
    "tiktok.com": re.compile("www|m"),
    "x.com": re.compile("www|mobile|m"),
    "instagram.com": re.compile("www|m"),
    "threads.com": re.compile("www"),
}
_OTHER_NAMES = {
    "fb.com": "facebook.com",
    "twitter.com": "x.com",
    "youtube-nocookie.com": "youtube.com",
    "instagr.am": "instagram.com",
    "threads.net": "threads.com",
}


def identify_host(authority: str) -> Host | RefusalReason:
    """The host in the part of an address before its path ("www.Facebook.com:443"), or why it is refused."""
    if "@" in authority:
        return RefusalReason.USER_NAME
    if authority.startswith("["):
        return RefusalReason.IP_ADDRESS
    spelled, _, port = authority.partition(":")
    if port and (not _PORT.fullmatch(port) or int(port) > 0xFFFF):
        return RefusalReason.NOT_A_LINK
    name = _ascii_name(spelled)
    if name is None:
        return RefusalReason.NOT_A_LINK
    reason = _refusal(name)
    if reason is not None:
        return reason
    kept_port = int(port) if port and int(port) not in _USUAL_PORTS else None
    return Host(_without_prefix(name), kept_port)


def _ascii_name(spelled: str) -> str | None:
    """The name in small ASCII letters without the root's dot ("" for no name), or None when it cannot be one.

    ß keeps its own punycode, as in today's browsers: "faß.de" and "fass.de" are two hosts.
    """
    if len(spelled) > _LONGEST_HOST * 3:
        return None
    try:
        plain = unquote(spelled, errors="strict")
        plain = normalize("NFKC", normalize("NFKC", plain).lower()).replace("。", ".").removesuffix(".")
        labels = [
            label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in plain.split(".")
        ]
    except UnicodeError:
        return None
    name = ".".join(labels)
    valid = len(name) <= _LONGEST_HOST and all(map(_LABEL.fullmatch, labels))
    return name if valid or not name else None


def _refusal(name: str) -> RefusalReason | None:
    if not name:
        return RefusalReason.NO_HOST
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return RefusalReason.IP_ADDRESS
    if "." not in name or any(name.endswith(f".{local}") for local in _LOCAL):
        return RefusalReason.LOCAL
    return None


def plain_host(name: str) -> str:
    """A host as people read it: with its own letters instead of punycode; the same where there are none."""
    return ".".join(map(_plain_label, name.split(".")))


def _plain_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        plain = label.removeprefix("xn--").encode().decode("punycode")
    except (UnicodeError, OverflowError):
        return label
    # Only what would be written as this very label again, and nothing that cannot be seen.
    return plain if _ascii_name(plain) == label and plain.isprintable() else label


def _without_prefix(name: str) -> str:
    """Without "www.", and for the sites we know well by their one name, without prefixes for the same pages."""
    for site, prefix in _SAME_SITE.items():
        for spelling in (site, *(other for other, home in _OTHER_NAMES.items() if home == site)):
            before = name.removesuffix(spelling).rstrip(".")
            if name == spelling or (name == f"{before}.{spelling}" and all(map(prefix.fullmatch, before.split(".")))):
                return site
    while name.startswith("www.") and name.count(".") > 1:
        name = name.removeprefix("www.")
    return name
