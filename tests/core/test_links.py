"""When two spellings are one link, and which links are refused."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.links import LONGEST_LINK, LinkIdentity, LinkRefusal, RefusalReason, identify

SAME = [
    # scheme, capitals of the host, "www."
    ("https://vnexpress.net/bai-1.html", "vnexpress.net/bai-1.html"),
    ("http://vnexpress.net/bai-1.html", "vnexpress.net/bai-1.html"),
    ("HTTPS://WWW.VnExpress.NET/bai-1.html", "vnexpress.net/bai-1.html"),
    ("https://VnExpress.net/Bai-1.html", "vnexpress.net/Bai-1.html"),
    ("https://www.www.vnexpress.net/", "vnexpress.net"),
    ("https://www.com/a", "www.com/a"),
    ("https://m.vnexpress.net/a", "m.vnexpress.net/a"),
    # no scheme, or one written badly
    ("www.vnexpress.net/a", "vnexpress.net/a"),
    ("facebook.com/xa.an.phu", "facebook.com/xa.an.phu"),
    ("//facebook.com/a", "facebook.com/a"),
    ("https:/facebook.com/a", "facebook.com/a"),
    ("https:\\\\facebook.com\\a", "facebook.com/a"),
    ("https://https://facebook.com/a", "facebook.com/a"),
    (" https://facebook.com/a\n", "facebook.com/a"),
    ("https://face\u200bbook.com/a\ufeff", "facebook.com/a"),
    ("facebook.com:8443/a", "facebook.com:8443/a"),
    # Facebook's hosts
    ("https://m.facebook.com/a/posts/1", "facebook.com/a/posts/1"),
    ("https://mbasic.facebook.com/a/posts/1", "facebook.com/a/posts/1"),
    ("https://web.facebook.com/a/posts/1/", "facebook.com/a/posts/1"),
    ("https://www.facebook.com/a/posts/1", "facebook.com/a/posts/1"),
    ("https://www.m.facebook.com/a", "facebook.com/a"),
    ("https://www.business.facebook.com/a", "business.facebook.com/a"),
    ("https://m.facebook.com.evil.vn/a", "m.facebook.com.evil.vn/a"),
    # parameters: tracking goes, all others stay, sorted
    (
        "https://m.facebook.com/story.php?story_fbid=12&mibextid=Nif5oz&ref=share",
        "facebook.com/story.php?story_fbid=12",
    ),
    ("https://www.facebook.com/a/posts/1?__cft__%5B0%5D=AZX&__xts__[0]=6", "facebook.com/a/posts/1"),
    ("https://www.facebook.com/watch/?v=123&FBCLID=x", "facebook.com/watch?v=123"),
    ("https://a.vn/?utm_source=x&gclid=y&igsh=z&zarsrc=1", "a.vn"),
    ("https://a.vn/?%75tm_source=x", "a.vn"),
    ("https://a.vn/?b=2&a=1&&b=1&", "a.vn?a=1&b=2&b=1"),
    ("https://a.vn/?v", "a.vn?v"),
    ("https://a.vn/?", "a.vn"),
    ("https://a.vn/?signature=1&reference=2&size=3", "a.vn?reference=2&signature=1&size=3"),
    ("https://a.vn?q=https://b.vn/?c", "a.vn?q=https://b.vn/?c"),
    # ports, slashes, dots, fragments
    ("http://a.vn:80/x", "a.vn/x"),
    ("https://a.vn:443/x", "a.vn/x"),
    ("http://a.vn:0443/x", "a.vn/x"),
    ("https://a.vn:8080/x", "a.vn:8080/x"),
    ("https://a.vn:/x", "a.vn/x"),
    ("https://a.vn./x//", "a.vn/x"),
    ("https://a.vn//x", "a.vn//x"),
    ("https://a.vn/b/../c/./d/..", "a.vn/c"),
    ("https://a.vn/%2e%2E/../c", "a.vn/c"),
    ("https://a.vn/x#binh-luan", "a.vn/x"),
    ("https://a.vn/x#", "a.vn/x"),
    ("https://a.vn/#!/bai/1", "a.vn#!/bai/1"),
    ("https://a.vn/#/bai/2", "a.vn#/bai/2"),
    # percent-encoding and other alphabets
    ("https://a.vn/%7ehoa/%c3%a0%2f%40b", "a.vn/~hoa/%C3%A0%2F@b"),
    ("https://a.vn/à b", "a.vn/%C3%A0%20b"),
    ("https://a.vn/100%/%4", "a.vn/100%25/%254"),
    ("https://Xã.vn/a", "xn--x-yfa.vn/a"),
    ("https://XN--X-YFA.vn/a", "xn--x-yfa.vn/a"),
    ("https://x%C3%A3.vn/a", "xn--x-yfa.vn/a"),
    ("https://ｆacebook。com/a", "facebook.com/a"),
    ("https://faß.de", "xn--fa-hia.de"),
    ("https://fass.de", "fass.de"),
    ("https://a.vn\\@b.vn/c", "a.vn/@b.vn/c"),
]

DIFFERENT = [
    ("https://facebook.com/story.php?story_fbid=1&id=2", "https://facebook.com/story.php?story_fbid=1&id=3"),
    ("https://facebook.com/photo?fbid=1", "https://facebook.com/photo?fbid=2"),
    ("https://facebook.com/a/posts/pfbid0aB", "https://facebook.com/a/posts/pfbid0AB"),
    ("https://youtube.com/watch?v=aB", "https://youtube.com/watch?v=ab"),
    ("https://a.vn/x", "https://a.vn:8080/x"),
    ("https://a.vn/#!/1", "https://a.vn/#!/2"),
    ("https://a.vn/b%2Fc", "https://a.vn/b/c"),
    ("https://a.vn/?b=1%262", "https://a.vn/?b=1&2"),
    ("https://a.vn/?a=1&a=2", "https://a.vn/?a=2&a=1"),
    ("https://m.a.vn/x", "https://a.vn/x"),
]

REFUSED = {
    RefusalReason.SCHEME: [
        "ftp://a.vn/x", "mailto:a@a.vn", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x",
        "fb://post/1",
        "JavaScript://a.vn/%0aalert(1)", "zalo://x", "intent://a.vn#Intent;end", "view-source:https://a.vn",
        "ws://a.vn",
        "blob:https://a.vn/1", "ht\ntps2://a.vn",
    ],
    RefusalReason.NO_HOST: ["https://", "http:///", "https://?a=1", "https://#x", "https://:443/x", "https://./"],
    RefusalReason.LOCAL: [
        "http://localhost", "http://LOCALHOST:8080/x", "http://localhost./", "http://www.localhost/",
        "http://may-in.local/",
        "localhost", "localhost:8080/x", "LocalHost/x", "http://nas.local./", "http://ｌocalhost/",
        "http://kho.internal", "http://a.home.arpa", "http://intranet/x", "http://a.localhost",
    ],
    RefusalReason.IP_ADDRESS: [
        "http://127.0.0.1/", "http://8.8.8.8", "http://127.1", "http://2130706433/", "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0x7f.1", "http://127.0.0.0x1", "http://017700000001", "http://[::1]/", "http://[::ffff:8.8.8.8]:80/x",
        "http://127.0.0.1./", "[::1]/x", "[fe80::1]:80", "http://[fe80::1%25eth0]/", "http://①.②.③.④",
        "http://%31.2.3.4", "http://１２７.0.0.1/", "http://127%2e0.0.1", "http://127。0。0。1", "192.168.1.1/x",
    ],
    RefusalReason.USER_NAME: [
        "https://facebook.com@evil.vn/x", "https://a:b@evil.vn", "https://@evil.vn", "https://a@127.0.0.1", "a@a.vn",
    ],
    RefusalReason.NOT_A_LINK: [
        "", " ", "xin chào", "abc", "abc/def", "?x=a.vn", "xin chào. bạn", "https://a b.vn", "https://a..vn",
        "https://.a.vn",
        "https://a.vn:99999/", "https://a.vn:x/", "https://a.vn:٨٠/", "https://a%2Fb.vn", "https://a%ff.vn",
        "https://℀.vn",
        "https://a%20b.vn", "https://" + "a" * 64 + ".vn", "https://" + "a." * 130 + "vn",
        "https://" + "ệ" * 800 + ".vn",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("url", "identity"), SAME)
def test_a_link_has_an_identity(url: str, identity: str) -> None:
    found = identify(url)
    assert isinstance(found, LinkIdentity)
    assert found.identity == identity


@pytest.mark.parametrize(("url", "identity"), SAME)
def test_an_identity_is_its_own_identity(url: str, identity: str) -> None:
    assert identify(f"https://{identity}") == identify(url)


def test_an_identity_tells_its_host() -> None:
    assert identify("https://M.Facebook.com:8443/a?b#c") == LinkIdentity("facebook.com:8443/a?b", "facebook.com")


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_posts_never_share_an_identity(one: str, other: str) -> None:
    assert identify(one) != identify(other)


@pytest.mark.parametrize(("reason", "url"), [(reason, url) for reason, urls in REFUSED.items() for url in urls])
def test_what_nobody_else_could_open_or_read_is_refused(reason: RefusalReason, url: str) -> None:
    assert identify(url) == LinkRefusal(reason)


@pytest.mark.parametrize(
    ("length", "fits"), [(LONGEST_LINK - 1, True), (LONGEST_LINK, True), (LONGEST_LINK + 1, False)]
)
def test_a_link_has_at_most_four_thousand_characters(length: int, fits: bool) -> None:
    url = "https://a.vn/".ljust(length, "x")
    assert isinstance(identify(url), LinkIdentity) is fits
    assert fits or identify(url) == LinkRefusal(RefusalReason.TOO_LONG)


def test_a_link_has_at_most_four_thousand_characters_also_with_its_odd_ones_escaped() -> None:
    assert identify("https://a.vn/" + "ệ" * 500) == LinkRefusal(RefusalReason.TOO_LONG)


PARTS_OF_LINKS = [
    "a", "b", "A", "vn", ".vn", "facebook.com", "www.", "m.", ":", ":80", ":443", ":8080", "/", "//", "\\", ".",
    "..", "?", "&", "=", "#", "#!", "#/", "%", "%2e", "%2F", "%41", "%25", "%C3%A0", "%ff", "@", "[", "]", "à",
    "ß", "đ", "Đ", "。", "١", "utm_source=", "__cft__[0]=", "v=", "ref=", ";", "+", "'", "0x7f", "127.1", "xn--",
    "http:", "https://",
]  # fmt: skip
pieces = st.lists(st.sampled_from(PARTS_OF_LINKS) | st.characters(), max_size=12).map("".join)
urls = st.one_of(
    pieces.map("https://{}".format), pieces.map("https://a.vn/{}".format), pieces.map("https://a.vn?{}".format), pieces
)


@given(urls)
def test_whatever_is_typed_an_identity_is_its_own_identity_in_plain_ascii(url: str) -> None:
    found = identify(url)
    if isinstance(found, LinkIdentity):
        assert identify(f"https://{found.identity}") == found
        assert identify(f"http://{found.identity}") == found
        assert found.identity.startswith(found.host)
        assert found.identity.isascii()
        assert found.identity.isprintable()
        assert " " not in found.identity


@given(pieces)
def test_an_address_with_a_tracking_parameter_is_the_same_without(path: str) -> None:
    url = f"https://a.vn/{path.replace('#', '').replace('?', '')}"
    assert identify(f"{url}?utm_source=zalo&id=1&fbclid=x") == identify(f"{url}?id=1")


@pytest.mark.parametrize(
    "junk", ["https:" * 700, "/" * 4000, "%" * 4000, "ệ" * 4000, "a." * 2000, "https://a.vn/" + "../" * 1300]
)
def test_the_longest_junk_takes_no_time_to_speak_of(junk: str) -> None:
    began = time.process_time()
    for _ in range(20):
        identify(junk)
    assert time.process_time() - began < 2
