"""What stands between shared words: the same ones badly parted, an unfolded post, or another text."""

from collections.abc import Collection

import numpy as np

from media.fingerprint_shapes import PARTS
from media.fingerprint_words import Text
from media.likeness_gaps import Gap, Tables, contradicting, gap_between
from media.likeness_stretches import Stretch

SPACE = 8.0


def text(words: int, running: bool = True) -> Text:
    none = np.zeros(words, np.bool_)
    return Text(np.zeros(words, np.uint8), np.zeros((words, 2 * PARTS), np.uint8), none | running, none)


def gap(
    here: list[float],
    there: list[float],
    near: Collection[tuple[int, int]] = (),
    running: bool | tuple[bool, bool] = True,
) -> Gap:
    """A gap with words so wide between two stretches of three words each."""
    rows, columns = len(here) + 6, len(there) + 6
    agree = np.zeros((rows, columns), np.bool_)
    for row, column in near:
        agree[row + 3, column + 3] = True
    wide_here, wide_there = (np.array([50, 50, 50, *each, 50, 50, 50], np.float32) for each in (here, there))
    tables = Tables(agree, agree, wide_here, wide_there, SPACE)
    runs = running if isinstance(running, tuple) else (running, running)
    above, below = Stretch(0, 0, 3), Stretch(rows - 3, columns - 3, 3)
    return gap_between(above, below, tables, text(rows, runs[0]), text(columns, runs[1]))


def test_another_word_contradicts_and_one_that_is_near_does_not() -> None:
    assert gap([40], [41]) == Gap(0, 1, 1, 0)
    assert gap([40], [41], {(0, 0)}) == Gap(1, 0, 0, 0)


def test_a_count_that_is_no_running_text_only_passes() -> None:
    assert gap([40, 30], [41, 35], running=False) == Gap(0, 0, 0, 2)


def test_a_word_that_was_parted_is_the_same_word() -> None:
    """ "11/3" here, "1", "1" and "/3" there."""
    assert gap([60], [12, 12, 24]) == Gap(1, 0, 0, 0)
    assert gap([12, 12, 24], [60]) == Gap(1, 0, 0, 0)
    assert gap([60], [20, 34]) == Gap(1, 0, 0, 0)
    assert gap([60], [30, 34]) == Gap(0, 1, 2, 0)
    assert gap([90], [20, 34]) == Gap(0, 1, 2, 0)


def test_a_parted_word_amid_others_is_found() -> None:
    assert gap([45, 60, 70], [45, 20, 34, 70], {(0, 0), (2, 3)}) == Gap(3, 0, 0, 0)


def test_a_long_gap_in_which_few_words_agree_is_another_text() -> None:
    wide = [40.0 + place for place in range(13)]
    assert gap(wide, wide, {(2, 3), (5, 6)}) == Gap(0, 13, 13, 0)
    assert gap(wide, wide, {(place, place) for place in range(11)}) == Gap(11, 2, 2, 0)


def test_words_on_both_sides_contradict() -> None:
    assert contradicting([Gap(0, 2, 3, 0), Gap(1, 1, 1, 5)], [20, 20, 20]) == 3


def test_a_post_that_was_unfolded_does_not_contradict_where_only_buttons_come_below() -> None:
    unfolded = Gap(0, 0, 60, 0)
    assert contradicting([unfolded], [30, 4]) == 0
    assert contradicting([unfolded], [30, 5]) == 60
    assert contradicting([unfolded, unfolded], [30, 2, 2]) == 60
    assert contradicting([Gap(0, 0, 3, 0)], [10, 30]) == 0


def test_text_on_one_side_contradicts_what_was_taken_for_no_text_on_the_other() -> None:
    assert gap([40, 30], [141, 135, 190, 180], running=(False, True)) == Gap(0, 2, 4, 0)
