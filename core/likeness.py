"""Are two photos the same picture, probably the same post, or two different ones; and what follows from that?

The figures come from media/, which looks at pixels. Here they are only weighed. In doubt two photos are different:
"similar" sends an honest person's work to a reviewer, and "same" takes it out of the count.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """What a photo is beside an earlier one."""

    SAME = "same"  # the same picture, perhaps compressed again or made smaller
    SIMILAR = "similar"  # probably the same post
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close two photos are.

    `same_bytes`: nothing more to ask. `same_shape`: as wide for their height. `looks`: how much the whole photos
    resemble each other, `picture`: the pictures on them; 1 the same, about 0 any two, None where one has no picture.
    `strip`: how far they differ in the strip in which they differ most, from 0 to 1 for any two; a copy up to 0.2.
    `words`: how many stand on the photo with fewer. `shared` stand on both; `contradicting`: so many others between
    shared ones on both; `loose`: so many others before or behind all shared ones on both, `before`: those before.
    `rough`: these were measured roughly, as between two fonts, so that more agrees by chance. `whole`: the shared words
    reach down to what ends the post on both.
    """

    same_bytes: bool = False
    same_shape: bool = False
    looks: float = 0.0
    strip: float = 0.0
    picture: float | None = None
    words: int = 0
    shared: int = 0
    contradicting: int = 0
    loose: int = 0
    before: int = 0
    rough: bool = False
    whole: bool = False


_SAME_LOOKS: Final = 0.95
_COPIED_PICTURE: Final = 0.9
_SAME_PICTURE: Final = 0.82
_OTHER_PICTURE: Final = 0.3
_FEW_WORDS: Final = 8
_READABLE: Final = 32
"""Words of which a copy shares some: fewer may have been read from a drawing, and then none agrees."""

_HARDLY: Final = 0.12
"""A copy differs by no more in any strip, unless it is a very poor one; a line of other words differs by more."""

_SHORT_TEXT: Final = 14
"""Words that must be shared before text alone says "the same post": a page's bars and buttons have as many."""

_READABLE_TEXT: Final = 56
"""Words, a page's own among them, of which roughly measured ones may say "the same post" beside the same picture."""

_ROUGH_TEXT: Final = 42
"""Words that roughly agree down to the end of a post."""

_LONG_TEXT: Final = 70
"""Shared words that outweigh another picture, and other posts below the same one."""


def judge(close: Closeness) -> Verdict:
    """What two photos so close to each other are."""
    if close.same_bytes:
        return Verdict.SAME
    if close.same_shape and close.looks >= _SAME_LOOKS and _same_words(close):
        return Verdict.SAME
    if _same_text(close) or _same_post_among_others(close) or _same_picture(close):
        return Verdict.SIMILAR
    return Verdict.NEW


def _same_words(close: Closeness) -> bool:
    """Whether no word says that they differ; where there are hardly any, a picture must say that they do not.

    Nor are there where none is shared though everything looks the same: what was read there is no text but a drawing.
    """
    if close.words < _FEW_WORDS:
        return _copied_picture(close)
    if close.shared == 0 and close.words < _READABLE and close.strip <= _HARDLY:
        return _copied_picture(close)
    # A few words are always parted otherwise in a copy; but where a strip looks otherwise, too, they are other words.
    faults = (close.contradicting + close.loose) / (3 + 0.08 * close.shared)
    copied = close.shared >= 0.8 * close.words and faults <= 1.3 and faults + 3 * close.strip <= 1.5
    return copied and not close.rough


def _same_text(close: Closeness) -> bool:
    """Whether nearly all the text is the same, and nothing on both says otherwise."""
    if close.rough and close.words >= _READABLE_TEXT and _copied_picture(close):
        return close.shared >= 0.72 * close.words + 2 * close.contradicting
    if _only_its_end(close):
        return False
    if close.rough:
        nearly_all = close.shared >= max(_LONG_TEXT, 0.7 * close.words) and close.loose <= 0.3 * close.shared
        return nearly_all and close.contradicting <= 2.5 + 0.06 * close.shared and not _another_picture(close)
    if close.shared < max(_SHORT_TEXT, min(0.6 * close.words, _LONG_TEXT)) or _words_of_its_own(close):
        return False
    return close.loose <= (0.6 if close.shared >= _LONG_TEXT else 0.18) * close.shared


def _words_of_its_own(close: Closeness) -> bool:
    """Whether words amid the shared ones say that each is a post of its own; under another picture few of them do.

    In the same font a post from another phone has hardly any. So two short texts above the same small print are seen.
    """
    if _copied_picture(close):
        return close.contradicting > 2.5 + 0.06 * close.shared
    if _another_picture(close):
        return close.shared < _LONG_TEXT or close.contradicting + close.before > 1 + 0.02 * close.shared
    if close.contradicting > 2.5 + 0.025 * close.shared:
        return True
    return close.contradicting + close.before > 3.5 + 0.06 * close.shared


def _same_post_among_others(close: Closeness) -> bool:
    """Whether a long text is the same, though other posts stand above or below it."""
    if close.rough:
        return _same_in_another_font(close)
    if close.contradicting > 2 + 0.04 * close.shared:
        return False
    if _words_of_its_own(close) or _only_its_end(close):
        return False
    if close.shared >= _LONG_TEXT and close.loose <= close.shared:
        return True
    complete = close.whole or _copied_picture(close)
    return complete and close.shared >= 0.6 * _LONG_TEXT and close.loose <= 1.6 * close.shared


def _same_in_another_font(close: Closeness) -> bool:
    """Whether a text is roughly the same down to its end, beside the same picture."""
    if not (close.whole and _copied_picture(close)) or close.shared < _ROUGH_TEXT:
        return False
    same = close.contradicting <= 1 + 0.03 * close.shared and close.before <= 0.3 * close.shared
    return same and close.loose <= 2 * close.shared


def _same_picture(close: Closeness) -> bool:
    """Whether the pictures are the same, and there is too little text to say otherwise."""
    little_text = close.words < _SHORT_TEXT and close.contradicting <= 3
    return little_text and close.picture is not None and close.picture >= _SAME_PICTURE


def _only_its_end(close: Closeness) -> bool:
    """Whether the texts begin differently: what many pages put below each of their posts makes no post."""
    most = 0.25 if _copied_picture(close) else 0.125
    return close.before > most * close.shared


def _copied_picture(close: Closeness) -> bool:
    return close.picture is not None and close.picture >= _COPIED_PICTURE


def _another_picture(close: Closeness) -> bool:
    return close.picture is not None and close.picture < _OTHER_PICTURE
