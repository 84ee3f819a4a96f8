"""On the sites that people paste most: whatever is typed, an identity is its own identity, and nothing stumbles."""

from hypothesis import given
from hypothesis import strategies as st

from core.links import LinkIdentity, LinkRefusal, identify

SITES = [
    "facebook.com", "m.facebook.com", "l.facebook.com", "fb.watch", "fb.com", "youtube.com", "youtu.be", "tiktok.com",
    "music.youtube.com", "vt.tiktok.com", "twitter.com", "x.com", "instagram.com", "threads.net", "rd.zapps.vn",
    "google.com", "business.facebook.com", "t.tiktok.com",
]  # fmt: skip
WORDS = [
    "posts", "permalink", "groups", "story.php", "permalink.php", "photo.php", "photo", "photos", "videos", "reel",
    "reels", "watch", "share", "events", "people", "profile.php", "l.php", "login", "p", "tv", "audio", "status",
    "web",
    "i",
    "v",
    "embed", "v2", "community", "amp", "s", "viewer", "1_2", "events", "pg", "media", "set", "login", "video", "t",
    "post", "shorts", "live", "detail", "url", "redirect", "1", "23", "a.b", "%2F",
    "pfbid0a",
    "@a", "", "..", "a%20b", "72.html",
]  # fmt: skip
NAMES = [
    "story_fbid",
    "id",
    "fbid",
    "v",
    "u",
    "q",
    "next",
    "view",
    "multi_permalinks",
    "post_id",
    "amp;v",
    "lb",
    "redirect_url",
    "pageId",
    "set",
    "si",
    "ref",
    "x",
]
VALUES = [
    "1",
    "23",
    "pfbid0a",
    "permalink",
    "",
    "a.b",
    "https%3A%2F%2Fa.vn%2F1",
    "%2F%2Ffb.com",
    "javascript:1",
    "/login?next=/x",
    "%2F%5Ca.vn",
    "a.5",
    "a+%CC%80",
    "a%26b",
]
queries = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)).map("=".join), max_size=3).map("&".join)
addresses = st.builds(
    lambda site, path, query: f"https://{site}/{'/'.join(path)}?{query}",
    st.sampled_from(SITES),
    st.lists(st.sampled_from(WORDS), max_size=5),
    queries,
)


@given(addresses)
def test_on_the_sites_we_know_an_identity_is_its_own_identity(url: str) -> None:
    found = identify(url)
    if isinstance(found, LinkIdentity):
        assert identify(f"https://{found.identity}") == found
        assert found.identity.startswith(found.host)


@given(st.text(), st.sampled_from(SITES))
def test_nothing_that_is_typed_makes_it_stumble(text: str, site: str) -> None:
    for url in (text, f"https://{site}/{text}", f"https://{site}/l.php?u={text}"):
        found = identify(url)
        assert isinstance(found, LinkRefusal) or found.shown
