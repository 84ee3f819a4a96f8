"""Which words two texts share, and which stand before that, on made-up words of which no two look alike."""

import numpy as np
import pytest

from media.fingerprint_shapes import PARTS, STEPS_OF_SHAPE
from media.fingerprint_words import Text
from media.likeness_text import SharedText, shared_text

Part = tuple[str, int, bool]  # its name, how many words, whether they are of running text
BAR: Part = ("bar", 12, False)
POST: Part = ("post", 60, True)


def text(*parts: Part) -> Text:
    """Words in parts, each of which begins where a post may begin; parts of one name have the same words."""
    rows = []
    for name, count, running in parts:
        dice = np.random.default_rng(sum(map(ord, name)))
        for place in range(count):
            shape = dice.integers(0, STEPS_OF_SHAPE, 2 * PARTS, np.uint8)
            rows.append((dice.integers(100, 150), shape, running, place == 0))
    widths, shapes, running, fresh = zip(*rows, strict=True)
    flags = np.array(running, np.bool_), np.array(fresh, np.bool_)
    return Text(np.array(widths, np.uint8), np.stack(shapes), *flags)


def shared(one: Text, other: Text) -> SharedText:
    return shared_text(one, other)


def test_a_post_below_another_page_is_shared_whole() -> None:
    found = shared(text(("a", 30, True), POST, ("c", 20, True)), text(("b", 25, True), POST, ("d", 40, True)))
    assert (found.shared, found.running, found.contradicting, found.passing) == (60, 60, 0, 0)
    assert (found.before, found.loose, found.ahead) == (25, 45, 0)
    assert found.end == (90, 85)


def test_a_pages_bar_above_lines_that_were_moved_away_says_nothing() -> None:
    lines: Part = ("lines", 20, True)
    assert shared(text(BAR, lines, POST), text(BAR, POST)).before == 0


@pytest.mark.parametrize(
    ("bar", "others"),
    [(BAR, (("a", 20, True), ("b", 20, True))), (("bar", 12, True), (("a", 20, True), ("b", 0, True)))],
)
def test_other_lines_on_both_count_and_so_does_a_text_above(bar: Part, others: tuple[Part, Part]) -> None:
    found = shared(text(bar, others[0], POST), text(bar, others[1], POST))
    assert found.shared == 60 and found.before >= 12


def test_a_message_begins_as_far_up_as_on_the_photo_where_more_stands_above_it() -> None:
    """Below a picture on the one, below three words on the other: so small print is told from a message."""
    head: Part = ("head", 9, True)
    assert shared(text(("a", 30, True), POST), text(head, POST)).ahead == 0
    merged = text(head, POST)
    merged.fresh[9] = False
    assert shared(text(("a", 30, True), POST), merged).ahead == 9


def test_of_two_short_texts_nothing_is_said() -> None:
    assert shared(text(("a", 4, True)), text(POST)) == SharedText(0, 0, 4, 0)
