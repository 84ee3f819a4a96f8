"""A post is known again however its screenshot was passed on, and another post is another one."""

from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest
from PIL import Image

from bench.screens import DARK, Moment, Phone, draw
from bench.screens_passed_on import as_jpeg, cropped, screenshot_of, sent
from bench.screens_posts import Post, draw_picture, write_post
from bot.demo.pictures import picture
from core.likeness import Verdict, judge
from media.fingerprint import Fingerprint, take_fingerprint
from media.likeness import compare

PHONE = Phone()
WIDER = replace(PHONE, width=824, height=1738)
LATER = Moment("22:07", 12, 9)
POSTS = [write_post(number, words=(40, 70), pictured=1.0, sign_off=0.0) for number in range(6)]


@cache
def seen(post: Post, phone: Phone = PHONE, moment: Moment | None = None, below: int = 90) -> bytes:
    return as_jpeg(draw([post, write_post(below)], phone, moment), 90)


def verdict(one: bytes, other: bytes) -> Verdict:
    return judge(compare(take_fingerprint(one), take_fingerprint(other)))


@pytest.mark.parametrize("post", POSTS)
def test_a_copy_that_a_messenger_made_is_the_same_photo(post: Post) -> None:
    assert verdict(seen(post), sent(seen(post))) is Verdict.SAME
    assert verdict(seen(post), sent(seen(post), longest=1110, quality=55)) is Verdict.SAME


@pytest.mark.parametrize("number", range(6))
def test_a_copy_of_a_drawing_is_the_same_photo_and_another_drawing_is_not(number: int) -> None:
    drawn = picture(f"drawing {number}")
    assert verdict(drawn, sent(drawn, quality=60)) is Verdict.SAME
    assert verdict(drawn, picture(f"drawing {number + 100}")) is Verdict.NEW


@pytest.mark.parametrize("post", POSTS)
def test_a_post_is_known_again_without_the_bar_at_the_top(post: Post) -> None:
    assert verdict(seen(post), cropped(seen(post))) is Verdict.SIMILAR


@pytest.mark.parametrize("post", POSTS)
def test_a_post_is_known_again_on_another_phone_at_another_time(post: Post) -> None:
    assert verdict(seen(post), seen(post, WIDER, LATER)) is not Verdict.NEW


@pytest.mark.parametrize("post", POSTS)
def test_a_post_is_known_again_in_larger_letters_and_in_the_dark(post: Post) -> None:
    dark = replace(PHONE, width=1080, height=2340, size=40, theme=DARK)
    assert verdict(seen(post), seen(post, dark, LATER)) is not Verdict.NEW


@pytest.mark.parametrize("post", POSTS)
def test_a_screenshot_of_a_screenshot_is_seen_through(post: Post) -> None:
    assert verdict(seen(post), sent(screenshot_of(seen(post)))) is Verdict.SIMILAR


def test_other_posts_of_the_page_are_new() -> None:
    taken = [take_fingerprint(seen(post, below=200 + place)) for place, post in enumerate(POSTS)]
    for place, photo in enumerate(taken):
        assert [judge(compare(photo, other)) for other in taken[place + 1 :]] == [Verdict.NEW] * (5 - place)


def test_posts_that_share_a_banner_are_new() -> None:
    banner = [replace(post, picture=3) for post in POSTS]
    taken = [take_fingerprint(seen(post, below=300 + place)) for place, post in enumerate(banner)]
    for place, photo in enumerate(taken):
        assert [judge(compare(photo, other)) for other in taken[place + 1 :]] == [Verdict.NEW] * (5 - place)


def test_posts_with_one_long_ending_are_new() -> None:
    ending = write_post(999, words=(60, 60), sign_off=0.0).paragraphs[1]
    ended = [replace(post, paragraphs=(*post.paragraphs, ending)) for post in POSTS[:4]]
    taken = [take_fingerprint(seen(post)) for post in ended]
    for place, photo in enumerate(taken):
        assert [judge(compare(photo, other)) for other in taken[place + 1 :]] == [Verdict.NEW] * (3 - place)


@pytest.mark.parametrize("words, numbers", [((4, 8), (3, 10, 18)), ((8, 16), (1, 8, 11))])
@pytest.mark.parametrize("pictured", [0.0, 1.0])
def test_short_posts_above_the_same_small_print_are_new_and_known_again(
    words: tuple[int, int], numbers: tuple[int, ...], pictured: float
) -> None:
    posts = [write_post(number, words=words, pictured=pictured, small_print=50) for number in numbers]
    taken = [take_fingerprint(as_jpeg(draw([post], PHONE), 90)) for post in posts]
    assert [judge(compare(one, other)) for one, other in combinations(taken, 2)] == [Verdict.NEW] * 3
    again = take_fingerprint(as_jpeg(draw([posts[0]], WIDER, LATER), 90))
    assert judge(compare(taken[0], again)) is Verdict.SIMILAR


def test_small_print_below_a_picture_and_below_a_text_makes_two_posts() -> None:
    """On the one the small print begins below the picture, as a message in a talk begins below another."""
    bare, pictured = (
        write_post(number, words=(8, 30), pictured=shown, small_print=50) for number, shown in ((3, 0), (4, 1))
    )
    taken = [take_fingerprint(as_jpeg(draw([post, write_post(91)], PHONE), 90)) for post in (bare, pictured)]
    assert judge(compare(*taken)) is judge(compare(*reversed(taken))) is Verdict.NEW


