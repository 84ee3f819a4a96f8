"""How close are two photos, going by their fingerprints? What follows from that, core/likeness.py decides."""

from typing import Final

from core.likeness import Closeness
from media.fingerprint import Fingerprint
from media.fingerprint_looks import resemblance, worst_strip
from media.likeness_text import OTHER_FONT, Above, SharedText, shared_text

_WORTH_IT: Final = 0.25  # of the words: with fewer in common another font cannot be the reason
_MOST: Final = 0.7  # of the words: with so many in common the font is the same
_ONE_FONT: Final = 16
"""Words in a row whose widths agree closely: in two fonts they do not, so what else differs are other words."""

_COPIED: Final = 0.9  # resemblance of the pictures from which on the text is worth a second look
_END: Final = 0.88 * 255  # of the page's height: what reaches so far down may go on
_CUT: Final = 0.6  # resemblance that a picture and a part of it seldom have
_LARGE: Final = 0.1  # of the page: smaller ones are faces, logos and buttons, which many pages share
_SAME_SHAPE: Final = 0.012  # of the sides' ratio: what rounding to whole pixels does to a small copy


def compare(one: Fingerprint, other: Fingerprint) -> Closeness:
    """How close two photos are; a blank one is close to none. Takes about 2 ms; call many of them in a thread."""
    if one.blank or other.blank:
        return Closeness()
    picture, above = _picture(one, other)
    copied = picture is not None and picture >= _COPIED
    above = above if copied else (one.first, other.first)
    text, rough = _text(one, other, above, copied)
    return Closeness(
        same_shape=_same_shape(one, other),
        looks=resemblance(one.looks, other.looks),
        strip=worst_strip(one.looks, other.looks),
        picture=picture,
        words=min(len(one.words), len(other.words)),
        shared=text.shared,
        contradicting=text.contradicting,
        loose=text.loose,
        before=text.before,
        rough=rough,
        whole=text.whole,
    )


def _text(one: Fingerprint, other: Fingerprint, above: Above, copied: bool) -> tuple[SharedText, bool]:
    """What their texts share; roughly measured, as between two fonts, where that finds much more.

    So many words stand `above` what ends the post. With a `copied` picture that is tried even where hardly a word
    agrees.
    """
    text = shared_text(one.words, other.words, above=above)
    words = min(len(one.words), len(other.words))
    agree = text.contradicting <= 0.08 * text.shared and (text.shared >= _MOST * words or not copied)
    agree = agree or text.unbroken >= _ONE_FONT
    if agree or (text.shared < _WORTH_IT * words and not copied):
        return text, False
    rough = shared_text(one.words, other.words, OTHER_FONT, above)
    if rough.shared - 2 * rough.contradicting > 1.3 * max(0, text.shared - 2 * text.contradicting):
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
    pairs = [
        (resemblance(first.looks, second.looks), (first.above, second.above)) for first in here for second in there
    ]
    if not pairs:
        return None, (0, 0)
    best, above = max(pairs)
    cut = any(all(part.box.bottom >= _END for part in parts) for parts in (here, there))
    return (None if cut and best < _CUT else best), above
