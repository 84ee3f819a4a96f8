"""What the platform sends, in neutral words. The table of raw updates is tried in tests/contract/test_payloads.py."""

from datetime import timedelta

from channels.albums import TOGETHER, Albums
from channels.zalo.translation import translate
from channels.zalo.updates import raw_update
from core.ports import Address, Inbound, InboundKind, RawUpdate
from tests.zalo.payloads import ARRIVED, HANH, SENT, update


def stored(body: object) -> RawUpdate:
    """As it lies in the inbox."""
    found = raw_update(body, ARRIVED, Albums())
    assert found is not None
    return found


def understood(body: object) -> Inbound | None:
    return translate(stored(body), "zalo-1")


def test_a_message_has_its_address_its_id_and_its_moment() -> None:
    inbound = understood(update("text", text="Xin chào"))
    assert inbound == Inbound(
        Address("zalo", "zalo-1", HANH), "2d758cb5e222177a4e35", SENT, InboundKind.TEXT, text="Xin chào"
    )


def test_an_update_of_another_chat_than_the_inbox_says_is_left_out() -> None:
    lying = RawUpdate("1", "somebody else", update("text", text="a"))
    assert translate(lying, "zalo-1") is None


def test_the_key_is_the_messages_id_and_without_one_the_same_again() -> None:
    assert stored(update("text", text="a")).key == "2d758cb5e222177a4e35"
    bare = {"event_name": "message.unsupported.received", "message": {"from": {"id": HANH}}}
    again = raw_update(bare, ARRIVED + timedelta(seconds=9), Albums())
    assert again is not None and again.key == stored(bare).key
    assert stored({**bare, "event_name": "message.sticker.received"}).key != stored(bare).key


# ---- albums --------------------------------------------------------------------------------------------------------


def test_pictures_of_one_sender_that_follow_each_other_closely_are_one_album() -> None:
    albums = Albums()
    first = albums.of_picture("an", "1", SENT)
    assert albums.of_picture("ba", "2", SENT) != first
    assert albums.of_picture("an", "3", SENT + TOGETHER) == first
    assert albums.of_picture("an", "4", SENT + 2 * TOGETHER) == first, "counted from the last one"
    later = albums.of_picture("an", "5", SENT + 3 * TOGETHER + timedelta(milliseconds=1))
    assert later == "5"
    assert albums.of_picture("an", "6", SENT + 3 * TOGETHER) == later, "order of arrival is not that of sending"


def test_only_pictures_belong_to_albums_and_only_the_last_ones_are_remembered() -> None:
    albums = Albums()
    assert raw_update(update("text", text="a"), ARRIVED, albums) == raw_update(
        update("text", text="a"), ARRIVED, albums
    )
    assert stored(update("image", photo_url="https://a.vn/1")).album == "2d758cb5e222177a4e35"
    for number in range(1500):
        albums.of_picture(str(number), "k", SENT)
    assert albums.of_picture("0", "again", SENT) == "again"
