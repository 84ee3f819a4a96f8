"""Invitations on paper: what a card's square holds, and which cards lie together."""

from datetime import UTC, datetime

from core.invitations import Card, CardSheet, Place, counted_by_place, place_of
from core.roster import SeatKind

TOWN, PROVINCE = Place(1, "Thành phố Đông Hà", "Tỉnh Quảng Trị"), Place(2, "Tỉnh Quảng Trị")


def card(member: str, place: Place = TOWN, seat: SeatKind = SeatKind.SECRETARY, **ways: str) -> Card:
    return Card("X1", "Phường 1", place, seat, member, "7K3M-9QX2-B4TWZ", **ways)


def test_the_square_holds_the_link_that_carries_the_code_else_the_bots_else_the_code() -> None:
    assert card("A", link="https://t.me/b?start=7", bot_link="https://zalo.me/b").scanned == "https://t.me/b?start=7"
    assert card("A", bot="zalo-1", bot_link="https://zalo.me/b").scanned == "https://zalo.me/b"
    assert card("A").scanned == "7K3M-9QX2-B4TWZ"


def test_places_stand_as_they_first_come_and_whoever_leads_one_stands_first_in_it() -> None:
    leader = card("Nam", seat=SeatKind.COORDINATOR)
    sheet = CardSheet((card("Hạnh"), card("Hùng", PROVINCE), leader, card("Hải")), datetime(2026, 12, 16, tzinfo=UTC))
    told = [(place.name, [each.member for each in cards]) for place, cards in sheet.by_place()]
    assert told == [("Thành phố Đông Hà", ["Nam", "Hạnh", "Hải"]), ("Tỉnh Quảng Trị", ["Hùng"])]


def test_a_units_card_lies_with_the_one_above_unless_others_are_below_it() -> None:
    above, leading = {1: None, 2: 1, 3: 2}, {1, 2, None}
    assert [place_of(unit, above, leading) for unit in (1, 2, 3)] == [1, 2, 2]
    assert place_of(9, {9: None}, set()) == 9


def test_places_are_counted_the_fullest_first() -> None:
    assert counted_by_place([5, 7, 7, 5, 7]) == {7: 3, 5: 2}
    assert counted_by_place([]) == {}
