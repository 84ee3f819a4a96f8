"""Which post on Facebook does an address name, however it is written?

Numbers of photos and of videos belong to one only, and so do the long names that begin with "pfbid"; the number of a
story is read together with the number of its page. Names of pages and groups cannot be told from their numbers
without asking, so a post that is written once with the one and once with the other stays two.
"""

import re

from core.link_address import Address

TRACKING = frozenset(
    {"ref", "refid", "refsrc", "fref", "hc_ref", "hc_location", "rdid", "share_url", "sfnsn", "extid", "paipv", "eav"}
    | {"wtsid", "_rdr", "_rdc", "notif_id", "notif_t", "locale", "acontext", "idorvanity"}
)
"""What Facebook alone adds to its addresses."""

_NUMBER = re.compile(r"[0-9]+", re.ASCII)
_LONG_NAME = re.compile(r"pfbid[0-9A-Za-z]+", re.ASCII)


def facebook_post(address: Address) -> str | None:
    """The path and parameters that name the post, the photo, the video or the person; None for any other page."""
    match address.segments:
        case ("groups", group, *rest):
            found = _in_group(address, group, rest)
        case ("story.php" | "permalink.php",):
            found = _story(address)
        case ("share", _, *_):
            found = address.path
        case ("events", number):
            found = _numbered("/events/", number)
        case _:
            found = _post(address.segments) or _photo(address) or _video(address) or _person(address)
    return found


def _story(address: Address) -> str | None:
    """A story's number says nothing without its page's; its long name does."""
    story, page = address.value("story_fbid"), address.value("id")
    if _LONG_NAME.fullmatch(story):
        return f"/{story}"
    return _numbered(f"/{page}/posts/", story) if _NUMBER.fullmatch(page) else None


def _in_group(address: Address, group: str, rest: list[str]) -> str | None:
    match rest:
        case ["posts" | "permalink", number] | ["posts", _, number]:
            pass
        case [] if address.value("view") == "permalink":
            number = address.value("id")
        case []:
            number = address.value("multi_permalinks")
        case _:
            return None
    return f"/{number}" if _LONG_NAME.fullmatch(number) else _numbered(f"/groups/{group}/posts/", number)


def _post(segments: tuple[str, ...]) -> str | None:
    match segments:
        case (page, "posts", post) | (page, "posts", _, post):
            return f"/{post}" if _LONG_NAME.fullmatch(post) else _numbered(f"/{page}/posts/", post)
        case (post,) if _LONG_NAME.fullmatch(post):
            return f"/{post}"
    return None


def _photo(address: Address) -> str | None:
    match address.segments:
        case ("photo.php" | "photo",):
            return _numbered("/photo?fbid=", address.value("fbid"))
        case (_, "photos", number) | (_, "photos", _, number):
            return _numbered("/photo?fbid=", number)
    return None


def _video(address: Address) -> str | None:
    match address.segments:
        case ("watch" | "video.php",) | ("watch", "live"):
            return _numbered("/watch?v=", address.value("v"))
        case ("reel" | "reels", number) | (_, "videos" | "reel" | "reels", number) | (_, "videos", _, number):
            return _numbered("/watch?v=", number)
    return None


def _person(address: Address) -> str | None:
    match address.segments:
        case ("profile.php",):
            return _numbered("/profile.php?id=", address.value("id"))
        case ("people", _, number):
            return _numbered("/profile.php?id=", number)
    return None


def _numbered(before: str, number: str) -> str | None:
    return before + number if _NUMBER.fullmatch(number) else None
