"""Which links are in a text, and when are two links the same?

Nothing is ever opened: a link is judged by its spelling. Two spellings have one identity only when the difference
cannot matter; in doubt they stay two, because one identity for two posts would cost somebody a piece of evidence.
"""

import re
from dataclasses import dataclass

from core.hosts import RefusalReason, identify_host, plain_host
from core.link_address import read_address, split_authority
from core.link_sites import spelled_on, wrapped

__all__ = ["LinkIdentity", "LinkRefusal", "RefusalReason", "find_links", "identify"]

LONGEST_LINK = 4000
MOST_LINKS = 50

_INVISIBLE = re.compile("[\t\r\n\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
_SCHEME = re.compile(r"(?:(?:https?:[/\\]*)+|[/\\]{2,}|([a-z][a-z0-9+.-]*:[/\\]{2}|[a-z][a-z0-9+-]*:(?![0-9])))", re.I)

_OWN_MACHINE = re.compile(r"localhost(?::|$)|\[[0-9a-f]*:", re.I)  # without a dot and yet meant as a link
_KNOWN_SITES = (
    "facebook.com fb.com fb.watch fb.me youtube.com youtu.be tiktok.com instagram.com zalo.me threads.net threads.com "
    "twitter.com x.com t.co linkedin.com instagr.am zapps.vn gov.vn"
)
_KNOWN = "|".join(map(re.escape, _KNOWN_SITES.split()))
_STARTS_WORD = r"(?<![\w.@/-])"
_ANY_SITE = r"(?:[\w-]+\.)+(?:vn|com|net|org|info)"
_LINK = re.compile(
    rf"(?:https?://|{_STARTS_WORD}www\.|{_STARTS_WORD}(?:(?:[a-z0-9-]+\.)*(?:{_KNOWN})|{_ANY_SITE})/)"
    '[^\\s\x00-\x1f<>"“”„«»…（）【】《》\u200b\u2060\ufeff\u2190-\u21ff\u2600-\u27bf\U0001f000-\U0001faff]+',
    re.I,
)
_GLUED = re.compile(r"(?<=[^\W_]|[,;|])(?=https?://)", re.I)
_HAS_HOST = re.compile(r"https?://[^/\\?#]|www\.[^./]+\.[^./]|(?!www\.|https?:)[^/]+/.", re.I)
_TRAILING = ".,;:!?'‘’*`|，。、；：！？"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class LinkIdentity:
    """What two spellings of one link have in common.

    `identity` is the address without its scheme; with "https://" before it, it has the same identity again.
    `host` is its host in small letters and punycode.
    """

    identity: str
    host: str

    @property
    def shown(self) -> str:
        """The identity for people: a host with other letters than a to z stands there as it is read and in punycode.

        "xã.vn (xn--x-yfa.vn)/bai-1", so that a host that only looks like another is seen through.
        """
        plain = plain_host(self.host)
        return self.identity if plain == self.host else self.identity.replace(self.host, f"{plain} ({self.host})", 1)


@dataclass(frozen=True, slots=True)
class LinkRefusal:
    """Why a text is not taken as a link."""

    reason: RefusalReason


def identify(url: str) -> LinkIdentity | LinkRefusal:
    """The link's identity, or why it is refused. A missing scheme ("facebook.com/…") is taken as https.

    On the sites that people paste most, all the ways to write one post have one identity; an address that only wraps
    another ("l.facebook.com/l.php?u=…") has that one's. Elsewhere dropped: scheme, "www.", ports 80 and 443, tracking
    parameters, slashes at the end, and the fragment unless it is a route ("#!…", "#/…", "#tin/1"); the other parameters
    are sorted by name. At most 4,000 characters, as given and with every odd character written as %XX.
    """
    if len(url) > LONGEST_LINK:
        return LinkRefusal(RefusalReason.TOO_LONG)
    inside: str | None = url
    found: LinkIdentity | LinkRefusal = LinkRefusal(RefusalReason.NOT_A_LINK)
    while inside is not None:  # ends, as what is inside is shorter each time
        found, inside = _identify(inside)
    return found


def _identify(url: str) -> tuple[LinkIdentity | LinkRefusal, str | None]:
    """The identity of an address, and the address that it only wraps, if so."""
    text = _INVISIBLE.sub("", url).strip()
    scheme = _SCHEME.match(text)
    if scheme is not None and scheme[1]:
        return LinkRefusal(RefusalReason.SCHEME), None
    authority, end = split_authority(text, scheme.end() if scheme else 0)
    if scheme is None and "." not in authority and not _OWN_MACHINE.match(authority):
        return LinkRefusal(RefusalReason.NOT_A_LINK), None
    host = identify_host(authority)
    if isinstance(host, RefusalReason):
        return LinkRefusal(host), None
    address = read_address(text, end)
    identity = spelled_on(host.name, address) if host.port is None else f"{host.name}:{host.port}{address.spelled()}"
    if len(f"https://{identity}") > LONGEST_LINK:
        return LinkRefusal(RefusalReason.TOO_LONG), None
    name = re.split("[:/?#]", identity, maxsplit=1)[0]
    return LinkIdentity(identity, name), wrapped(host.name, address) if host.port is None else None


def find_links(text: str) -> list[str]:
    """The links in a text as they are written, in order, without doubles, the first 50. Linear in the text's length.

    Found are http and https, "www.…", and without either the sites people paste most ("facebook.com/…") and what looks
    like a page of any other ("baoquangtri.vn/tin-1.htm"). Quotes,
    brackets and punctuation around a link are not part of it; links pasted together without a blank are told apart.
    """
    links: dict[str, None] = {}
    for found in _LINK.finditer(text):
        for glued in _GLUED.split(found[0]):
            link = _without_trailing(glued)
            if _HAS_HOST.match(link):
                links[link] = None
            if len(links) == MOST_LINKS:
                return list(links)
    return list(links)


def _without_trailing(link: str) -> str:
    """The link without punctuation at its end, and without closing brackets that it did not open."""
    unopened = {closing: link.count(closing) - link.count(opening) for closing, opening in _BRACKETS.items()}
    end = len(link)
    while end and (link[end - 1] in _TRAILING or unopened.get(link[end - 1], 0) > 0):
        end -= 1
        if link[end] in unopened:
            unopened[link[end]] -= 1
    return link[:end]
