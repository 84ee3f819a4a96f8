"""What Viber has of its own: a signature, an answer before anybody wrote, a keyboard, a price, and no polling."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.clock import SystemClock
from bot.config import config_of
from bot.config_faults import ConfigError
from channels.calling import Client
from channels.viber.access import Access
from channels.viber.answers import result_of
from channels.viber.channel import SIGNATURE_HEADER, ViberChannel
from core.ports import Misconfigured, Option, Outgoing, RawUpdate
from core.pushing import Forged, Garbled
from tests.channels.leaks import (
    IMPATIENT,
    Answer,
    Written,
    answering,
    answers,
    fails,
    listening,
    tries_everything,
)
from tests.viber.fake import FakeViber, serving
from tests.viber.payloads import callback

TOKEN = "4c2f9b1d7a6e5f30-91ab42cd83ef0011-of-a-bot-that-is-none"
HOOK = "https://nhacnop.example/hook/viber/viber"


def viber(access: Access | None = None, hook_url: str = HOOK) -> ViberChannel:
    return ViberChannel(
        access or Access(TOKEN),
        SystemClock(),
        hook_url=hook_url,
        sender="Nhắc Nộp",
        welcome="Kính chào!",
        begin="Bắt đầu",
        patience=IMPATIENT,
        paced=False,
    )


def signed(body: bytes, token: str = TOKEN) -> dict[str, str]:
    return {SIGNATURE_HEADER: hmac.new(token.encode(), body, hashlib.sha256).hexdigest()}


def encoded(body: object) -> bytes:
    return json.dumps(body).encode()


# ---- what is pushed ------------------------------------------------------------------------------------------------


def test_what_viber_signed_is_taken() -> None:
    body = encoded(callback(type="text", text="a"))
    (update,) = viber().unpack(signed(body), body).updates
    assert update.key == "message:4912661846655238145"


@pytest.mark.parametrize("headers", [{}, {SIGNATURE_HEADER: ""}, {SIGNATURE_HEADER: "é"}, {SIGNATURE_HEADER: "0" * 64}])
def test_what_viber_did_not_sign_is_refused_before_it_is_read(headers: dict[str, str]) -> None:
    with pytest.raises(Forged):
        viber().unpack(headers, b"not even JSON")


def test_a_signature_is_for_one_body_and_one_token() -> None:
    body = encoded(callback(type="text", text="a"))
    with pytest.raises(Forged):
        viber().unpack(signed(body), body + b" ")
    with pytest.raises(Forged):
        viber().unpack(signed(body, "another-token-of-viber"), body)


def test_signed_nonsense_is_said_to_be_that() -> None:
    with pytest.raises(Garbled):
        viber().unpack(signed(b"[1]"), b"[1]")


def test_a_chat_that_is_opened_is_answered_in_the_response_with_one_button() -> None:
    body = encoded({"event": "conversation_started", "context": "4M7VY0RSHDDD9", "user": {"id": "x"}})
    delivery = viber().unpack(signed(body), body)
    assert delivery.updates == ()
    assert delivery.answer is not None
    assert delivery.answer["text"] == "Kính chào!"
    (button,) = delivery.answer["keyboard"]["Buttons"]
    assert (button["Text"], button["ActionBody"]) == ("Bắt đầu", "/start 4M7VY0RSHDDD9")


@pytest.mark.parametrize("context", [None, 7, "x" * 65, ""])
def test_an_odd_context_is_no_code(context: object) -> None:
    body = encoded({"event": "conversation_started", "context": context, "user": {"id": "x"}})
    answer = viber().unpack(signed(body), body).answer
    assert answer is not None
    assert answer["keyboard"]["Buttons"][0]["ActionBody"] == "/start"


# ---- where it pushes to, and what it is told -----------------------------------------------------------------------


@pytest.fixture
async def fake() -> AsyncIterator[FakeViber]:
    """Viber, on this machine."""
    async with serving() as served:
        yield served


async def nothing(_: object) -> None:
    raise AssertionError("nothing is stored here")


async def test_a_hook_that_does_not_answer_is_told_and_tried_again(
    fake: FakeViber, caplog: pytest.LogCaptureFixture
) -> None:
    async with viber(Access(fake.token, fake.api_url), "http://127.0.0.1:9/hook/viber/viber") as channel:
        receiving = asyncio.create_task(channel.receive(nothing))
        await fake.bells.until(lambda: len(fake.calls.of("set_webhook")) == 2, 30)
        receiving.cancel()
    assert "the webhook could not be set: invalidUrl" in caplog.text


async def test_an_answer_keyboard_carries_the_actions(fake: FakeViber) -> None:
    person = fake.person("Hạnh")
    person.subscribed = True
    async with viber(Access(fake.token, fake.api_url)) as channel:
        assert await channel.send(person.id, Outgoing("Tuần 47", (Option("Xem lại", "status:47"),)))
        assert await channel.identify() == "nhacnopbot"
    assert person.shown[0].buttons == (("Xem lại", "▸status:47"),)
    assert channel.link("nhacnopbot").format(code="ABC") == "viber://pa?chatURI=nhacnopbot&context=ABC"


async def test_a_wrong_token_is_named_as_such(fake: FakeViber) -> None:
    async with viber(Access("another-token-of-viber", fake.api_url)) as channel:
        with pytest.raises(Misconfigured, match="rejects the bot's token"):
            await channel.identify()
        with pytest.raises(Misconfigured):
            await channel.receive(nothing)


def test_what_cannot_be_a_token_is_refused_without_being_shown() -> None:
    with pytest.raises(Misconfigured) as refused:
        Access("geheim geheim geheim")
    assert "geheim" not in str(refused.value)


def test_viber_wants_an_address_that_the_world_reaches() -> None:
    with pytest.raises(ConfigError, match="https URL that viber can reach"):
        config_of({"channels": {"viber": {"enabled": True}}})
    config_of({"channels": {"viber": {"enabled": True}}, "web": {"public_url": "https://nhacnop.example"}})


def test_a_callback_of_another_chat_than_the_inbox_says_is_left_out() -> None:
    assert viber().translate(RawUpdate("1", "somebody else", callback(type="text", text="a"))) is None


# ---- the token -----------------------------------------------------------------------------------------------------


@pytest.fixture
def written() -> Iterator[Written]:
    with listening() as found:
        yield found


@pytest.mark.parametrize("answer", answers(json_status=200))
async def test_no_answer_brings_the_token_to_light(written: Written, answer: Answer) -> None:
    asyncio.get_running_loop().set_debug(True)
    async with answering(answer) as url:
        access = Access(TOKEN, f"{url}/pa")
        client = Client("Viber", access, result_of, IMPATIENT)
        channel = viber(access)
        written.shown(access, client, vars(client))
        async with channel:
            await tries_everything(channel, written, client.ask("get_account_info", {}), picture=f"{url}/media/1")
        await fails(channel.identify(), written)
    assert len(written.text) > 5000
    assert TOKEN not in written.text
