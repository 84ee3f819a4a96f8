"""How close are two photos, going by their fingerprints? What follows from that, core/likeness.py decides."""

from dataclasses import replace
from typing import Final

import numpy as np

from core.likeness import Closeness
from media.fingerprint import Fingerprint
from media.fingerprint_looks import Part, part_of, resemblance, steps_agree, worst_strip
from media.likeness_stretches import Above
from media.likeness_text import shared_text

_COPIED: Final = 0.9  # resemblance of the pictures from which on the text is worth a second look
_END: Final = 0.88 * 255  # of the page's height: what reaches so far down may go on
_CUT: Final = 0.6  # resemblance that a picture and a part of it seldom have
_OTHERS: Final = 0.3  # resemblance of the largest pictures below which others do not matter
_LEAST: Final = 0.35  # of a picture: less of it is not looked for
_MOST_CUT: Final = 0.94  # of it: with more it is hardly cut
_NEAR_COPY: Final = 0.93  # resemblance of the whole photos that a copy has
_COPY_STRIP: Final = 0.3
_LARGE: Final = 0.1  # of the page: smaller ones are faces, logos and buttons, which many pages share
_SCREEN: Final = 1.6  # times as high as wide
_CROPPED: Final = 0.85  # of the height: a photo that was cropped by more is not looked for
_SAME_SHAPE: Final = 0.012  # of the sides' ratio: what rounding to whole pixels does to a small copy


def compare(one: Fingerprint, other: Fingerprint) -> Closeness:
    """How close two photos are; a blank one is close to none. Takes about 2 ms; call many of them in a thread."""
    if one.blank or other.blank:
        return Closeness()
    words = min(len(one.text.widths), len(other.text.widths))
    picture, above = _picture(one, other)
    copied = picture is not None and picture >= _COPIED
    looks, strip = resemblance(one.looks, other.looks), worst_strip(one.looks, other.looks)
    near = _same_shape(one, other) and looks >= _NEAR_COPY and strip <= _COPY_STRIP  # the whole of it must be the same
    text = shared_text(one.text, other.text, above if copied else None, copied=near)
    if text.end is not None and picture is not None and picture < _OTHERS:
        picture, _ = _picture(_down_to(one, text.end[0]), _down_to(other, text.end[1]))
    return Closeness(
        same_shape=_same_shape(one, other),
        looks=looks,
        framed=_framed(one, other),
        strip=strip,
        picture=picture,
        words=words,
        shared=text.shared,
        contradicting=text.contradicting,
        loose=text.loose,
        before=text.before,
        whole=text.end is not None,
        passing=text.passing,
        ahead=text.ahead,
        running=text.running,
        unlikeness=text.unlikeness,
        doubtful=text.doubtful,
    )


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


def _framed(one: Fingerprint, other: Fingerprint) -> float:
    """How much two screens resemble each other where the taller one is cut above or below to the other's shape.

    0 where one is no screen: landscapes resemble each other, too.
    """
    shapes = one.height / one.width, other.height / other.width
    if min(shapes) < _SCREEN:
        return 0.0
    best, share = resemblance(one.looks, other.looks), min(shapes) / max(shapes)
    if _same_shape(one, other) or share < _CROPPED:
        return best
    taller, lower = (one, other) if shapes[0] > shapes[1] else (other, one)
    left = lower.looks.cells.astype(np.float32)
    return max(best, *(steps_agree(part_of(taller.looks.cells, share, top), left) for top in (True, False)))


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
