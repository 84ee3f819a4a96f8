"""The token is in every URL, and in nothing that anybody can read: a session that fails in every way is searched."""

import asyncio
import logging
from collections.abc import Iterator

import pytest

from bot.clock import SystemClock
from channels.telegram.access import Access
from channels.telegram.channel import TelegramChannel
from channels.telegram.transport import AiohttpRequest
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

SECRET = "AAsecret-of-a-bot-that-is-none_0123"
TOKEN = f"7100000001:{SECRET}"
PASSWORD = "matkhau-cua-proxy"


@pytest.fixture
def written() -> Iterator[Written]:
    with listening() as found:
        yield found


async def tries(access: Access, written: Written) -> None:
    """Use a channel in every way; what fails is written down."""
    request = AiohttpRequest(access, IMPATIENT)
    channel = TelegramChannel(access, SystemClock(), request=request, poll_seconds=0, paced=False)
    written.shown(access, request)
    async with channel:
        others = (request.download("photos/a.jpg", 10), request.ask("getUpdates", {}, longer=0.01))
        await tries_everything(channel, written, *others, picture="abc")
    await fails(channel.identify(), written)


@pytest.mark.parametrize("answer", answers())
async def test_no_answer_brings_the_token_to_light(written: Written, answer: Answer) -> None:
    asyncio.get_running_loop().set_debug(True)
    async with answering(answer) as url:
        await tries(Access(TOKEN, f"{url}/bot", f"{url}/file/bot"), written)
    assert "telegram" in written.logs, "the loggers were listened to"
    assert len(written.text) > 5000
    assert SECRET not in written.text


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        *((url, None) for url in ADDRESSES),
        ("http://nhacnop.invalid/bot", f"http://an:{PASSWORD}@127.0.0.1:1"),
        ("http://nhacnop.invalid/bot", f"socks5://an:{PASSWORD}@127.0.0.1:1"),
    ],
)
async def test_no_address_brings_the_token_to_light(written: Written, url: str, proxy: str | None) -> None:
    await tries(Access(TOKEN, url, url, proxy), written)
    assert len(written.text) > 5000
    assert SECRET not in written.text
    assert PASSWORD not in written.text


async def test_tls_with_a_stranger_does_not_bring_it_to_light_either(written: Written) -> None:
    async with answering(nonsense) as url:
        https = url.replace("http:", "https:")
        await tries(Access(TOKEN, f"{https}/bot", f"{https}/file/bot"), written)
    assert SECRET not in written.text


async def test_what_is_searched_would_show_a_token_that_is_written(written: Written) -> None:
    logging.getLogger("aiohttp.client").debug("GET %s", f"/bot{TOKEN}/getMe")
    assert SECRET in written.text
    hidden = Written()
    try:
        address = f"/bot{TOKEN}/getMe"
        raise ValueError(len(address))
    except ValueError as error:
        hidden.error(error)
    assert SECRET in hidden.text, "local variables are searched as well"
