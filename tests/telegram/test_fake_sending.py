"""Does the stand-in refuse what Telegram refuses to deliver, at exactly Telegram's borders?"""

import json
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiohttp import FormData
from PIL import Image

from tests.journeys.pictures import photo
from tests.telegram.fake import FakeTelegram, Person, serving
from tests.telegram.fake.checks import Json
from tests.telegram.fake.plain_client import Answer, PlainClient, calling


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


def button(data: str) -> Json:
    """One button that carries this."""
    return {"inline_keyboard": [[{"text": "Xem", "callback_data": data}]]}


def picture(width: int, height: int) -> bytes:
    """A plain picture of this size."""
    out = BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


async def uploads(bot: PlainClient, method: str, files: dict[str, bytes], **fields: str) -> Answer:
    """Calls with files, as a multipart form."""
    form = FormData(default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value)
    for name, content in files.items():
        form.add_field(name, BytesIO(content), filename=f"{name}.bin")
    return await bot.posts(method, data=form)


# ---- texts and buttons -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("longest", ["a" * 4096, "ế" * 4096, "😀" * 2048])
async def test_a_text_holds_4096_utf16_units_and_not_one_more(bot: PlainClient, hanh: Person, longest: str) -> None:
    assert (await bot("sendMessage", chat_id=hanh.id, text=longest)).result["text"] == longest
    too_long = await bot("sendMessage", chat_id=hanh.id, text=longest + "a")
    assert too_long.refusal == (400, "Bad Request: message is too long")


@pytest.mark.parametrize("nothing", ["", " ", "\n\n", "\u200b", "\u00a0\ufeff", "\u2800 \u3000"])
async def test_a_text_of_blanks_is_empty(bot: PlainClient, hanh: Person, nothing: str) -> None:
    answer = await bot("sendMessage", chat_id=hanh.id, text=nothing)
    assert answer.refusal == (400, "Bad Request: message text is empty")


async def test_half_a_letter_is_refused(bot: PlainClient, hanh: Person) -> None:
    answer = await bot("sendMessage", chat_id=hanh.id, text="chào \ud83d")
    assert answer.refusal == (400, "Bad Request: strings must be encoded in UTF-8")


async def test_blanks_around_a_text_are_cut_off(bot: PlainClient, hanh: Person) -> None:
    assert (await bot("sendMessage", chat_id=hanh.id, text="\n dạ \n")).result["text"] == "dạ"


@pytest.mark.parametrize("longest", ["a" * 64, "é" * 32, "ế" * 21 + "a"])
async def test_a_button_carries_64_bytes_and_not_one_more(bot: PlainClient, hanh: Person, longest: str) -> None:
    assert (await bot("sendMessage", chat_id=hanh.id, text="?", reply_markup=button(longest))).status == 200
    too_much = await bot("sendMessage", chat_id=hanh.id, text="?", reply_markup=button(longest + "a"))
    assert too_much.refusal == (400, "Bad Request: BUTTON_DATA_INVALID")
    assert len(hanh.received) == 1


async def test_a_button_does_one_thing(bot: PlainClient, hanh: Person) -> None:
    for wrong in ({"text": "Xem"}, {"text": "Xem", "callback_data": "a", "url": "https://example.com"}):
        answer = await bot("sendMessage", chat_id=hanh.id, text="?", reply_markup={"inline_keyboard": [[wrong]]})
        assert answer.status == 400
        assert "parse inline keyboard button" in answer.refusal[1]


async def test_at_most_100_buttons_stand_under_a_message(bot: PlainClient, hanh: Person) -> None:
    rows = button("a")["inline_keyboard"] * 100
    assert (await bot("sendMessage", chat_id=hanh.id, text="?", reply_markup={"inline_keyboard": rows})).status == 200
    more = await bot("sendMessage", chat_id=hanh.id, text="?", reply_markup={"inline_keyboard": rows + rows[:1]})
    assert more.refusal == (400, "Bad Request: reply markup is too long")


async def test_a_reply_is_to_a_message_that_exists(bot: PlainClient, hanh: Person) -> None:
    said = hanh.says("một")
    answer = await bot("sendMessage", chat_id=hanh.id, text="dạ", reply_parameters={"message_id": said["message_id"]})
    assert answer.result["reply_to_message"]["text"] == "một"
    lost = await bot("sendMessage", chat_id=hanh.id, text="dạ", reply_parameters={"message_id": 9999})
    assert lost.refusal == (400, "Bad Request: message to be replied not found")


