"""What every channel promises, whatever its platform: texts, albums, errors by kind, redelivery, secrets."""

import logging
from collections.abc import Sequence
from datetime import timedelta

import pytest

from core.numbering import numbered
from core.plans import Metered
from core.ports import Channel, InboundKind, Limits, Option, Outgoing, RawUpdate, SendError, Unavailable
from core.splitting import units
from tests.contract.house import House
from tests.contract.worlds import World
from tests.journeys.pictures import photo
from tests.journeys.rows import ZONE

pytestmark = pytest.mark.long  # the whole file takes seconds

QUESTION = Outgoing("Đúng không ạ?", (Option("Đúng", "y"), Option("Không phải tôi", "n")))


class Inbox:
    """What was stored, each key once, as the real one does."""

    def __init__(self) -> None:
        self.updates: dict[str, RawUpdate] = {}

    async def store(self, batches: Sequence[tuple[Channel, Sequence[RawUpdate]]]) -> None:
        """Keep what is new."""
        for _, updates in batches:
            for update in updates:
                self.updates.setdefault(update.key, update)


# ---- going out -----------------------------------------------------------------------------------------------------


async def test_a_question_offers_its_answers(world: World) -> None:
    phone = world.phone("Hạnh")
    phone.starts()
    number = await world.channel.send(phone.chat, QUESTION)
    assert isinstance(number, str)
    (heard,) = phone.heard
    assert (heard.text, heard.options) == ("Đúng không ạ?", ("Đúng", "Không phải tôi"))


def expected(limits: Limits, message: Outgoing) -> int:
    """As how many messages it may arrive at least: no piece is longer than the channel carries."""
    options = () if limits.buttons else message.options
    return len(numbered(message.text, options, limits.text_length, limits.text_unit))


def taken(channel: Channel) -> int | None:
    """How many messages the platform took, where the channel counts them; whoever has a plan does."""
    assert isinstance(channel, Metered) or channel.limits.plan is None
    return channel.taken if isinstance(channel, Metered) else None


async def test_a_long_text_is_cut_at_sensible_places_in_the_channels_own_unit(world: World) -> None:
    limits = world.channel.limits
    phone = world.phone("Hạnh")
    phone.starts()
    lines = [
        f"• Xã Số {number} 🎉: còn thiếu 1, hạn 20:00 Chủ nhật 22/11" for number in range(limits.text_length // 25)
    ]
    message = Outgoing("\n".join(lines), QUESTION.options)
    await world.channel.send(phone.chat, message)
    heard = phone.heard
    assert len(heard) == expected(limits, message) > 1
    assert all(units(each.text, limits.text_unit) <= limits.text_length for each in heard)
    assert [line for each in heard for line in each.text.split("\n") if line] == lines, "no line is torn"
    assert [each.options for each in heard if each.options] == [("Đúng", "Không phải tôi")]
    assert heard[-1].options, "the answers stand under the end"
    assert taken(world.channel) in (None, len(heard)), "each piece is one message of the plan"


async def test_each_failure_has_its_kind_and_nothing_arrives(world: World) -> None:
    phone = world.phone("Hạnh")
    phone.starts()
    for kind, goes_wrong in world.failures.items():
        goes_wrong()
        with pytest.raises(SendError) as raised:
            await world.channel.send(phone.chat, QUESTION)
        assert type(raised.value) is kind
    assert phone.heard == []
    assert not taken(world.channel)
    await world.channel.send(phone.chat, QUESTION)
    assert len(phone.heard) == 1


# ---- coming in -----------------------------------------------------------------------------------------------------


async def test_what_people_send_is_understood(world: World) -> None:
    phone, inbox = world.phone("Hạnh"), Inbox()
    phone.starts()
    phone.says("Xin chào")
    phone.sends_photos(photo("bài"))
    phone.sends_what_is_no_evidence()
    await world.delivers(inbox.store)
    inbounds = [world.channel.translate(update) for update in inbox.updates.values()]
    assert [inbound and inbound.kind for inbound in inbounds] == [
        InboundKind.TEXT,
        InboundKind.PHOTO,
        InboundKind.OTHER,
    ]
    for inbound in inbounds:
        assert inbound is not None
        assert (inbound.address.channel, inbound.address.account) == (world.channel.name, world.channel.account)
        assert inbound.address.chat == phone.chat
        assert inbound.sent_at.utcoffset() == timedelta()
        assert inbound.private
    picture = inbounds[1].picture if inbounds[1] else None
    assert picture is not None
    assert await world.channel.fetch(picture) == photo("bài")


async def test_what_is_stored_may_be_anything_and_is_never_raised_over(world: World) -> None:
    for payload in ({}, {"message": None}, {"line": 5}, {"message": {"chat": 1, "from": [], "date": "x"}}):
        assert world.channel.translate(RawUpdate("1", "an", payload)) is None


async def test_what_is_delivered_again_changes_nothing(house: House) -> None:
    hanh = await house.linked("X1", "Hạnh")
    await house.at("2026-11-17 09:12")
    hanh.hears()
    assert "Tuần 47: 1/1, đã đủ." in await hanh.sends_photos(photo("bài"))
    await house.is_told_again()
    await house.is_told_again()
    assert hanh.hears() == ""
    assert "1/1" in await hanh.says("/tiendo")
    history = await hanh.says("/lichsu")
    assert history.count("BC-") == 1


async def test_pictures_sent_at_once_get_one_receipt_where_the_platform_or_the_channel_knows_albums(
    house: House,
) -> None:
    hanh = await house.linked("X1", "Hạnh")
    await house.at("2026-11-17 09:12")
    hanh.hears()
    receipt = await hanh.sends_photos(*(photo(f"trang {number}") for number in range(3)))
    if house.channel.name == "toy":  # it has none
        assert receipt.count("Đã nhận 1 ảnh") == 3
    else:
        assert receipt.count("Đã nhận 3 ảnh") == 1


# ---- secrets and trouble -------------------------------------------------------------------------------------------


async def test_no_secret_is_shown_or_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    hanh = await house.linked("X1", "Hạnh")
    house.world.failures[Unavailable]()
    await hanh.sends_photos(photo("bài"))
    await house.at((house.now + timedelta(minutes=2)).astimezone(ZONE).strftime("%Y-%m-%d %H:%M"))
    assert "1/1" in hanh.hears() + await hanh.says("/tiendo")
    secret = house.world.secret
    shown = [caplog.text, repr(house.channel), repr(getattr(house.channel, "__dict__", ""))]
    assert secret is None or not any(secret in text for text in shown)


async def test_limits_are_stated_honestly(world: World) -> None:
    limits = world.channel.limits
    assert limits.text_length >= 100
    assert limits.action_bytes == 64, "what the product's buttons carry"
    promised: Channel = world.channel
    assert promised.name and promised.account
