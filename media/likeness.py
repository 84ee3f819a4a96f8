"""How close are two photos, going by their fingerprints? What follows from that, core/likeness.py decides."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Final

import numpy as np

from core.likeness import Closeness
from media.fingerprint import Fingerprint
from media.fingerprint_looks import Part, part_of, resemblance, steps_agree, worst_strip
from media.likeness_text import OTHER_FONT, Above, SharedText, shared_text

_WORTH_IT: Final = 0.25  # of the words: with fewer in common another font cannot be the reason
_MOST: Final = 0.7  # of the words: with so many in common the font is the same
_ONE_FONT: Final = 16
"""Words in a row whose widths agree closely: in two fonts they seldom do, so what else differs are other words."""
_MENDED: Final = 0.34  # of the contradicting words: if hardly more are left in rough measure, they were a font's

_COPIED: Final = 0.9  # resemblance of the pictures from which on the text is worth a second look
_END: Final = 0.88 * 255  # of the page's height: what reaches so far down may go on
_CUT: Final = 0.6  # resemblance that a picture and a part of it seldom have
_OTHERS: Final = 0.3  # resemblance of the largest pictures below which others do not matter
_LEAST: Final = 0.35  # of a picture: less of it is not looked for
_MOST_CUT: Final = 0.94  # of it: with more it is hardly cut
_NEAR_COPY: Final = 0.93  # resemblance of the whole photos that a copy has
_COPY_STRIP: Final = 0.3
_LARGE: Final = 0.1  # of the page: smaller ones are faces, logos and buttons, which many pages share
_SAME_SHAPE: Final = 0.012  # of the sides' ratio: what rounding to whole pixels does to a small copy


def compare(one: Fingerprint, other: Fingerprint) -> Closeness:
    """How close two photos are; a blank one is close to none. Takes about 2 ms; call many of them in a thread."""
    if one.blank or other.blank:
        return Closeness()
    picture, above = _picture(one, other)
    copied = picture is not None and picture >= _COPIED
    looks, strip = resemblance(one.looks, other.looks), worst_strip(one.looks, other.looks)
    near = _same_shape(one, other) and looks >= _NEAR_COPY and strip <= _COPY_STRIP  # the whole of it must be the same
    ends = [*([above] if copied else ()), *product(one.ends, other.ends)]
    text, rough = (shared_text(one.words, other.words), False) if near else _text(one, other, ends, copied)
    if text.end is not None and picture is not None and picture < _OTHERS:
        picture, _ = _picture(_down_to(one, text.end[0]), _down_to(other, text.end[1]))
    return Closeness(
        same_shape=_same_shape(one, other),
        looks=looks,
        strip=strip,
        picture=picture,
        words=min(len(one.words), len(other.words)),
        shared=text.shared,
        contradicting=text.contradicting,
        loose=text.loose,
        before=text.before,
        rough=rough,
        whole=text.end is not None,
    )


def _text(one: Fingerprint, other: Fingerprint, ends: Sequence[Above], copied: bool) -> tuple[SharedText, bool]:
    """What their texts share; roughly measured, as between two fonts, where that finds much more.

    `ends`: so many words stand above what may end the post. With a `copied` picture that is tried even where hardly a
    word agrees.
    """
    text = shared_text(one.words, other.words, ends=ends)
    words = min(len(one.words), len(other.words))
    agree = text.contradicting <= 0.08 * text.shared and (text.shared >= _MOST * words or not copied)
    one_font = text.unbroken >= _ONE_FONT
    if (agree or one_font or text.shared < _WORTH_IT * words) and (not copied or not text.contradicting):
        return text, False
    rough = shared_text(one.words, other.words, OTHER_FONT, ends)
    if one_font and rough.contradicting > _MENDED * text.contradicting:
        return text, False
    weight, more = (4, 1.0) if copied else (2, 1.3)
    if rough.shared - weight * rough.contradicting > more * max(0, text.shared - weight * text.contradicting):
        return rough, True
    return text, False


def _same_shape(one: Fingerprint, other: Fingerprint) -> bool:
    return abs(one.width * other.height / (one.height * other.width) - 1) <= _SAME_SHAPE


def _picture(one: Fingerprint, other: Fingerprint) -> tuple[float | None, Above]:
    """How much the pictures on them resemble each other, the best pair of any two that are large; and what is above.

    None where that is little and one of them shows no picture but one that the screen's end cuts: of it there may be
    more on the other.
    """
    here, there = ([part for part in photo.parts if part.box.area >= _LARGE * 255**2] for photo in (one, other))
    pairs = [(_alike(one, first, other, second), (first.above, second.above)) for first in here for second in there]
    if not pairs:
        return None, (0, 0)
    best, above = max(pairs)
    cut = any(all(part.box.bottom >= _END for part in parts) for parts in (here, there))
    if cut and best < _CUT:
        return None, above
    own = max(_of_largest(one, here, other, there), _of_largest(other, there, one, here))
    return (own if own < _OTHERS else best), above


def _down_to(photo: Fingerprint, end: int) -> Fingerprint:
    """The same without the pictures of what stands below the post."""
    return replace(photo, parts=tuple(part for part in photo.parts if part.above < end))


def _of_largest(one: Fingerprint, here: list[Part], other: Fingerprint, there: list[Part]) -> float:
    """How much the largest picture on one photo resembles any on the other: beside it an advertisement tells nothing.

    Not what the screen's end cuts, where there is another.
    """
    whole = [part for part in here if part.box.bottom < _END] or here
    largest = max(whole, key=lambda part: part.box.area)
    return max(_alike(one, largest, other, each) for each in there)


def _alike(one: Fingerprint, here: Part, other: Fingerprint, there: Part) -> float:
    """How much two pictures resemble each other; or the one that a bar or a keyboard cuts and as much of the other."""
    best = resemblance(here.looks, there.looks)
    shapes = (_height_for_width(one, here), _height_for_width(other, there))
    share = min(shapes) / max(shapes)
    if best >= _CUT or not _LEAST <= share <= _MOST_CUT or here.looks.flat or there.looks.flat:
        return best
    whole, rest = (there.looks, here.looks) if shapes[0] < shapes[1] else (here.looks, there.looks)
    left = rest.cells.astype(np.float32)
    return max(best, *(steps_agree(part_of(whole.cells, share, top), left) for top in (True, False)))


def _height_for_width(photo: Fingerprint, part: Part) -> float:
    return part.box.height * photo.height / (part.box.width * photo.width)
