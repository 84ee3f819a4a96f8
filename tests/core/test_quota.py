"""How much is owed by level, unit and category, and which category an item is for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.evidence import Duty, Item, ItemKind, Part, category_for, choose, place
from core.quota import Category, Quota, scaled
from tests.core.weeks import TASK, hanoi, week

NEWS, PHOTOS = Category("tin", "tin bài", 2), Category("anh", "ảnh hoạt động", 1, ("hoạt động",), "photo")
SORTED = replace(TASK, quota=3, categories=(NEWS, PHOTOS))
SENT = hanoi(11, 18, 9)
PHOTO = Item(ItemKind.PHOTO, "a", "1")
LINK = Item(ItemKind.LINK, "b", "2")


def owed(news: int = 0, photos: int = 0, task: str = "tuan", number: int = 47) -> Duty:
    of = week(number)
    parts = (Part("tin", 2, news), Part("anh", 1, photos, "photo"))
    counted = sum(part.filled for part in parts)
    return Duty(number, 1, "Xã A", task, number, number, of.opens_at, of.due_at, of.closes_at, 3, counted, parts=parts)


def test_the_quota_of_a_unit_goes_before_that_of_its_level() -> None:
    task = replace(TASK, owed_by=("xã", "phường"), exceptions=(("phường", Quota(2)), ("X9", Quota(0))))
    assert task.quota_of("xã", "X1") == Quota(1)
    assert task.quota_of("phường", "X2") == Quota(2)
    assert task.quota_of("phường", "X9") == Quota(0)
    assert [task.owes(*unit) for unit in (("xã", "X1"), ("phường", "X9"), ("huyện", "H1"))] == [True, False, False]


def test_with_categories_the_usual_quota_has_a_part_for_each() -> None:
    assert SORTED.usual_quota == Quota(3, (("tin", 2), ("anh", 1)))
    assert (SORTED.category("anh"), SORTED.category("la"), SORTED.category(None)) == (PHOTOS, None, None)
    assert [PHOTOS.fits(kind) for kind in ("photo", "link")] == [True, False]


@given(st.integers(1, 100), st.integers(1, 100))
def test_a_reduced_number_is_never_nothing_and_never_more(number: int, percent: int) -> None:
    assert 1 <= scaled(number, percent) <= number
    assert scaled(number, 100) == number


@pytest.mark.parametrize(("number", "half"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_half_is_rounded_up(number: int, half: int) -> None:
    assert scaled(number, 50) == half


# Which category


@pytest.mark.parametrize(
    ("item", "duty", "category"),
    [
        (PHOTO, owed(), "tin"),
        (PHOTO, owed(news=2), "anh"),
        (LINK, owed(news=2), "tin"),  # a link is no photo of an activity, even where one lacks
        (PHOTO, owed(news=2, photos=1), "tin"),
        (replace(PHOTO, named=frozenset({("tuan", "anh")})), owed(), "anh"),
        (replace(PHOTO, named=frozenset({("tuan", "anh")})), owed(photos=1), "anh"),  # as the sender says
        (replace(LINK, named=frozenset({("tuan", "anh")})), owed(), "tin"),
        (replace(PHOTO, named=frozenset({("khac", "anh")})), owed(), "tin"),
        (PHOTO, replace(owed(), parts=()), None),
        (LINK, replace(owed(), parts=(Part("anh", 1, 0, "photo"),)), None),
    ],
)
def test_an_item_is_for_what_it_names_else_for_what_is_lacking(item: Item, duty: Duty, category: str | None) -> None:
    assert category_for(duty, item) == category


def test_only_what_a_category_lacks_fills_the_quota() -> None:
    duty = owed(news=2)
    assert (duty.lacking, duty.with_item("tin").lacking, duty.with_item("anh").lacking) == (1, 1, 0)
    assert duty.with_item(None).counted == 2
    assert [part.lacking for part in duty.with_item("tin").parts] == [0, 1]


def test_an_album_fills_one_category_after_the_other() -> None:
    album = [Item(ItemKind.PHOTO, name, name) for name in "abcd"]
    placements = place(album, [owed()], SENT, {})
    assert [placement.category for placement in placements] == ["tin", "tin", "anh", "tin"]


def test_the_words_beside_an_item_choose_among_tasks() -> None:
    other = replace(owed(task="khac", number=48), opens_at=week(47).opens_at, parts=(Part("sach", 1, 0),))
    named = replace(LINK, named=frozenset({("khac", "sach")}))
    assert choose([owed(), other], SENT, LINK) == owed()
    assert choose([owed(), other], SENT, named) == other


def test_an_item_goes_first_where_such_a_one_is_lacking() -> None:
    plain = replace(owed(task="khac", number=48), opens_at=week(47).opens_at, parts=())
    assert choose([owed(news=2), plain], SENT, PHOTO) == owed(news=2)
    assert choose([owed(news=2), plain], SENT, LINK) == plain
    assert choose([owed(news=2)], SENT, LINK) == owed(news=2)


def test_a_category_is_named_by_its_title_or_a_word_in_any_spelling_but_not_by_a_part_of_a_word() -> None:
    news = Category("tin", "Tin bài", 2, words=("bài viết",))
    assert news.named_in(" day la tin bai tuan nay ")
    assert news.named_in(" bai viet moi ")
    assert not news.named_in(" tin baix ")


def test_a_category_takes_every_kind_unless_it_says_which() -> None:
    assert Category("tin", "Tin bài", 2).fits("link")
    assert Category("anh", "Ảnh", 2, takes="photo").fits("photo")
    assert not Category("anh", "Ảnh", 2, takes="photo").fits("link")
