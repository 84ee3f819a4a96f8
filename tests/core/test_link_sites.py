"""All the ways to write one post have one identity, and no two posts have the same, host by host."""

from itertools import combinations
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.links import LinkIdentity, LinkRefusal, RefusalReason, identify

# identity: spellings of one post. Any two identities in here are two posts.
YOUTUBE = {
    "youtube.com/watch?v=a-B_c123456": [
        "https://www.youtube.com/watch?v=a-B_c123456",
        "https://m.youtube.com/watch?v=a-B_c123456&t=90s&list=PL1&index=2&pp=x",
        "https://music.youtube.com/watch?v=a-B_c123456&si=y",
        "https://www.youtube.com/watch?feature=youtu.be&v=a-B_c123456#t=5",
        "https://youtu.be/a-B_c123456?si=XyZ&t=3",
        "youtu.be/a-B_c123456",
        "https://www.youtube.com/shorts/a-B_c123456?feature=share",
        "https://youtube.com/live/a-B_c123456?si=z",
        "https://www.youtube.com/embed/a-B_c123456?start=5",
        "https://www.youtube.com/v/a-B_c123456",
        "https://www.youtube-nocookie.com/embed/a-B_c123456",
        "https://www.youtube.com/redirect?event=video_description&q=https%3A%2F%2Fyoutu.be%2Fa-B_c123456",
    ],
    "youtube.com/watch?v=a-b_c123456": ["https://youtu.be/a-b_c123456"],
    "youtube.com/watch?list=PL1": ["https://www.youtube.com/watch?list=PL1"],
    "youtube.com/playlist?list=PL1": ["https://www.youtube.com/playlist?list=PL1&si=x"],
    "youtube.com/embed/videoseries?list=PL1": ["https://www.youtube.com/embed/videoseries?list=PL1"],
    "youtube.com/embed/live_stream?channel=UC1": ["https://www.youtube.com/embed/live_stream?channel=UC1"],
    "youtube.com/@doanxa": ["https://www.youtube.com/@doanxa?si=x"],
    "youtube.com/post/Ugkx": ["https://www.youtube.com/post/Ugkx?si=x"],
    "youtu.be/a%20b": ["https://youtu.be/a%20b"],
}
TIKTOK = {
    "tiktok.com/video/71": [
        "https://www.tiktok.com/@doan.xa/video/71?is_from_webapp=1&sender_device=pc",
        "https://m.tiktok.com/v/71.html?u_code=1",
        "https://www.tiktok.com/@khac/video/71",
        "https://www.tiktok.com/@doan.xa/photo/71",
        "https://www.tiktok.com/embed/v2/71",
        "https://www.tiktok.com/player/v1/71",
        "tiktok.com/video/71",
    ],
    "tiktok.com/video/72": ["https://www.tiktok.com/@doan.xa/video/72"],
    "tiktok.com/@doan.xa/video/abc": ["https://www.tiktok.com/@doan.xa/video/abc"],
    "tiktok.com/@doan.xa": ["https://www.tiktok.com/@doan.xa?_t=8x&_r=1"],
    "tiktok.com/t/ZTabc": ["https://www.tiktok.com/t/ZTabc/?k=1"],
    "vt.tiktok.com/ZSabc": ["https://vt.tiktok.com/ZSabc/", "https://vt.tiktok.com/ZSabc?k=1"],
    "vt.tiktok.com/ZSABC": ["https://vt.tiktok.com/ZSABC/"],
    "vm.tiktok.com/ZSabc": ["https://vm.tiktok.com/ZSabc/"],
}
X = {
    "x.com/i/status/91": [
        "https://twitter.com/doanxa/status/91?s=20&t=abc",
        "https://mobile.twitter.com/khac/status/91",
        "https://x.com/doanxa/status/91/photo/1",
        "https://x.com/i/web/status/91",
        "https://twitter.com/doanxa/statuses/91",
        "https://www.x.com/i/status/91",
    ],
    "x.com/i/status/92": ["https://x.com/doanxa/status/92"],
    "x.com/doanxa/status/abc": ["https://x.com/doanxa/status/abc"],
    "x.com/doanxa": ["https://twitter.com/doanxa?s=21"],
    "t.co/aBc": ["https://t.co/aBc?amp=1"],
    "t.co?v=aBc": ["https://t.co/?v=aBc"],
    "pic.twitter.com/aBc": ["https://pic.twitter.com/aBc"],
    "nottwitter.com/doanxa/status/91": ["https://nottwitter.com/doanxa/status/91"],
}
INSTAGRAM = {
    "instagram.com/p/C-a_B": [
        "https://www.instagram.com/p/C-a_B/?igsh=MTU%3D&img_index=2",
        "https://www.instagram.com/doanxa/p/C-a_B/",
        "https://www.instagram.com/reel/C-a_B/?utm_source=ig_web_copy_link",
        "https://www.instagram.com/doanxa/reel/C-a_B",
        "https://www.instagram.com/reels/C-a_B/",
        "https://instagram.com/tv/C-a_B",
        "https://instagr.am/p/C-a_B",
        "https://www.instagram.com/p/C-a_B/embed/captioned",
        "https://l.instagram.com/?u=https%3A%2F%2Fwww.instagram.com%2Fp%2FC-a_B%2F&e=AT",
    ],
    "instagram.com/p/C-A_B": ["https://www.instagram.com/p/C-A_B/"],
    "instagram.com/reels/audio/1": ["https://www.instagram.com/reels/audio/1/"],
    "instagram.com/reels/audio/2": ["https://www.instagram.com/reels/audio/2/"],
    "instagram.com/reels/audio": ["https://www.instagram.com/reels/audio/"],
    "instagram.com/share/p/aBc": ["https://www.instagram.com/share/p/aBc?x=1"],
    "instagram.com/stories/doanxa/5": ["https://www.instagram.com/stories/doanxa/5/"],
    "instagram.com/doanxa": ["https://www.instagram.com/doanxa/?hl=vi"],
    "threads.com/t/C-a_B": [
        "https://www.threads.net/@doanxa/post/C-a_B?xmt=x",
        "https://www.threads.com/@doanxa/post/C-a_B",
        "https://threads.net/t/C-a_B",
    ],
    "threads.com/@doanxa": ["https://www.threads.net/@doanxa?xmt=x"],
}
ZALO = {
    "rd.zapps.vn/detail/2487?id=c3eb": [
        "https://rd.zapps.vn/detail/2487?zl3rd=81&id=c3eb&zarsrc=4",
        "https://rd.zapps.vn/detail/2487?id=c3eb&pageId=2487&utm_source=zalo&broadcastId=fce4",
        "https://rd.zapps.vn/detail?id=c3eb&pageId=2487",
    ],
    "rd.zapps.vn/detail/2487?id=c3ec": ["https://rd.zapps.vn/detail/2487?id=c3ec"],
    "rd.zapps.vn/detail/2488?id=c3eb": ["https://rd.zapps.vn/detail/2488?id=c3eb"],
    "rd.zapps.vn/video/2487?id=c3eb": ["https://rd.zapps.vn/video?id=c3eb&pageId=2487"],
    "rd.zapps.vn/detail?id=c3eb": ["https://rd.zapps.vn/detail?id=c3eb"],
    "rd.zapps.vn/detail/2487?id=c3eb&pageId=2488": ["https://rd.zapps.vn/detail/2487?id=c3eb&pageId=2488"],
    "rd.zapps.vn/articles?pageId=2487": ["https://rd.zapps.vn/articles?pageId=2487"],
    "zalo.me/2487": ["https://zalo.me/2487", "http://www.zalo.me/2487/?gidzl=x&zarsrc=1"],
    "zalo.me/2488": ["https://zalo.me/2488"],
    "zalo.me/g/abc": ["https://zalo.me/g/abc"],
    "zalo.me/g/abC": ["https://zalo.me/g/abC"],
    "zalo.me/s/1/bai?id=2": ["https://zalo.me/s/1/bai/?id=2"],
    "zalo.me/s/1/bai?id=3": ["https://zalo.me/s/1/bai/?id=3"],
    "oa.zalo.me/d?id=1": ["https://oa.zalo.me/d?id=1"],
    "oa.zalo.me/d?id=2": ["https://oa.zalo.me/d?id=2"],
}
OTHERS = {
    "vnexpress.net/bai-1.html": [
        "https://vnexpress.net/bai-1.html?utm_source=zalo&fbclid=x&gclid=y#box_comment",
        "http://www.vnexpress.net/bai-1.html",
        "https://www.google.com/url?q=https%3A%2F%2Fvnexpress.net%2Fbai-1.html&sa=D",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fvnexpress.net%2Fbai-1.html%3Ffbclid%3Dx&h=AT",
    ],
    "vnexpress.net/Bai-1.html": ["https://vnexpress.net/Bai-1.html"],
    "quangtri.gov.vn/tin?id=1": ["https://quangtri.gov.vn/tin/?id=1&zarsrc=30"],
    "quangtri.gov.vn/tin?id=2": ["https://quangtri.gov.vn/tin/?id=2"],
    "quangtri.gov.vn/tin?id=1&ref=2": ["https://quangtri.gov.vn/tin/?ref=2&id=1"],
    "quangtri.gov.vn/tin?id=1&si=2": ["https://quangtri.gov.vn/tin/?id=1&si=2"],
    "quangtri.gov.vn#!/tin/1": ["https://quangtri.gov.vn/#!/tin/1"],
    "quangtri.gov.vn#/tin/1": ["https://quangtri.gov.vn/#/tin/1"],
    "bit.ly/aBc": ["https://bit.ly/aBc"],
    "bit.ly/aBC": ["https://bit.ly/aBC"],
    "google.com/search?q=a": ["https://www.google.com/search?q=a"],
}
ALL = YOUTUBE | TIKTOK | X | INSTAGRAM | ZALO | OTHERS