async def test_telegram_marks_links_and_commands_by_itself(bot: PlainClient, hanh: Person) -> None:
    message = (await bot("sendMessage", chat_id=hanh.id, text="😀 /moi rồi xem https://example.com/ế.")).result
    assert message["entities"] == [
        {"type": "bot_command", "offset": 3, "length": 4},
        {"type": "url", "offset": 16, "length": 21},
    ]


# ---- pictures and files ----------------------------------------------------------------------------------------


async def test_a_caption_holds_1024_utf16_units_and_not_one_more(bot: PlainClient, hanh: Person) -> None:
    files = {"photo": photo("a")}
    longest = "😀" * 512
    assert (await uploads(bot, "sendPhoto", files, chat_id=str(hanh.id), caption=longest)).result["caption"] == longest
    too_long = await uploads(bot, "sendPhoto", files, chat_id=str(hanh.id), caption=longest + "a")
    assert too_long.refusal == (400, "Bad Request: message caption is too long")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"GIF? no", "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
        (picture(5_000, 5_001), "PHOTO_INVALID_DIMENSIONS"),
        (picture(210, 10), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_what_is_no_photo_is_refused(bot: PlainClient, hanh: Person, content: bytes, reason: str) -> None:
    answer = await uploads(bot, "sendPhoto", {"photo": content}, chat_id=str(hanh.id))
    assert answer.refusal == (400, f"Bad Request: {reason}")


@pytest.mark.parametrize("content", [picture(5_000, 5_000), picture(200, 10)], ids=["10000", "1:20"])
async def test_what_just_is_a_photo_is_shown(bot: PlainClient, hanh: Person, content: bytes) -> None:
    shown = (await uploads(bot, "sendPhoto", {"photo": content}, chat_id=str(hanh.id))).result
    assert shown["photo"][-1]["file_size"] == len(content)


async def test_a_photo_has_10_megabytes_and_not_one_byte_more(bot: PlainClient, hanh: Person) -> None:
    largest = photo("a").ljust(10 << 20, b"\0")
    assert (await uploads(bot, "sendPhoto", {"photo": largest}, chat_id=str(hanh.id))).status == 200
    too_large = await uploads(bot, "sendPhoto", {"photo": largest + b"\0"}, chat_id=str(hanh.id))
    assert too_large.refusal == (
        400,
        "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
    )
    file = await uploads(bot, "sendDocument", {"document": largest + b"\0"}, chat_id=str(hanh.id))
    assert file.result["document"]["file_size"] == 10485761


async def test_a_file_can_be_sent_again_by_its_id(bot: PlainClient, hanh: Person) -> None:
    sent = (await uploads(bot, "sendDocument", {"document": b"%PDF"}, chat_id=str(hanh.id))).result["document"]
    again = (await bot("sendDocument", chat_id=hanh.id, document=sent["file_id"])).result["document"]
    assert again["file_unique_id"] == sent["file_unique_id"]
    unknown = await bot("sendDocument", chat_id=hanh.id, document="nobody's")
    assert unknown.refusal == (400, "Bad Request: wrong file_id or the file is temporarily unavailable")


@pytest.mark.parametrize(("items", "fine"), [(1, False), (2, True), (10, True), (11, False)])
async def test_an_album_has_2_to_10_items(bot: PlainClient, hanh: Person, items: int, fine: bool) -> None:
    media = [{"type": "photo", "media": f"attach://p{i}"} for i in range(items)]
    media[0]["caption"] = "Tuần này"
    files = {f"p{i}": photo(str(i)) for i in range(items)}
    answer = await uploads(bot, "sendMediaGroup", files, chat_id=str(hanh.id), media=json.dumps(media))
    assert (answer.status == 200) == fine
    if fine:
        assert len({message["media_group_id"] for message in answer.result}) == 1
        assert [message.get("caption") for message in answer.result] == ["Tuần này"] + [None] * (items - 1)


async def test_an_upload_that_the_request_lacks_is_refused(bot: PlainClient, hanh: Person) -> None:
    answer = await bot("sendDocument", chat_id=hanh.id, document="attach://nothing")
    assert answer.refusal == (400, "Bad Request: there is no such file in the request")
