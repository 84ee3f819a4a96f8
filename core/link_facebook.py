"""Which post on Facebook does an address name, however it is written?

Numbers of photos and of videos belong to one only, and so do the long names that begin with "pfbid"; the number of a
story is read together with the number of its page. Names of pages and groups cannot be told from their numbers
without asking, so a post that is written once with the one and once with the other stays two. Facebook reads such a
name without its dots and capitals, so "Doan.Xa" and "doanxa" are one page.
"""

import re

from core.link_address import Address

TRACKING = frozenset(
    {"ref", "refid", "refsrc", "fref", "hc_ref", "hc_location", "rdid", "share_url", "sfnsn", "extid", "paipv", "eav"}
    | {"wtsid", "_rdr", "_rdc", "notif_id", "notif_t", "locale", "acontext", "idorvanity"}
)
"""What Facebook alone adds to its addresses."""

_NUMBER = re.compile(r"[0-9]+", re.ASCII)
_PAGE_AND_POST = re.compile(r"[0-9]+_[0-9]+", re.ASCII)
_NAME = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9.]+", re.ASCII)
_ALBUM = re.compile(r"[a-z]{1,4}\.[0-9.]+", re.ASCII)
_LONG_NAME = re.compile(r"pfbid[0-9A-Za-z]+", re.ASCII)


def facebook_post(address: Address) -> str | None:
    """The path and parameters that name the post, the photo, the video or the person; None for any other page."""
    segments = address.segments
    match segments:
        case ("groups", group, *rest):
            return _in_group(address, group, rest)
        case ("events", *rest):
            return _at_event(address, rest)
        case ("share", _, *_) | ("stories", _, _):
            return address.path
        case ("story.php" | "permalink.php",):
            return _story(address)
        case ("pg", _, *_):  # how the site for phones once began the address of a page
            segments = segments[1:]
    return _post(segments) or _photo(address, segments) or _video(address, segments) or _others(address)


def _story(address: Address) -> str | None:
    """A story's number says nothing without its page's; its long name does."""
    story, page = address.value("story_fbid"), address.value("id")
    if _LONG_NAME.fullmatch(story):
        return f"/{story}"
    return _numbered(f"/{page}/posts/", story) if _NUMBER.fullmatch(page) else None


def _in_group(address: Address, group: str, rest: list[str]) -> str | None:
    match rest:
        case ["posts" | "permalink", number] | ["posts", _, number] | [number]:
            pass
        case [] if address.value("view") == "permalink":
            number = address.value("id")
        case []:
            number = address.value("multi_permalinks")
        case _:
            return None
    return f"/{number}" if _LONG_NAME.fullmatch(number) else _numbered(f"/groups/{_named(group)}/posts/", number)


def _at_event(address: Address, rest: list[str]) -> str | None:
    """A post in an event's discussion and one evening of many are not the event."""
    post = address.value("post_id")
    match rest:
        case [number] | ["s", _, number] if not post and not address.value("event_time_id"):
            return _numbered("/events/", number)
        case [number] if _NUMBER.fullmatch(number) and post:
            return _numbered(f"/events/{number}/permalink/", post)
    return None


def _post(segments: tuple[str, ...]) -> str | None:
    match segments:
        case (page, "posts", post) | (page, "posts", _, post):
            return f"/{post}" if _LONG_NAME.fullmatch(post) else _numbered(f"/{_named(page)}/posts/", post)
        case (post,) if _LONG_NAME.fullmatch(post):
            return f"/{post}"
        case (post,) if _PAGE_AND_POST.fullmatch(post):
            return "/" + post.replace("_", "/posts/")
    return None


def _photo(address: Address, segments: tuple[str, ...]) -> str | None:
    match segments:
        case ("photo.php" | "photo",) | ("photo", "view_full_size"):
            number = address.value("fbid")
        case ("photos", "viewer"):
            number = address.value("photo")
        case (_, "photos", number) | (_, "photos", _, number):
            pass
        case _:
            return None
    return _numbered("/photo?fbid=", number)


def _video(address: Address, segments: tuple[str, ...]) -> str | None:
    match segments:
        case ("watch" | "video.php" | "photo.php",) | ("watch", "live") | ("video", "video.php"):
            number = address.value("v")
        case ("reel" | "reels", number) | (_, "videos" | "reel" | "reels", number) | (_, "videos", _, number):
            pass
        case _:
            return None
    return _numbered("/watch?v=", number)


def _others(address: Address) -> str | None:
    """A person, or an album of photos."""
    match address.segments:
        case ("profile.php",):
            return _numbered("/profile.php?id=", address.value("id"))
        case ("people", _, number):
            return _numbered("/profile.php?id=", number)
        case ("media", "set") if _ALBUM.fullmatch(address.value("set")):
            return f"/media/set?set={address.value('set')}"
    return None


def _named(page: str) -> str:
    """The name of a page or a group as Facebook compares it."""
    return page.replace(".", "").lower() if _NAME.fullmatch(page) else page


def _numbered(before: str, number: str) -> str | None:
    return before + number if _NUMBER.fullmatch(number) else None
