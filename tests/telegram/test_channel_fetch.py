"""Fetching pictures over a strict stand-in for Telegram: a few tries, a limit of 20 MB, a limited number at once."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import pytest

from channels.telegram.access import Access
from channels.telegram.fetching import AT_ONCE, DOWNLOAD_BYTES, HEAVY_AT_ONCE, HEAVY_BYTES, PAUSES, Fetcher
from channels.telegram.transport import AiohttpRequest
from core.ports import MediaError, MediaGone, MediaReference
from tests.telegram.fake import FakeTelegram, serving
from tests.telegram.fake.reading import PATIENCE

NO_PAUSE = (0.001,) * len(PAUSES)


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with serving() as served:
        yield served


@pytest.fixture
async def fetcher(fake: FakeTelegram) -> AsyncIterator[Fetcher]:
    async with AiohttpRequest(Access(fake.token, fake.api_url, fake.file_url)) as opened:
        yield Fetcher(opened, NO_PAUSE)


def sent(fake: FakeTelegram, content: bytes, told: bool = True) -> MediaReference:
    """A file that somebody sent; `told` says whether its size is known beforehand."""
    document = fake.person("An", started=True).sends_file("ảnh gốc.png", content)["document"]
    return MediaReference(document["file_id"], size=document["file_size"] if told else None)


async def test_the_bytes_come_as_they_were_sent(fake: FakeTelegram, fetcher: Fetcher) -> None:
    content = bytes(range(256)) * 5000
    assert await fetcher.fetch(sent(fake, content)) == content


@pytest.mark.parametrize("method", ["getFile", "download"])
async def test_passing_faults_are_tried_again(fake: FakeTelegram, fetcher: Fetcher, method: str) -> None:
    reference = sent(fake, b"x" * 1000)
    fake.when(method).answers(502)
    fake.when(method).resets()
    fake.when(method).resets("before")
    assert await fetcher.fetch(reference) == b"x" * 1000
    assert len(fake.calls.of(method)) == 4


async def test_a_path_that_expired_is_asked_for_again(fake: FakeTelegram, fetcher: Fetcher) -> None:
    reference = sent(fake, b"x" * 1000)
    fake.when("download").answers(404)
    assert await fetcher.fetch(reference) == b"x" * 1000
    assert len(fake.calls.of("getFile")) == 2


async def test_half_a_file_that_looks_whole_is_asked_for_again(
    fake: FakeTelegram, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relay on the way may cut a file short and tell the shorter length."""
    reference = sent(fake, b"x" * 1000)
    whole, times = fake.platform.files.download, iter([500])
    monkeypatch.setattr(fake.platform.files, "download", lambda path: (whole(path) or b"")[: next(times, None)])
    assert await fetcher.fetch(reference) == b"x" * 1000
    assert len(fake.calls.of("download")) == 2


async def test_flood_control_is_obeyed_up_to_a_point(fake: FakeTelegram, fetcher: Fetcher) -> None:
    reference = sent(fake, b"x")
    fake.when("getFile").answers(429, retry_after=16)
    with pytest.raises(MediaError) as raised:
        await fetcher.fetch(reference)
    assert not isinstance(raised.value, MediaGone)
    assert len(fake.calls.of("getFile")) == 1


@pytest.mark.parametrize(("status", "description"), [(502, ""), (400, "Bad Request: file is temporarily unavailable")])
async def test_after_a_few_tries_it_is_left_for_later(
    fake: FakeTelegram, fetcher: Fetcher, status: int, description: str
) -> None:
    reference = sent(fake, b"x")
    fake.when("getFile", times=None).answers(status, description)
    with pytest.raises(MediaError) as raised:
        await fetcher.fetch(reference)
    assert not isinstance(raised.value, MediaGone)
    assert len(fake.calls.of("getFile")) == len(PAUSES) + 1


@pytest.mark.parametrize("description", ["Bad Request: invalid file_id", "Bad Request: file is too big"])
async def test_what_telegram_does_not_have_is_gone(fake: FakeTelegram, fetcher: Fetcher, description: str) -> None:
    reference = sent(fake, b"x")
    fake.when("getFile").answers(400, description)
    with pytest.raises(MediaGone):
        await fetcher.fetch(reference)
    assert len(fake.calls.of("getFile")) == 1


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_rejected_bot_does_not_lose_the_picture(fake: FakeTelegram, fetcher: Fetcher, status: int) -> None:
    reference = sent(fake, b"x")
    fake.when("getFile").answers(status)
    with pytest.raises(MediaError) as raised:
        await fetcher.fetch(reference)
    assert not isinstance(raised.value, MediaGone)


async def test_twenty_megabytes_come_and_one_byte_more_does_not(fake: FakeTelegram, fetcher: Fetcher) -> None:
    assert len(await fetcher.fetch(sent(fake, b"x" * DOWNLOAD_BYTES))) == DOWNLOAD_BYTES
    for told in (True, False):
        with pytest.raises(MediaGone):
            await fetcher.fetch(sent(fake, b"x" * (DOWNLOAD_BYTES + 1), told))
    assert len(fake.calls.of("getFile")) == 2  # a size that is told needs no question


@pytest.mark.parametrize(("size", "at_once"), [(HEAVY_BYTES, AT_ONCE), (HEAVY_BYTES + 1, HEAVY_AT_ONCE)])
async def test_only_so_many_are_fetched_at_once(
    fake: FakeTelegram, fetcher: Fetcher, size: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = sent(fake, b"x").key
    side_by_side, most, enough, ask = 0, 0, asyncio.Event(), AiohttpRequest.ask

    async def counted(request: AiohttpRequest, method: str, parameters: Mapping[str, object]) -> object:
        nonlocal side_by_side, most
        side_by_side += 1
        most = max(most, side_by_side)
        if side_by_side == at_once:
            enough.set()
        await enough.wait()  # so that as many as may be here are here, however slowly they come
        try:
            return await ask(request, method, parameters)
        finally:
            side_by_side -= 1

    monkeypatch.setattr(AiohttpRequest, "ask", counted)
    async with asyncio.timeout(PATIENCE):
        fetched = await asyncio.gather(*(fetcher.fetch(MediaReference(key, size=size)) for _ in range(AT_ONCE + 8)))
    assert fetched == [b"x"] * (AT_ONCE + 8)
    assert most == at_once


async def test_a_caller_who_gives_up_frees_the_place(fake: FakeTelegram, fetcher: Fetcher) -> None:
    reference = sent(fake, b"x")
    fake.when("getFile", times=AT_ONCE).waits(5)
    for _ in range(2):
        fetching = [asyncio.create_task(fetcher.fetch(reference)) for _ in range(AT_ONCE)]
        await asyncio.wait(fetching, timeout=0.05)
        for task in fetching:
            task.cancel()
        await asyncio.wait(fetching)
    assert await fetcher.fetch(reference) == b"x"
