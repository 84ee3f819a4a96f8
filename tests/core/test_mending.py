"""A returned item is mended by the next one sent, and the correction is on time as long as the item was."""

from collections.abc import Sequence

from core.evidence import Duty, Earlier, Item, ItemKind, Placement, Returned, place
from tests.core.test_evidence import PHU_LOC, TAN_LAP, duty, photos
from tests.core.weeks import TASK, hanoi

IN_48 = hanoi(11, 24, 9)
RETURNED = Returned(number=7, unit=PHU_LOC, period=47, identity="old", sent_at=hanoi(11, 17, 9))


def placed(identities: str, duties: Sequence[Duty], *returned: Returned) -> list[Placement]:
    return place(photos(*identities.split()), duties, IN_48, {}, returned)


def test_the_next_item_mends_what_was_returned_before_it_serves_the_running_week() -> None:
    first, second = placed("a b", [duty(47), duty(48)], RETURNED)
    assert (first.duty.week, first.mends) == (47, RETURNED)
    assert (second.duty.week, second.mends) == (48, None)


def test_each_returned_item_is_mended_once() -> None:
    other = Returned(8, PHU_LOC, 47, "other", RETURNED.sent_at)
    mended = placed("a b c", [duty(47, required=2), duty(48)], RETURNED, other)
    assert [each.mends for each in mended] == [RETURNED, other, None]


def test_a_week_that_is_full_all_the_same_needs_no_mending() -> None:
    (only,) = placed("a", [duty(47, counted=1), duty(48)], RETURNED)
    assert (only.duty.week, only.mends) == (48, None)


def test_another_units_returned_item_is_not_mended() -> None:
    (only,) = placed("a", [duty(47, unit=TAN_LAP), duty(48)], RETURNED)
    assert only.mends is None


def test_the_returned_item_itself_may_be_sent_again_as_its_own_correction() -> None:
    earlier = {(PHU_LOC, TASK.code, "old"): Earlier(RETURNED.number, 47)}
    (again,) = place(photos("old"), [duty(47), duty(48)], IN_48, earlier, [RETURNED])
    assert again.counts and again.mends == RETURNED


def test_of_several_returned_items_the_one_sent_again_is_mended() -> None:
    again = Returned(8, PHU_LOC, 47, "again", RETURNED.sent_at)
    earlier = {(PHU_LOC, TASK.code, "again"): Earlier(8, 47)}
    (only,) = place(photos("again"), [duty(47, required=2)], IN_48, earlier, [RETURNED, again])
    assert only.counts and only.mends == again


def test_what_was_handed_in_under_another_number_mends_nothing() -> None:
    earlier = {(PHU_LOC, TASK.code, "b"): Earlier(3, 46)}
    refused, mending = place(photos("b", "c"), [duty(47), duty(48)], IN_48, earlier, [RETURNED])
    assert (refused.counts, refused.mends) == (False, None)
    assert mending.mends == RETURNED


def test_a_pending_picture_mends_too() -> None:
    (only,) = place([Item(ItemKind.PHOTO, None, "m")], [duty(47)], IN_48, {}, [RETURNED])
    assert only.mends == RETURNED
