"""Which post does an address name on the sites that people paste most, and which addresses only wrap another one?"""

import re
from collections.abc import Callable, Set
from typing import NamedTuple

from core import link_facebook
from core.link_address import Address

_WORD = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_NUMBER = re.compile(r"[0-9]+", re.ASCII)
_HEX = re.compile(r"[0-9A-Za-z]+", re.ASCII)
_ABSOLUTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.I)

_WRAPPERS = {
    ("l.facebook.com", "/l.php"): ("u",),
    ("lm.facebook.com", "/l.php"): ("u",),
    ("facebook.com", "/l.php"): ("u",),
    ("facebook.com", "/flx/warn"): ("u",),
    ("facebook.com", "/plugins/post.php"): ("href",),
    ("facebook.com", "/plugins/video.php"): ("href",),
    ("l.messenger.com", "/l.php"): ("u",),
    ("l.instagram.com", ""): ("u",),
    ("l.threads.com", ""): ("u",),
    ("l.threads.net", ""): ("u",),
    ("youtube.com", "/redirect"): ("q",),
    ("google.com", "/url"): ("q", "url"),
    ("google.com.vn", "/url"): ("q", "url"),
}
_WRAPPERS_ON_THE_SAME_SITE = {
    ("facebook.com", "/login"): "next",
    ("facebook.com", "/login.php"): "next",
    ("facebook.com", "/login/web"): "next",
    ("facebook.com", "/login/device-based/regular/login"): "next",
    ("instagram.com", "/accounts/login"): "next",
    ("tiktok.com", "/login"): "redirect_url",
    ("youtube.com", "/attribution_link"): "u",
}
"""These may leave out the host, as what they lead to is on their own."""


class _Site(NamedTuple):
    """What is known of one host: what names a post there, and which parameters it adds for tracking."""

    post: Callable[[Address], str | None]
    tracking: Set[str] = frozenset()


def wrapped(host: str, address: Address) -> str | None:
    """The address inside one that only leads there ("l.facebook.com/l.php?u=…"), decoded; None for any other."""
    on_the_same_site = _WRAPPERS_ON_THE_SAME_SITE.get((host, address.path))
    names = (on_the_same_site,) if on_the_same_site else _WRAPPERS.get((host, address.path), ())
    inside = next(filter(None, map(address.value, names)), "")
    if _ABSOLUTE.match(inside):
        return inside
    if on_the_same_site and inside.startswith("/"):
        return host + inside
    match address.segments:
        case ("amp", "s", site, *rest) if host == "google.com" and "." in site:
            return "/".join((site, *rest)) + address.spelled().removeprefix(address.path)
    return None


def spelled_on(host: str, address: Address) -> str:
    """The one spelling of an address on this host, with the host."""
    site = _SITES.get(host)
    if site is None:
        return host + address.spelled()
    post = site.post(address)
    return (_HOMES.get(host, host) + post) if post else host + address.spelled(site.tracking)


def _youtube(address: Address) -> str | None:
    match address.segments:
        case () | ("watch" | "watch_popup",):
            video = address.value("v")
        case ("shorts" | "live" | "embed" | "v" | "e" | "watch", video) if video not in _YOUTUBE_PAGES:
            pass
        case ("post", post) if _WORD.fullmatch(post):
            return f"/post/{post}"
        case (_, "community") | (_, _, "community") if _WORD.fullmatch(address.value("lb")):
            return f"/post/{address.value('lb')}"
        case _:
            return None
    return f"/watch?v={video}" if _WORD.fullmatch(video) else None


def _youtu_be(address: Address) -> str | None:
    match address.segments:
        case (video,) if _WORD.fullmatch(video) and video not in _YOUTUBE_PAGES:
            return f"/watch?v={video}"
    return _youtube(address)


def _tiktok(address: Address) -> str | None:
    match address.segments:
        case ("v" | "embed", name) | ("embed", "v2" | "v3", name) | ("player", "v1", name):
            number = name.removesuffix(".html")
        case (user, "video" | "photo", number) if user.startswith("@"):
            pass
        case ("video", number) | ("share", "video", number) | ("i18n", "share", "video", number):
            pass
        case ("t", _):
            return address.path
        case _:
            return None
    return f"/video/{number}" if _NUMBER.fullmatch(number) else None


def _x(address: Address) -> str | None:
    match address.segments:
        case (_, "status" | "statuses", number, *_) | ("i", "web", "status", number, *_) | ("statuses", number):
            return f"/i/status/{number}" if _NUMBER.fullmatch(number) else None
    return None


def _instagram(address: Address) -> str | None:
    match address.segments:
        case ("share", _, *_):
            return address.path
        case ("p" | "reel" | "tv", post, *_) | (_, "p" | "reel" | "tv", post, *_) if _WORD.fullmatch(post):
            return f"/p/{post}"
        case ("reels", post) if _WORD.fullmatch(post) and post != "audio":
            return f"/p/{post}"
    return None


def _threads(address: Address) -> str | None:
    match address.segments:
        case ("t", post) | (_, "post", post, *_) if _WORD.fullmatch(post):
            return f"/t/{post}"
    return None


def _zalo_article(address: Address) -> str | None:
    """An article or a video of an Official Account: the account stands in the path or in `pageId`."""
    article, page = address.value("id"), address.value("pageId")
    match address.segments:
        case ("detail" | "video" as kind, account):
            pass
        case ("detail" | "video" as kind,):
            account = page
        case _:
            return None
    known = _HEX.fullmatch(article) and _NUMBER.fullmatch(account) and page in ("", account)
    return f"/{kind}/{account}?id={article}" if known else None


def _opaque(address: Address) -> str | None:
    """A short link: nobody knows what it leads to without opening it, so it is only itself."""
    return address.path or None


_HOMES = {
    "business.facebook.com": "facebook.com",
    "music.youtube.com": "youtube.com",
    "t.tiktok.com": "tiktok.com",
    "youtu.be": "youtube.com",
}
"""Posts there are posts here, although not every page is."""

_YOUTUBE_PAGES = frozenset({"playlist", "watch", "videoseries", "live_stream", "redirect"})
_OPAQUE = _Site(_opaque)
_YOUTUBE_TRACKING = frozenset({"si", "feature", "ab_channel", "pp", "app"})
_TIKTOK_TRACKING = frozenset({"_r", "_t", "is_from_webapp", "is_copy_url", "sender_device", "sender_web_id"})
_SITES = {
    "facebook.com": _Site(link_facebook.facebook_post, link_facebook.TRACKING),
    "business.facebook.com": _Site(link_facebook.facebook_post, link_facebook.TRACKING),
    "fb.watch": _OPAQUE,
    "fb.me": _OPAQUE,
    "youtube.com": _Site(_youtube, _YOUTUBE_TRACKING),
    "music.youtube.com": _Site(_youtube, _YOUTUBE_TRACKING),
    "youtu.be": _Site(_youtu_be, _YOUTUBE_TRACKING),
    "tiktok.com": _Site(_tiktok, _TIKTOK_TRACKING),
    "t.tiktok.com": _Site(_tiktok, _TIKTOK_TRACKING),
    "lite.tiktok.com": _OPAQUE,
    "vt.tiktok.com": _OPAQUE,
    "vm.tiktok.com": _OPAQUE,
    "x.com": _Site(_x, frozenset({"s", "t"})),
    "t.co": _OPAQUE,
    "instagram.com": _Site(_instagram, frozenset({"hl"})),
    "threads.com": _Site(_threads, frozenset({"xmt", "slof"})),
    "rd.zapps.vn": _Site(_zalo_article),
}
