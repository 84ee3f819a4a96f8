"""Are files handed out as Telegram hands them out: after getFile, for an hour, up to 20 MB?"""

from collections.abc import AsyncIterator

import pytest

from tests.journeys.pictures import photo
from tests.telegram.fake import FakeTelegram, Person, serving
from tests.telegram.fake.checks import Json
from tests.telegram.fake.plain_client import PlainClient, calling

TWENTY_MEGABYTES = 20 << 20


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """A stand-in in the test's own loop."""
    async with serving() as opened:
        yield opened


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[PlainClient]:
    """A bot that asks plainly."""
    async with calling(fake) as client:
        yield client


@pytest.fixture
def hanh(fake: FakeTelegram) -> Person:
    """Somebody who has opened the bot before."""
    return fake.person("Hạnh", started=True)


def document(message: Json) -> str:
    """The id of a document's file."""
    return str(message["document"]["file_id"])


async def test_a_file_is_downloaded_where_get_file_says(bot: PlainClient, hanh: Person) -> None:
    sent = hanh.sends_photo(photo("a"))["photo"][-1]
    told = (await bot("getFile", file_id=sent["file_id"])).result
    assert {name: told[name] for name in ("file_id", "file_unique_id", "file_size")} == {
        name: sent[name] for name in ("file_id", "file_unique_id", "file_size")
    }
    assert told["file_path"].startswith("photos/")
    async with bot.session.get(f"{bot.file_url}/{told['file_path']}") as answer:
        assert answer.content_type == "application/octet-stream"  # whatever it is: look at the bytes
        assert await answer.read() == photo("a")


async def test_a_path_leads_nowhere_before_get_file_and_after_an_hour(
    bot: PlainClient, hanh: Person, fake: FakeTelegram
) -> None:
    file_id = document(hanh.sends_file("a.txt", b"a"))
    path = "documents/file_1.txt"
    assert (await bot.downloads(path))[0] == 404
    assert (await bot("getFile", file_id=file_id)).result["file_path"] == path
    assert await bot.downloads(path) == (200, b"a")
    fake.platform.files.expire_paths()
    assert (await bot.downloads(path))[0] == 404
    await bot("getFile", file_id=file_id)
    assert (await bot.downloads(path))[0] == 200


async def test_a_file_of_20_megabytes_can_be_had_and_one_byte_more_cannot(bot: PlainClient, hanh: Person) -> None:
    largest = document(hanh.sends_file("a.bin", bytes(TWENTY_MEGABYTES)))
    path = (await bot("getFile", file_id=largest)).result["file_path"]
    status, content = await bot.downloads(path)
    assert (status, len(content)) == (200, TWENTY_MEGABYTES)
    too_large = document(hanh.sends_file("a.bin", bytes(TWENTY_MEGABYTES + 1)))
    assert (await bot("getFile", file_id=too_large)).refusal == (400, "Bad Request: file is too big")


async def test_an_unknown_file_is_refused(bot: PlainClient) -> None:
    answer = await bot("getFile", file_id="nobody's")
    assert answer.refusal == (400, "Bad Request: wrong file_id or the file is temporarily unavailable")