def test_a_post_is_known_again_in_another_font_by_its_picture_too() -> None:
    condensed = replace(WIDER, font="DejaVuSansCondensed.ttf", bold="DejaVuSansCondensed-Bold.ttf")
    assert verdict(seen(POSTS[1]), seen(POSTS[1], condensed, LATER)) is Verdict.SIMILAR


@pytest.mark.parametrize("number", [2001, 2002, 2003])
def test_a_photo_without_a_word_is_known_again(number: int) -> None:
    photo = as_jpeg(draw_picture(number, 1600, 1200), 92)
    assert verdict(photo, sent(photo, 800, 60)) is Verdict.SAME
    assert verdict(photo, screenshot_of(photo)) is Verdict.SIMILAR
    assert verdict(photo, as_jpeg(draw_picture(number + 10, 1600, 1200))) is Verdict.NEW


def test_it_does_not_matter_which_of_two_photos_came_first() -> None:
    for one, other in ((POSTS[0], POSTS[0]), (POSTS[0], POSTS[1])):
        first, second = take_fingerprint(seen(one)), take_fingerprint(seen(other, WIDER, LATER))
        assert judge(compare(first, second)) is judge(compare(second, first))


def test_what_was_kept_compares_like_what_was_just_taken() -> None:
    first, second = take_fingerprint(seen(POSTS[2])), take_fingerprint(seen(POSTS[2], WIDER, LATER))
    kept = Fingerprint.from_bytes(first.to_bytes())
    assert compare(kept, second) == compare(first, second)


@pytest.mark.parametrize("pictured", [0.0, 1.0])
def test_a_short_post_is_known_again_above_another_one(pictured: float) -> None:
    posts = [write_post(number, words=(18, 26), pictured=pictured, sign_off=0.0) for number in range(4)]
    for post in posts:
        again = as_jpeg(draw([post, write_post(91)], WIDER, LATER), 90)
        assert verdict(seen(post), again) is Verdict.SIMILAR
        assert verdict(seen(posts[0]), again) is (Verdict.SIMILAR if post is posts[0] else Verdict.NEW)


def test_a_bar_over_the_lower_part_of_a_picture_makes_no_other_picture() -> None:
    post = write_post(4, words=(40, 60), pictured=1.0, sign_off=0.0)
    whole, cut = draw([post], PHONE), draw([post], PHONE, LATER)
    box = max(take_fingerprint(as_jpeg(whole)).parts, key=lambda part: part.box.area).box
    middle = round((box.top + 0.6 * (box.bottom - box.top)) * PHONE.height / 255)
    keys = Image.new("RGB", (PHONE.width, PHONE.height - middle), "white")
    cut.paste(keys, (0, middle))
    close = compare(take_fingerprint(as_jpeg(whole)), take_fingerprint(as_jpeg(cut)))
    assert close.picture is not None and close.picture > 0.8 and judge(close) is Verdict.SIMILAR


REPORT = (
    "Trong tuần, bộ phận một cửa đã tiếp nhận {} hồ sơ, giải quyết {} hồ sơ, {} hồ sơ trước hạn và {} hồ sơ đúng hạn.",
    "Tổ công nghệ số hướng dẫn {} lượt người; còn {} hồ sơ sẽ trả trong tuần tới, mời bà con đến nhận trong giờ làm.",
)


def weekly_report(*numbers: int) -> Post:
    filled = (REPORT[0].format(*numbers[:4]), REPORT[1].format(*numbers[4:]))
    return replace(POSTS[0], paragraphs=(POSTS[0].paragraphs[0], *filled))


def test_weekly_reports_that_differ_in_their_numbers_are_new_and_each_is_known_again() -> None:
    reports = [weekly_report(137, 98, 45, 53, 162, 39), weekly_report(284, 176, 81, 90, 1310, 208)]
    first, second = (take_fingerprint(seen(report)) for report in reports)
    assert judge(compare(first, second)) is Verdict.NEW
    again = take_fingerprint(seen(reports[0], WIDER, LATER))
    assert judge(compare(first, again)) is Verdict.SIMILAR
    assert judge(compare(second, again)) is Verdict.NEW


def talk(messages: list[Image.Image]) -> bytes:
    """A group's talk: white bubbles on a ground that is hardly darker."""
    ground, top = Image.new("RGB", (720, 1480), (236, 236, 236)), 40
    for message in messages:
        ground.paste(message, (36, top))
        top += message.height + 24
    return as_jpeg(ground, 88)


def test_a_message_is_known_again_in_a_talk_where_others_say_other_things() -> None:
    def bubble(number: int, height: int) -> Image.Image:
        return draw([write_post(number, pictured=0.0, words=(40, 40), sign_off=0.0)], PHONE).crop(
            (0, 240, 640, 240 + height)
        )

    message = bubble(3, 330)
    first = talk([bubble(11, 330), message, bubble(12, 330)])
    assert verdict(first, talk([message, bubble(13, 330), bubble(14, 330)])) is Verdict.SIMILAR
    assert verdict(first, talk([bubble(15, 330), bubble(13, 330), bubble(14, 330)])) is Verdict.NEW
