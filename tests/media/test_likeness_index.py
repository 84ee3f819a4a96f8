"""Earlier photos that might be like a new one are found among many, at once and after they are added."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from media.fingerprint import Fingerprint
from media.fingerprint_looks import PART_SIDE, WHOLE_SIDE, Looks, Part
from media.fingerprint_page import Box
from media.fingerprint_shapes import PARTS, STEPS_OF_SHAPE
from media.fingerprint_words import NO_TEXT, STEPS, Text
from media.likeness_index import LikenessIndex
from media.likeness_sketch import SKETCH_NUMBERS, probes_of, sketch_of

DICE = np.random.default_rng(7)


def made_up(words: int = 80, parts: int = 1) -> Fingerprint:
    widths = np.rint(STEPS * np.log(DICE.normal(50, 16, words).clip(12, 120))).astype(np.uint8)
    shapes = DICE.integers(0, STEPS_OF_SHAPE, (words, 2 * PARTS), np.uint8)
    text = Text(widths, shapes, np.ones(words, np.bool_), np.zeros(words, np.bool_))
    whole = Looks(DICE.integers(0, 16, (WHOLE_SIDE, WHOLE_SIDE), np.uint8), 255)
    pictures = [Looks(DICE.integers(0, 16, (PART_SIDE, PART_SIDE), np.uint8), 255) for _ in range(parts)]
    return Fingerprint(720, 1480, text, whole, tuple(Part(Box(0, 90, 255, 180), looks) for looks in pictures))


def measured_again(photo: Fingerprint) -> Fingerprint:
    """The same words, half of them measured a little otherwise, without the first eight and the pictures."""
    text = photo.text
    widths = text.widths[8:].astype(np.int16) + DICE.integers(-1, 1, len(text.widths) - 8)
    again = Text(widths.astype(np.uint8), text.shapes[8:], text.running[8:], text.fresh[8:])
    return replace(photo, text=again, parts=())


PHOTOS = [made_up() for _ in range(2000)]


@pytest.fixture
def index() -> Iterator[LikenessIndex]:
    full = LikenessIndex()
    full.load((10 * number, sketch_of(photo)) for number, photo in enumerate(PHOTOS))
    yield full


def test_a_photo_is_found_first_among_many(index: LikenessIndex) -> None:
    for number in range(0, 2000, 100):
        assert index.candidates(probes_of(PHOTOS[number]))[0] == 10 * number


def test_a_photo_is_found_when_its_words_were_measured_again(index: LikenessIndex) -> None:
    found = [10 * number in index.candidates(probes_of(measured_again(PHOTOS[number]))) for number in range(100)]
    assert sum(found) >= 98


def test_a_photo_is_found_by_its_picture_alone(index: LikenessIndex) -> None:
    without_words = replace(PHOTOS[5], text=NO_TEXT)
    assert index.candidates(probes_of(without_words))[0] == 50


def test_what_is_added_is_found_at_once_and_later(index: LikenessIndex) -> None:
    added = [made_up() for _ in range(1100)]
    for number, photo in enumerate(added):
        index.add(100_000 + number, sketch_of(photo))
        if number % 100 == 0:
            assert index.candidates(probes_of(photo))[0] == 100_000 + number
    assert [index.candidates(probes_of(added[number]))[0] - 100_000 for number in (0, 511, 512, 1099)] == [
        0,
        511,
        512,
        1099,
    ]
    assert index.candidates(probes_of(PHOTOS[3]))[0] == 30
    assert len(index) == 3100


def test_only_so_many_are_suggested_the_newest_first_among_equals() -> None:
    index = LikenessIndex()
    index.load((number, sketch_of(PHOTOS[0])) for number in range(100))
    assert index.candidates(probes_of(PHOTOS[0]), limit=3) == [99, 98, 97]


def test_older_ones_can_be_left_out(index: LikenessIndex) -> None:
    assert 500 in index.candidates(probes_of(PHOTOS[50]), oldest=500)
    assert 500 not in index.candidates(probes_of(PHOTOS[50]), oldest=501)


def test_the_own_ones_are_found_among_ever_so_many_equals() -> None:
    index = LikenessIndex()
    index.load((number, sketch_of(PHOTOS[0])) for number in range(5000))
    index.load((5000 + number, sketch_of(photo)) for number, photo in enumerate(PHOTOS[1:50]))
    probes = probes_of(PHOTOS[0])
    assert 17 not in index.candidates(probes)
    assert index.candidates(probes, own=[17, 5003])[0] == 17
    assert 5003 not in index.candidates(probes, own=[17, 5003])
    assert index.candidates(probes, own=[4_711_000])[0] == 4999


def test_a_picture_that_arrived_late_is_found_by_its_own_number(index: LikenessIndex) -> None:
    late, next_one, later = made_up(), made_up(), made_up()
    index.add(77, sketch_of(late))
    index.add(100_000, sketch_of(next_one))
    index.add(78, sketch_of(later))
    for photo, number in ((late, 77), (next_one, 100_000), (later, 78)):
        assert index.candidates(probes_of(photo))[0] == number
        assert index.candidates(probes_of(photo), limit=1, own=[number, 30])[0] == number
        assert index.candidates(probes_of(PHOTOS[3]), limit=1, own=[number, 30])[0] == 30


def test_an_empty_index_and_a_blank_photo_suggest_nothing(index: LikenessIndex) -> None:
    assert LikenessIndex().candidates(probes_of(PHOTOS[0])) == []
    assert index.candidates(np.zeros(0, np.uint32)) == []
    index.load([])
    index.add(100_000, b"")
    assert len(index) == 2001


def test_a_sketch_is_small_and_always_the_same() -> None:
    for photo in (made_up(), made_up(words=3, parts=3), made_up(words=0, parts=0), made_up(words=400, parts=3)):
        assert 0 < len(sketch_of(photo)) <= 4 * SKETCH_NUMBERS
        assert sketch_of(photo) == sketch_of(Fingerprint.from_bytes(photo.to_bytes()))


def test_many_may_ask_while_others_add(index: LikenessIndex) -> None:
    def add() -> None:
        for number in range(600):
            index.add(100_000 + number, sketch_of(PHOTOS[number]))

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(index.candidates, probes_of(PHOTOS[number])) for number in range(60)]
        pool.submit(add)
        assert all(10 * number in answer.result() for number, answer in enumerate(asked))
    assert len(index) == 2600