@pytest.mark.parametrize(("identity", "url"), [(identity, url) for identity, urls in ALL.items() for url in urls])
def test_however_a_post_is_written_it_has_one_identity(identity: str, url: str) -> None:
    found = identify(url)
    assert isinstance(found, LinkIdentity)
    assert found.identity == identity
    assert identity.startswith(found.host)
    assert identify(f"https://{identity}") == found


def test_no_two_posts_have_the_same_identity() -> None:
    firsts = {identity: identify(urls[0]) for identity, urls in ALL.items()}
    assert [pair for pair in combinations(firsts, 2) if firsts[pair[0]] == firsts[pair[1]]] == []


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("javascript:alert(1)", RefusalReason.SCHEME),
        ("http://localhost/x", RefusalReason.LOCAL),
        ("http://0x7f.1/", RefusalReason.IP_ADDRESS),
        ("https://facebook.com@evil.vn", RefusalReason.USER_NAME),
        ("https://", RefusalReason.NO_HOST),
        ("//127.1", RefusalReason.IP_ADDRESS),
    ],
)
def test_what_is_refused_is_refused_inside_a_wrapper_too(inside: str, reason: RefusalReason) -> None:
    assert identify(f"https://l.facebook.com/l.php?u={quote(inside, safe='')}") == LinkRefusal(reason)


