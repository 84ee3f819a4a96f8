"""Which links are in a message."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.links import MOST_LINKS, find_links, identify


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://a.vn/1", ["https://a.vn/1"]),
        ("Em gửi bài: http://a.vn/1 ạ", ["http://a.vn/1"]),
        ("Https://A.vn/1", ["Https://A.vn/1"]),
        ("bài:https://a.vn/1", ["https://a.vn/1"]),
        ("https://a.vn/1\nhttps://a.vn/2", ["https://a.vn/1", "https://a.vn/2"]),
        ("https://b.vn https://a.vn https://b.vn", ["https://b.vn", "https://a.vn"]),
        # around a link
        ("Xem https://a.vn/1.", ["https://a.vn/1"]),
        ("https://a.vn/1, https://a.vn/2; https://a.vn/3!?…", ["https://a.vn/1", "https://a.vn/2", "https://a.vn/3"]),
        ("(https://a.vn/1)", ["https://a.vn/1"]),
        ("[tin](https://a.vn/1).", ["https://a.vn/1"]),
        ("{https://a.vn/1}", ["https://a.vn/1"]),
        ("<https://a.vn/1>", ["https://a.vn/1"]),
        ('"https://a.vn/1", “https://a.vn/2”', ["https://a.vn/1", "https://a.vn/2"]),
        ("'https://a.vn/1'", ["https://a.vn/1"]),
        ("*https://a.vn/1*", ["https://a.vn/1"]),
        ("https://vi.wikipedia.org/wiki/Huế_(thành_phố)", ["https://vi.wikipedia.org/wiki/Huế_(thành_phố)"]),
        ("(xem https://a.vn/b_(c))", ["https://a.vn/b_(c)"]),
        ("https://a.vn/1👍 https://a.vn/2\u200b\u200b", ["https://a.vn/1", "https://a.vn/2"]),
        ("https://youtu.be/a-b_", ["https://youtu.be/a-b_"]),
        # pasted together
        ("https://a.vn/1https://a.vn/2", ["https://a.vn/1", "https://a.vn/2"]),
        ("https://a.vn/1,https://a.vn/2;https://a.vn/3|https://a.vn/4", [f"https://a.vn/{n}" for n in (1, 2, 3, 4)]),
        ("https://a.vn/1…xem thêm https://a.vn/2（ảnh）https://a.vn/3。", [f"https://a.vn/{n}" for n in (1, 2, 3)]),
        ("https://a.vn/x?u=https://b.vn/1", ["https://a.vn/x?u=https://b.vn/1"]),
        ("https://a.org/2020/https://b.vn/1", ["https://a.org/2020/https://b.vn/1"]),
        # without a scheme
        ("www.a.vn/1 và www.b.vn", ["www.a.vn/1", "www.b.vn"]),
        ("facebook.com/a.", ["facebook.com/a"]),
        ("m.facebook.com/story.php?id=1", ["m.facebook.com/story.php?id=1"]),
        ("(youtu.be/abc)", ["youtu.be/abc"]),
        ("quangtri.gov.vn/tin/1", ["quangtri.gov.vn/tin/1"]),
        ("FB.com/a", ["FB.com/a"]),
        ("notfacebook.com/a facebook.com.evil.vn/a", ["notfacebook.com/a", "facebook.com.evil.vn/a"]),
        ("Em gửi baoquangtri.vn/tin-1.htm ạ", ["baoquangtri.vn/tin-1.htm"]),
        ("xã.vn/1 tin.xa.com.vn/2", ["xã.vn/1", "tin.xa.com.vn/2"]),
        # refused later, but not overlooked
        ("http://localhost/x", ["http://localhost/x"]),
        ("https://a@b.vn", ["https://a@b.vn"]),
        # no links
        ("", []),
        ("tôi còn thiếu gì", []),
        ("v.v. và 3.5/4 bài, TP.HCM/HN", []),
        ("facebook.com", []),
        ("facebook.com/", []),
        ("https:// www. www.abc http://...", []),
        ("ten@facebook.com/a ten@a.vn/b a/facebook.com/b a/b.vn/c", []),
        ("baoquangtri.vn và baoquangtri.vn/ ạ, ban.Com đi/về, xong.net", []),
        ("javascript://a.vn/b", []),
        ("ftp://www.a.vn/b", []),
    ],
)
def test_links_are_found_in_a_text(text: str, links: list[str]) -> None:
    assert find_links(text) == links


@pytest.mark.parametrize(("given_links", "found"), [(MOST_LINKS - 1, 49), (MOST_LINKS, 50), (MOST_LINKS + 1, 50)])
def test_at_most_fifty_links_are_taken(given_links: int, found: int) -> None:
    links = [f"https://a.vn/{number}" for number in range(given_links)]
    assert find_links(" ".join(links)) == links[:found]
    assert find_links("".join(links)) == links[:found]


@given(
    st.lists(
        st.sampled_from(
            ["https://", "www.", "facebook.com/", "a", ".vn", ".", "/", ";http://", ")", "(", " ", ",", "é", "@", "…"]
        )
    ).map("".join)
)
def test_what_is_found_stands_in_the_text_and_is_a_link_by_itself(text: str) -> None:
    links = find_links(text)
    assert len(set(links)) == len(links)
    assert all(link in text and find_links(link) == [link] for link in links)


@pytest.mark.parametrize(
    "junk",
    [
        "https://" * 12_500,
        "https://a" * 11_000,
        "http" * 25_000,
        "www." * 25_000,
        "a." * 50_000,
        "a-" * 50_000,
        "facebook.com." * 8_000,
        "facebook.com/" * 8_000,
        "a:" * 50_000,
        "https://a.vn/" + ")" * 100_000,
        "https://a.vn/" + "(" * 50_000 + ")" * 50_000,
        "https://a.vn/" + "." * 100_000,
        "https://" + "@" * 100_000,
        " " * 100_000,
    ],
)
def test_a_hundred_thousand_characters_of_junk_are_read_at_once(junk: str) -> None:
    began = time.process_time()
    for link in find_links(junk):
        identify(link)
    assert time.process_time() - began < 2  # time squared would be minutes
