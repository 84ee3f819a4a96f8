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
    `framed`: like `looks` of two screens, the taller one cut to the other's shape; 0 of other photos.

    `words`: how many stand on the photo with fewer. `shared` stand on both, `running` of them in running text, not in
    names, counts and buttons. Between shared ones, `contradicting` words of running text stand on both and are others
    here than there; `passing`: such words that are no running text. `loose`: so many others stand on both before or
    behind all shared ones, `before`: those before; `ahead`: those since the place where a post may begin. `whole`: the
    shared words reach down to what ends the post on both. `unlikeness` of shared words: 0 in one font, more in two.
    `doubtful`: shared words that look a little otherwise, as one number and another do.
    """

    same_bytes: bool = False
    same_shape: bool = False
    looks: float = 0.0
    strip: float = 0.0
    framed: float = 0.0
    picture: float | None = None
    words: int = 0
    shared: int = 0
    running: int = 0
    contradicting: int = 0
    passing: int = 0
    loose: int = 0
    before: int = 0
    ahead: int = 0
    whole: bool = False
    unlikeness: float = 0.0
    doubtful: int = 0


_SAME_LOOKS: Final = 0.95
_EXACT_LOOKS: Final = 0.985
_EXACT_STRIP: Final = 0.15
_COPIED_PICTURE: Final = 0.9
_SAME_PICTURE: Final = 0.82
_SAME_FRAME: Final = 0.78
_OTHER_PICTURE: Final = 0.3
_FEW_WORDS: Final = 8
_READABLE: Final = 32
"""Words of which a copy shares some: fewer may have been read from a drawing, and then none agrees."""

_HARDLY: Final = 0.12
"""A copy differs by no more in any strip, unless it is a very poor one; a line of other words differs by more."""

_PASSING: Final = 0.2
"""What a word that is no running text weighs when it contradicts: a time and a count change from hour to hour."""

_DOUBTFUL: Final = 0.6
"""What a word weighs that is as wide but looks otherwise than the others let expect."""

_READ_OTHERWISE: Final = 2
"""Words that a copy has at most that contradict or look otherwise: three say that numbers differ."""

_SHORT_TEXT: Final = 14
"""Words that must be shared before text says "the same post": a page's bars and buttons have as many."""

_OWN_TEXT: Final = 12
"""Words of running text that must be among them, unless the picture is the same."""

_LONG_TEXT: Final = 70
"""Shared words that outweigh another picture, and some other posts below the same one."""

_ONE_FONT: Final = 0.06
"""Unlikeness of shared words that has one font; in two fonts more words are badly read."""

_MOST_SLACK: Final = 2.5


def judge(close: Closeness) -> Verdict:
    """What two photos so close to each other are."""
    if close.same_bytes:
        return Verdict.SAME
    if close.same_shape and close.looks >= _SAME_LOOKS and _same_words(close):
        return Verdict.SAME
    if _same_text(close) or _same_picture(close):
        return Verdict.SIMILAR
    return Verdict.NEW


def _same_words(close: Closeness) -> bool:
    """Whether no word says that they differ; where there are hardly any, the looks must say that they do not.

    Nor are there where none is shared though everything looks the same: what was read there is no text but a drawing.
    """
    looks_otherwise = close.doubtful > 0 or close.strip > _EXACT_STRIP
    if looks_otherwise and close.contradicting + close.doubtful > _READ_OTHERWISE:
        return False
    exact = close.looks >= _EXACT_LOOKS and close.strip <= _EXACT_STRIP
    if close.words < _FEW_WORDS:
        return exact or _copied_picture(close)
    if close.shared == 0 and close.words < _READABLE and close.strip <= _HARDLY:
        return _copied_picture(close)
    # A line that the screen's end cuts is read otherwise in each copy, and a few words are always parted otherwise.
    if exact and close.shared >= 0.7 * close.words and _otherwise(close) <= 1 + 0.01 * close.shared:
        return True
    # But where a strip looks otherwise, too, they are other words.
    if _otherwise(close) > 2 + 0.02 * close.shared:
        return False
    faults = (close.contradicting + close.loose) / (3 + 0.08 * close.shared)
    return close.shared >= 0.8 * close.words and faults <= 1.3 and faults + 3 * close.strip <= 1.5


def _same_text(close: Closeness) -> bool:
    """Whether one post's text stands on both: from its beginning to its end, or nearly all of it, and nothing in it
    says otherwise."""
    if close.shared < _SHORT_TEXT or (close.running < _OWN_TEXT and not _copied_picture(close)):
        return False
    if _words_of_its_own(close) or not _from_its_beginning(close):
        return False
    behind = close.loose - close.before
    nearly_all = close.shared >= 0.6 * close.words and behind <= 0.18 * close.shared
    long = close.shared >= _LONG_TEXT and behind <= 0.3 * close.shared
    return nearly_all or long or (close.whole and behind <= 1.6 * close.shared)


def _words_of_its_own(close: Closeness) -> bool:
    """Whether words amid the shared ones say that each is a post of its own; under another picture few of them do.

    In one font a post from another phone has hardly any. So posts of one template are told by a few numbers.
    """
    if _another_picture(close):
        return close.shared < _LONG_TEXT or _otherwise(close) > 0.5 + 0.01 * close.shared
    slack = min(_MOST_SLACK, max(1.0, close.unlikeness / _ONE_FONT))
    return _otherwise(close) > slack * (1 + 0.009 * close.shared)


def _otherwise(close: Closeness) -> float:
    """How many words say otherwise."""
    return close.contradicting + _PASSING * close.passing + _DOUBTFUL * close.doubtful


def _from_its_beginning(close: Closeness) -> bool:
    """Whether little that differs stands above: what many pages put below each of their posts makes no post.

    In a talk others' words may stand above; then the shared text begins where a bubble does, and is most of what there
    is.
    """
    if close.before <= 2 + 0.12 * close.shared:
        return True
    return close.ahead <= 3 and close.shared >= 0.5 * close.words


def _same_picture(close: Closeness) -> bool:
    """Whether the pictures are the same, and there is too little text to say otherwise."""
    little_text = close.words < _SHORT_TEXT and close.contradicting <= 3
    return little_text and ((close.picture or 0.0) >= _SAME_PICTURE or close.framed >= _SAME_FRAME)


def _copied_picture(close: Closeness) -> bool:
    return close.picture is not None and close.picture >= _COPIED_PICTURE


def _another_picture(close: Closeness) -> bool:
    return close.picture is not None and close.picture < _OTHER_PICTURE