def test_wrappers_in_wrappers_come_to_an_end() -> None:
    url = "https://a.vn/x"
    for _ in range(6):
        url = f"https://l.facebook.com/l.php?u={quote(url, safe='')}"
    assert identify(url) == identify("https://a.vn/x")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.vn/x", "a.vn/x"),
        ("https://Xã.vn/bai-1", "xã.vn (xn--x-yfa.vn)/bai-1"),
        ("https://xn--x-yfa.vn/bai-1", "xã.vn (xn--x-yfa.vn)/bai-1"),
        ("https://fаcebook.com/a", "fаcebook.com (xn--fcebook-2fg.com)/a"),  # a Cyrillic а
        ("https://xn--a.vn/x", "xn--a.vn/x"),
        ("https://xn--99999999999999.vn/x", "xn--99999999999999.vn/x"),
    ],
)
def test_a_host_with_other_letters_is_shown_in_both_forms(url: str, shown: str) -> None:
    found = identify(url)
    assert isinstance(found, LinkIdentity)
    assert found.shown == shown


SITES = [
    "facebook.com", "m.facebook.com", "l.facebook.com", "fb.watch", "fb.com", "youtube.com", "youtu.be", "tiktok.com",
    "music.youtube.com", "vt.tiktok.com", "twitter.com", "x.com", "instagram.com", "threads.net", "rd.zapps.vn",
    "google.com",
]  # fmt: skip
WORDS = [
    "posts", "permalink", "groups", "story.php", "permalink.php", "photo.php", "photo", "photos", "videos", "reel",
    "reels", "watch", "share", "events", "people", "profile.php", "l.php", "login", "p", "tv", "audio", "status", "web",
    "i",
    "v",
    "embed", "v2", "video", "t", "post", "shorts", "live", "detail", "url", "redirect", "1", "23", "a.b", "%2F",
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
