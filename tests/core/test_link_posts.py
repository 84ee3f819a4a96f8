"""Two posts never have one identity, whatever they are and however they are written; one post has one."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

from hypothesis import example, given
from hypothesis import strategies as st

from core.links import LinkIdentity, identify


class Post(NamedTuple):
    """One post somewhere: which sort, and what names it there. Two of these are two posts."""

    sort: str
    names: tuple[str, ...]


NUMBERS = st.from_regex(r"[1-9][0-9]{0,2}", fullmatch=True)
WORDS = st.from_regex(r"[A-Za-z0-9_-]{1,4}", fullmatch=True)
PAGES = st.sampled_from(["doan.xa", "doan_xa", "hoixa", "1000", "1001"])
HOSTS = st.sampled_from(["a.vn", "b.vn", "m.a.vn", "tin.gov.vn", "xã.vn", "xa.vn", "a.vn:8080"])
TEXTS = st.text(st.sampled_from("abA1/.-ệ %&=+"), min_size=1, max_size=5)

# What names a post of each sort, and its spellings. A page's name and its number cannot be told to be one.
SORTS: dict[str, tuple[tuple[st.SearchStrategy[str], ...], Callable[..., list[str]]]] = {
    "facebook post": (
        (PAGES, NUMBERS),
        lambda page, n: [
            f"www.facebook.com/{page}/posts/{n}",
            f"m.facebook.com/{page}/posts/ngay-hoi/{n}",
            f"m.facebook.com/{page.title() if '.' in page else page}/posts/{n}",
            f"business.facebook.com/pg/{page}/posts/{n}",
            *([f"www.facebook.com/{page}_{n}"] if page.isdigit() else []),
            *([f"mbasic.facebook.com/story.php?story_fbid={n}&id={page}"] if page.isdigit() else []),
            *([f"web.facebook.com/permalink.php?id={page}&story_fbid={n}"] if page.isdigit() else []),
        ],
    ),
    "facebook long name": (
        (st.from_regex(r"pfbid[0-9A-Za-z]{1,4}", fullmatch=True),),
        lambda name: [
            f"www.facebook.com/doan.xa/posts/{name}",
            f"m.facebook.com/story.php?story_fbid={name}&id=1000",
            f"mbasic.facebook.com/groups/55/posts/{name}",
        ],
    ),
    "facebook group": (
        (PAGES, NUMBERS),
        lambda group, n: [
            f"www.facebook.com/groups/{group}/posts/{n}",
            f"web.facebook.com/groups/{group}/permalink/{n}",
            f"m.facebook.com/groups/{group}?view=permalink&id={n}",
            f"m.facebook.com/groups/{group}/{n}",
            f"www.facebook.com/groups/{group}?multi_permalinks={n}",
        ],
    ),
    "facebook photo": (
        (NUMBERS,),
        lambda n: [
            f"m.facebook.com/photo.php?fbid={n}&set=a.5",
            f"www.facebook.com/photo?fbid={n}",
            f"www.facebook.com/doan.xa/photos/a.5/{n}",
        ],
    ),
    "facebook video": (
        (NUMBERS,),
        lambda n: [f"www.facebook.com/watch?v={n}", f"m.facebook.com/doan.xa/videos/{n}", f"facebook.com/reel/{n}"],
    ),
    "facebook event": (
        (NUMBERS, NUMBERS),
        lambda event, n: [
            f"www.facebook.com/events/{event}/permalink/{n}",
            f"m.facebook.com/events/{event}?post_id={n}&view=permalink",
        ],
    ),
    "facebook short": (
        (st.sampled_from(["p", "v", "r"]), WORDS),
        lambda kind, name: [f"www.facebook.com/share/{kind}/{name}", f"facebook.com/share/{kind}/{name}"],
    ),
    "fb.watch": ((WORDS,), lambda name: [f"fb.watch/{name}"]),
    "youtube": (
        (WORDS,),
        lambda v: [
            f"www.youtube.com/watch?v={v}",
            f"youtu.be/{v}",
            f"m.youtube.com/shorts/{v}",
            f"youtube.com/live/{v}",
            f"www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3D{v}",
        ],
    ),
    "tiktok": ((NUMBERS,), lambda n: [f"www.tiktok.com/@doan.xa/video/{n}", f"m.tiktok.com/v/{n}.html"]),
    "tiktok short": ((WORDS,), lambda name: [f"vt.tiktok.com/{name}"]),
    "x": ((NUMBERS,), lambda n: [f"twitter.com/doanxa/status/{n}", f"x.com/i/web/status/{n}"]),
    "instagram": ((WORDS,), lambda w: [f"www.instagram.com/p/{w}", f"instagram.com/doanxa/reel/{w}"]),
    "zalo article": (
        (NUMBERS, st.from_regex(r"[0-9a-f]{1,4}", fullmatch=True)),
        lambda page, a: [f"rd.zapps.vn/detail/{page}?id={a}", f"rd.zapps.vn/detail?id={a}&pageId={page}"],
    ),
    "zalo page": ((WORDS,), lambda name: [f"zalo.me/{name}", f"www.zalo.me/{name}"]),
    "ordinary": (
        (HOSTS, TEXTS, TEXTS),
        lambda host, path, value: [
            f"{host}/x{quote(path, safe='')}?id={quote(value, safe='')}",
            f"www.{host}/x{quote(path, safe='')}?id={quote(value, safe='')}",
        ],
    ),
}
FRILLS = ["utm_source=zalo", "fbclid=IwAR", "gclid=x", "utm_campaign=a%20b"]


def _posts() -> st.SearchStrategy[Post]:
    kinds = [st.tuples(st.just(sort), st.tuples(*names)) for sort, (names, _) in SORTS.items()]
    return st.one_of(kinds).map(lambda drawn: Post(*drawn))


@st.composite
def spellings(draw: st.DrawFn, post: Post) -> str:
    """One of the ways in which people paste this post: with frills, in a wrapper, with another scheme."""
    address = draw(st.sampled_from(SORTS[post.sort][1](*post.names)))
    frills = draw(st.lists(st.sampled_from(FRILLS), max_size=2))
    path, _, query = address.partition("?")
    slash = "/" if draw(st.booleans()) else ""
    query = "&".join([*([query] if query else []), *frills])
    whole = f"{path}{slash}" + (f"?{query}" if query else "") + draw(st.sampled_from(["", "#comments", "#"]))
    url = draw(st.sampled_from(["https://", "http://", "HTTPS://"])) + whole
    if draw(st.booleans()):
        url = f"https://{draw(st.sampled_from(['l', 'lm']))}.facebook.com/l.php?u={quote(url, safe='')}&h=AT0"
    return url


@st.composite
def written_twice(draw: st.DrawFn) -> tuple[Post, str, Post, str]:
    """Two posts, often alike, each written somehow."""
    one = draw(_posts())
    same_sort = st.tuples(*SORTS[one.sort][0]).map(lambda names: Post(one.sort, names))
    other = draw(st.one_of(st.just(one), same_sort, _posts()))
    return one, draw(spellings(one)), other, draw(spellings(other))


ALIKE = [
    (Post("facebook photo", ("7",)), Post("facebook video", ("7",)), "facebook.com/photo?fbid=7",
     "facebook.com/reel/7"),
    (Post("facebook post", ("1000", "7")), Post("facebook group", ("1000", "7")), "facebook.com/1000/posts/7",
     "facebook.com/groups/1000/posts/7"),
    (Post("youtube", ("a",)), Post("youtube", ("A",)), "youtu.be/a", "youtube.com/live/A"),
]  # fmt: skip


@example((ALIKE[0][0], ALIKE[0][2], ALIKE[0][1], ALIKE[0][3]))
@example((ALIKE[1][0], ALIKE[1][2], ALIKE[1][1], ALIKE[1][3]))
@example((ALIKE[2][0], ALIKE[2][2], ALIKE[2][1], ALIKE[2][3]))
@given(written_twice())
def test_two_posts_have_two_identities_and_one_post_has_one(pair: tuple[Post, str, Post, str]) -> None:
    one, written, other, written_otherwise = pair
    first, second = identify(written), identify(written_otherwise)
    assert isinstance(first, LinkIdentity) and isinstance(second, LinkIdentity)
    assert (first == second) is (one == other), (written, written_otherwise)
