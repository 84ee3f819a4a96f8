"""All the ways to write one post have one identity, and no two posts have the same, host by host."""

from itertools import combinations
from urllib.parse import quote

import pytest

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
        "https://www.youtube.com/e/a-B_c123456",
        "https://www.youtube.com/watch/a-B_c123456",
        "https://www.youtube.com/?v=a-B_c123456",
        "https://www.youtube.com/watch_popup?v=a-B_c123456",
        "https://www.youtube.com/watch?v=a-B_c123456&lc=Ugx&ab_channel=Doan",
        "https://www.youtube.com/attribution_link?a=xyz&u=%2Fwatch%3Fv%3Da-B_c123456%26feature%3Dshare",
        "https://www.youtube.com/watch?v=a-B_c123456&amp;feature=youtu.be",
        "https://youtu.be/watch?v=a-B_c123456",
        "https://youtu.be/shorts/a-B_c123456",
        "https://gaming.youtube.com/watch?v=a-B_c123456",
    ],
    "youtube.com/watch?v=a-b_c123456": ["https://youtu.be/a-b_c123456"],
    "youtube.com/watch?list=PL1": ["https://www.youtube.com/watch?list=PL1"],
    "youtube.com/playlist?list=PL1": ["https://www.youtube.com/playlist?list=PL1&si=x"],
    "youtube.com/embed/videoseries?list=PL1": ["https://www.youtube.com/embed/videoseries?list=PL1"],
    "youtube.com/embed/live_stream?channel=UC1": ["https://www.youtube.com/embed/live_stream?channel=UC1"],
    "youtube.com/@doanxa": ["https://www.youtube.com/@doanxa?si=x"],
    "youtube.com/post/Ugkx": [
        "https://www.youtube.com/post/Ugkx?si=x",
        "https://www.youtube.com/channel/UC1/community?lb=Ugkx",
        "https://www.youtube.com/@doanxa/community?lb=Ugkx",
    ],
    "youtube.com/@doanxa/community": ["https://www.youtube.com/@doanxa/community"],
    "youtube.com/clip/Ugkx": ["https://www.youtube.com/clip/Ugkx?si=x"],
    "youtu.be/playlist?list=PL1": ["https://youtu.be/playlist?list=PL1"],
    "youtu.be/playlist?list=PL2": ["https://youtu.be/playlist?list=PL2"],
    "youtube.com/attribution_link?a=xyz&u=x": ["https://www.youtube.com/attribution_link?a=xyz&u=x"],
    "youtube.com": ["https://www.youtube.com/?si=x"],
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
        "https://www.tiktok.com/share/video/71",
        "https://t.tiktok.com/i18n/share/video/71/",
        "https://www.tiktok.com/login?redirect_url=https%3A%2F%2Fwww.tiktok.com%2F%40doan.xa%2Fvideo%2F71",
        "https://www.tiktok.com/@/video/71",
        "https://www.tiktok.com/@doan.xa/video/71?lang=vi-VN&q=doan&t=17#comments",
    ],
    "tiktok.com/video/72": ["https://www.tiktok.com/@doan.xa/video/72"],
    "tiktok.com/@doan.xa/video/abc": ["https://www.tiktok.com/@doan.xa/video/abc"],
    "tiktok.com/@doan.xa": ["https://www.tiktok.com/@doan.xa?_t=8x&_r=1"],
    "tiktok.com/t/ZTabc": ["https://www.tiktok.com/t/ZTabc/?k=1"],
    "vt.tiktok.com/ZSabc": ["https://vt.tiktok.com/ZSabc/", "https://vt.tiktok.com/ZSabc?k=1"],
    "lite.tiktok.com/t/ZSabc": ["https://lite.tiktok.com/t/ZSabc/", "https://lite.tiktok.com/t/ZSabc?k=1"],
    "t.tiktok.com/i18n/share/user/7": ["https://t.tiktok.com/i18n/share/user/7/"],
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
        "https://twitter.com/statuses/91",
        "https://x.com/doanxa/status/91/video/1",
        "https://x.com/doanxa/status/91?ref_src=twsrc%5Etfw",
    ],
    "x.com/i/status/92": ["https://x.com/doanxa/status/92"],
    "x.com/doanxa/status/abc": ["https://x.com/doanxa/status/abc"],
    "x.com/doanxa": ["https://twitter.com/doanxa?s=21"],
    "t.co/aBc": ["https://t.co/aBc?amp=1"],
    "t.co?v=aBc": ["https://t.co/?v=aBc"],
    "vxtwitter.com/doanxa/status/91": ["https://vxtwitter.com/doanxa/status/91"],
    "fxtwitter.com/doanxa/status/91": ["https://fxtwitter.com/doanxa/status/91"],
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
        "https://www.instagram.com/doanxa/p/C-a_B/c/178/",
        "https://www.instagram.com/accounts/login/?next=https%3A%2F%2Fwww.instagram.com%2Fp%2FC-a_B%2F&is_from_rle",
        "https://www.instagram.com/accounts/login/?next=%2Fp%2FC-a_B%2F",
    ],
    "instagram.com/p/C-A_B": ["https://www.instagram.com/p/C-A_B/"],
    "instagram.com/reels/audio/1": ["https://www.instagram.com/reels/audio/1/"],
    "instagram.com/reels/audio/2": ["https://www.instagram.com/reels/audio/2/"],
    "instagram.com/reels/audio": ["https://www.instagram.com/reels/audio/"],
    "instagram.com/share/p/aBc": ["https://www.instagram.com/share/p/aBc?x=1"],
    "instagram.com/share/reel/aBc": ["https://www.instagram.com/share/reel/aBc"],
    "instagram.com/s/aGln?story_media_id=3_1": ["https://www.instagram.com/s/aGln?story_media_id=3_1&igsh=x"],
    "instagram.com/s/aGln?story_media_id=4_1": ["https://www.instagram.com/s/aGln?story_media_id=4_1"],
    "ddinstagram.com/p/C-a_B": ["https://ddinstagram.com/p/C-a_B/"],
    "instagram.com/stories/doanxa/6": ["https://www.instagram.com/stories/doanxa/6/"],
    "instagram.com/stories/doanxa/5": ["https://www.instagram.com/stories/doanxa/5/"],
    "instagram.com/doanxa": ["https://www.instagram.com/doanxa/?hl=vi"],
    "threads.com/t/C-a_B": [
        "https://www.threads.net/@doanxa/post/C-a_B?xmt=x",
        "https://www.threads.com/@doanxa/post/C-a_B",
        "https://threads.net/t/C-a_B",
        "https://www.threads.com/@doanxa/post/C-a_B/media",
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
    "zaloapp.com/qr/p/abc": ["https://zaloapp.com/qr/p/abc"],
    "zaloapp.com/qr/p/abd": ["https://zaloapp.com/qr/p/abd"],
    "chat.zalo.me?g=abc": ["https://chat.zalo.me/?g=abc"],
    "chat.zalo.me?g=abd": ["https://chat.zalo.me/?g=abd"],
    "video.zalo.me/video/1": ["https://video.zalo.me/video/1?utm_source=share&zarsrc=1"],
    "video.zalo.me/video/2": ["https://video.zalo.me/video/2"],
    "oa.zalo.me/d?id=2": ["https://oa.zalo.me/d?id=2"],
}
OTHERS = {
    "vnexpress.net/bai-1.html": [
        "https://vnexpress.net/bai-1.html?utm_source=zalo&fbclid=x&gclid=y#box_comment",
        "http://www.vnexpress.net/bai-1.html",
        "https://www.google.com/url?q=https%3A%2F%2Fvnexpress.net%2Fbai-1.html&sa=D",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fvnexpress.net%2Fbai-1.html%3Ffbclid%3Dx&h=AT",
        "https://www.google.com/url?sa=t&rct=j&q=&esrc=s&url=https%3A%2F%2Fvnexpress.net%2Fbai-1.html&usg=A",
        "https://www.google.com.vn/url?q=https%3A%2F%2Fvnexpress.net%2Fbai-1.html",
        "https://www.google.com/amp/s/vnexpress.net/bai-1.html",
        "https://l.messenger.com/l.php?u=https%3A%2F%2Fvnexpress.net%2Fbai-1.html",
        "https://l.threads.com/?u=https%3A%2F%2Fvnexpress.net%2Fbai-1.html",
        "https://vnexpress.net/bai-1.html#:~:text=a/b",
    ],
    "vnexpress.net/bai-1.html?print=1": ["https://vnexpress.net/bai-1.html?print=1"],
    "vnexpress.net/bai-1.html?page=2": ["https://vnexpress.net/bai-1.html?page=2"],
    "amp.vnexpress.net/bai-1.html": ["https://amp.vnexpress.net/bai-1.html"],
    "m.vnexpress.net/bai-1.html": ["https://m.vnexpress.net/bai-1.html"],
    "web.archive.org/web/2020/https://vnexpress.net/bai-1.html": [
        "https://web.archive.org/web/2020/https://vnexpress.net/bai-1.html"
    ],
    "vnexpress.net/bai?id=1&p=2": ["https://www.google.com/amp/s/vnexpress.net/bai?p=2&id=1"],
    "google.com/amp/s/bai": ["https://www.google.com/amp/s/bai"],
    "vnexpress.net/Bai-1.html": ["https://vnexpress.net/Bai-1.html"],
    "quangtri.gov.vn/tin?id=1": ["https://quangtri.gov.vn/tin/?id=1&zarsrc=30"],
    "quangtri.gov.vn/tin?id=2": ["https://quangtri.gov.vn/tin/?id=2"],
    "quangtri.gov.vn/tin?id=1&ref=2": ["https://quangtri.gov.vn/tin/?ref=2&id=1"],
    "quangtri.gov.vn/tin?id=1&si=2": ["https://quangtri.gov.vn/tin/?id=1&si=2"],
    "quangtri.gov.vn/tin?id=1&sid=7": ["https://quangtri.gov.vn/tin/?id=1&sid=7", "quangtri.gov.vn/tin?sid=7&amp;id=1"],
    "quangtri.gov.vn/tin;jsessionid=1": ["https://quangtri.gov.vn/tin;jsessionid=1"],
    "quangtri.gov.vn/tin;jsessionid=2": ["https://quangtri.gov.vn/tin;jsessionid=2"],
    "quangtri.gov.vn/%C4%91o%C3%A0n%20x%C3%A3": [
        "https://quangtri.gov.vn/đoàn xã",
        "https://quangtri.gov.vn/%c4%91o%c3%a0n%20x%c3%a3/",
        "https://quangtri.gov.vn/\u0111oa\u0300n xa\u0303",
        "https://quangtri.gov.vn/%C4%91oa%CC%80n%20x%61%CC%83",
    ],
    "quangtri.gov.vn/doan%20xa": ["https://quangtri.gov.vn/doan xa"],
    "quangtri.gov.vn/%CC%80%FF": ["https://quangtri.gov.vn/%cc%80%ff"],
    "quangtri.gov.vn?q=a%20b": ["https://quangtri.gov.vn/?q=a+b", "https://quangtri.gov.vn?q=a%20b"],
    "quangtri.gov.vn?q=a%2Bb": ["https://quangtri.gov.vn/?q=a%2bb"],
    "quangtri.gov.vn/a+b": ["https://quangtri.gov.vn/a+b"],
    "quangtri.gov.vn": ["https://quangtri.gov.vn/#top", "https://quangtri.gov.vn/?&amp;&amp;amp;#:~:text=a/b"],
    "quangtri.gov.vn#tin/1": ["https://quangtri.gov.vn/#tin/1"],
    "quangtri.gov.vn#tin/2": ["https://quangtri.gov.vn/#tin/2"],
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
