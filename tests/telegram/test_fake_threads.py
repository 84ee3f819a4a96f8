"""Can the stand-in serve another process, or a thread that blocks, and be down for a while?"""

import asyncio
import json
import sys
from urllib.request import Request, urlopen

import pytest
from aiohttp import ClientConnectionError

from tests.telegram.fake import FakeTelegram, served, serving_in_thread
from tests.telegram.fake.plain_client import calling

ECHO = """
import json, sys
from urllib.request import Request, urlopen

def call(method, **said):
    request = Request(sys.argv[1] + method, json.dumps(said).encode(), {"Content-Type": "application/json"})
    return json.load(urlopen(request))["result"]

offset = 0
while True:
    for update in call("getUpdates", offset=offset, timeout=50):
        offset = update["update_id"] + 1
        said = update["message"]
        if said["text"] == "thôi":
            sys.exit(7)
        call("sendMessage", chat_id=said["chat"]["id"], text="Dạ, " + said["text"])
"""


async def test_a_bot_in_another_process_answers() -> None:
    with serving_in_thread() as fake:
        hanh = fake.person("Hạnh", started=True)
        command = [sys.executable, "-c", ECHO, f"{fake.api_url}{fake.token}/"]
        bot = await asyncio.create_subprocess_exec(*command)
        await fake.is_polled()
        hanh.says("một")
        assert (await hanh.hears()).text == "Dạ, một"
        hanh.says("hai")
        assert (await hanh.hears("hai")).text == "Dạ, hai"
        hanh.says("thôi")
        assert await bot.wait() == 7


def test_a_test_that_blocks_is_served_too() -> None:
    with serving_in_thread() as fake:
        hanh = fake.person("Hạnh", started=True)
        body = json.dumps({"chat_id": hanh.id, "text": "Xin chào"}).encode()
        request = Request(f"{fake.api_url}{fake.token}/sendMessage", body, {"Content-Type": "application/json"})
        with urlopen(request) as answer:
            assert json.load(answer)["ok"]
        assert [message.text for message in hanh.received] == ["Xin chào"]


def test_a_violation_in_another_thread_fails_the_test_too() -> None:
    with (
        pytest.raises(AssertionError, match="getMe: who: no such parameter"),
        serving_in_thread() as fake,
        pytest.raises(OSError, match="Bad Request"),
    ):
        urlopen(f"{fake.api_url}{fake.token}/getMe?who=you")


async def test_telegram_may_be_down_and_come_back_where_it_was() -> None:
    fake = FakeTelegram()
    hanh = fake.person("Hạnh", started=True)
    async with calling(fake) as bot:
        async with served(fake):
            await bot("sendMessage", chat_id=hanh.id, text="một")
        with pytest.raises(ClientConnectionError):
            await bot("getMe")
        hanh.says("trong lúc đó")
        async with served(fake, fake.port):
            (update,) = await bot.updates()
            assert update["message"]["text"] == "trong lúc đó"
