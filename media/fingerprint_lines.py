"""Where does one line of text stand beside the next: in one paragraph, in one bubble, on one ground?"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from media.fingerprint_cuts import Grey, most_frequent
from media.fingerprint_page import Box

_FAINT: Final = 7  # steps of brightness: less is a compressor's noise
_PROBES: Final = 13  # columns that are looked at between two lines
_FULL: Final = 0.65  # of the room: a line that is shorter does not go on in the next one
_ONE_SIZE: Final = 0.13  # letters that differ by less are of one size
_ROOM: Final = (2, 4)  # so many lines above and below tell how much room there is
_NEXT: Final = 5  # times the height of small letters: lines of one paragraph stand closer


class Extent(NamedTuple):
    """Where a line's text begins and ends, its first row and its height, and the height of its small letters."""

    left: float
    right: float
    top: int
    height: int
    small: float


def running(lines: Sequence[Extent]) -> list[bool]:
    """Which lines are of running text: those that go on in the next one, as wide as there is room, and those below.

    Not so are an author's name, counts and buttons.
    """
    follows = [_goes_on(lines, place) for place in range(len(lines) - 1)]
    return [above or below for above, below in zip([False, *follows], [*follows, False], strict=True)]


def _goes_on(lines: Sequence[Extent], place: int) -> bool:
    one, other = lines[place], lines[place + 1]
    room = max(line.right for line in lines[max(0, place - _ROOM[0]) : place + _ROOM[1]]) - one.left
    return (
        abs(one.left - other.left) < 2 * one.small
        and one.right - one.left > _FULL * room
        and abs(float(np.log(one.small / other.small))) < _ONE_SIZE
        and 0.5 * one.height < other.top - one.top < _NEXT * one.small
    )


def parted(grey: Grey, above: Box, below: Box) -> bool:
    """Whether something else stands between two lines than their common ground: a rule, a picture, a bubble's end.

    There a post may end, and the next one begin. False of lines beside each other.
    """
    if below.top <= above.bottom:
        return False
    ground = _ground(grey, above)
    if abs(ground - _ground(grey, below)) > _FAINT:
        return True
    for box in (above, below):
        columns = np.linspace(box.left, box.right - 1, _PROBES).astype(np.intp)
        between = np.sort(grey[above.bottom : below.top, columns], axis=1)[:, _PROBES // 2].astype(np.int16)
        if (np.abs(between - ground) > _FAINT).any():
            return True
    return False


def _ground(grey: Grey, box: Box) -> int:
    """The brightness that a line stands on."""
    sample = grey[box.top : box.bottom, box.left : box.right : max(1, box.width // 64)].astype(np.int16)
    near = np.abs(sample - most_frequent(sample)[0]) <= _FAINT
    return int(np.median(sample[near]))
