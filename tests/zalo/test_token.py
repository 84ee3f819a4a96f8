"""The token is in every URL, and in nothing that anybody can read: a session that fails in every way is searched."""

import asyncio
from collections.abc import Iterator

import pytest

from bot.clock import SystemClock
from channels.calling import Client
from channels.zalo.access import Access
from channels.zalo.answers import result_of
from channels.zalo.channel import ZaloChannel
from core.ports import Misconfigured
from tests.channels.leaks import (
    ADDRESSES,
    IMPATIENT,
    Answer,
    Written,
    answering,
    answers,
    fails,
    listening,
    nonsense,
    tries_everything,
)

SECRET = "BsUtmLazGynhSDfuGIwk-of-a-bot-that-is-none"
TOKEN = f"1903914807132028399:{SECRET}"


@pytest.fixture
def written() -> Iterator[Written]:
    with listening() as found:
        yield found


async def tries(url: str, written: Written) -> None:
    """Use a channel in every way; what fails is written down."""
    access = Access(TOKEN, f"{url}/bot")
    client = Client("Zalo", access, result_of, IMPATIENT)
    channel = ZaloChannel("zalo-1", access, SystemClock(), patience=IMPATIENT, poll_seconds=0, paced=False)
    written.shown(access, client, vars(client))
    async with channel:
        await tries_everything(channel, written, client.ask("getMe", {}), picture=f"{url}/photo/1")
    await fails(channel.identify(), written)


@pytest.mark.parametrize("answer", answers(json_status=200))
async def test_no_answer_brings_the_token_to_light(written: Written, answer: Answer) -> None:
    asyncio.get_running_loop().set_debug(True)
    async with answering(answer) as url:
        await tries(url, written)
    assert len(written.text) > 5000
    assert SECRET not in written.text


@pytest.mark.parametrize("url", [url.removesuffix("/bot") for url in ADDRESSES])
async def test_no_address_brings_the_token_to_light(written: Written, url: str) -> None:
    await tries(url, written)
    assert len(written.text) > 5000
    assert SECRET not in written.text


async def test_tls_with_a_stranger_does_not_bring_it_to_light_either(written: Written) -> None:
    async with answering(nonsense) as url:
        await tries(url.replace("http:", "https:"), written)
    assert SECRET not in written.text


def test_the_webhooks_secret_does_not_tell_the_token() -> None:
    secret = Access(TOKEN).hook_secret
    assert 8 <= len(secret) <= 256
    assert secret == Access(TOKEN).hook_secret != Access(TOKEN + "x").hook_secret
    assert SECRET not in secret


@pytest.mark.parametrize(
    "token", ["", "abc", "123:abc def", "1903914807132028399:BsUt/../x", "1903914807132028399:a\n"]
)
def test_what_cannot_be_a_token_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(Misconfigured) as raised:
        Access(token)
    assert not token or token not in str(raised.value)
