"""Do the people of the stand-in send what people send with Telegram, and hear what they are told?"""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image

from tests.journeys.pictures import PDF, photo
from tests.telegram.fake import FakeTelegram, Person, serving
from tests.telegram.fake.checks import Json
from tests.telegram.fake.plain_client import PlainClient, calling


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


async def messages(bot: PlainClient) -> list[Json]:
    """The messages that wait for the bot."""
    return [update["message"] for update in await bot.updates()]


def screenshot(width: int, height: int) -> bytes:
    """A picture of this size."""
    out = BytesIO()
    Image.new("RGB", (width, height), (9, 9, 9)).save(out, "JPEG")
    return out.getvalue()


# ---- pictures --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "widths"),
    [((90, 60), [90]), ((91, 61), [90, 91]), ((720, 1280), [50, 180, 450, 720]), ((321, 5), [90, 320, 321])],
)
async def test_a_photo_has_smaller_sizes_and_the_largest_is_what_was_sent(
    bot: PlainClient, hanh: Person, size: tuple[int, int], widths: list[int]
) -> None:
    hanh.sends_photo(screenshot(*size), "Tuần này")
    (message,) = await messages(bot)
    assert [each["width"] for each in message["photo"]] == widths
    for each in message["photo"]:
        path = (await bot("getFile", file_id=each["file_id"])).result["file_path"]
        status, content = await bot.downloads(path)
        with Image.open(BytesIO(content)) as picture:
            assert (status, picture.size, len(content)) == (200, (each["width"], each["height"]), each["file_size"])
    assert content == screenshot(*size)
    assert message["caption"] == "Tuần này"


async def test_the_same_picture_sent_again_is_another_file_and_a_forwarded_one_is_the_same(
    bot: PlainClient, hanh: Person
) -> None:
    first = hanh.sends_photo(photo("a"))
    hanh.sends_photo(photo("a"))
    hanh.forwards(first)
    one, other, forwarded = (message["photo"][-1]["file_unique_id"] for message in await messages(bot))
    assert one == forwarded != other


async def test_an_album_is_a_message_for_each_picture_with_one_caption(bot: PlainClient, hanh: Person) -> None:
    hanh.sends_album([photo("a"), photo("b"), photo("c")], "Cả tuần", caption_on=1)
    told = await messages(bot)
    assert len({message["media_group_id"] for message in told}) == 1
    assert [message.get("caption") for message in told] == [None, "Cả tuần", None]
    hanh.sends_album([photo("d"), photo("e")])
    assert len({message["media_group_id"] for message in await messages(bot)}) == 2


async def test_a_picture_sent_as_a_file_keeps_name_type_and_thumbnail(bot: PlainClient, hanh: Person) -> None:
    hanh.sends_file("bai.jpg", photo("a"))
    hanh.sends_file("bao cao.pdf", PDF, "Xem nhé")
    hanh.sends_file("la.bin", b"?", mime_type="application/octet-stream")
    image, pdf, other = (message["document"] for message in await messages(bot))
    assert (image["file_name"], image["mime_type"], "thumbnail" in image) == ("bai.jpg", "image/jpeg", True)
    assert (pdf["file_name"], pdf["mime_type"], "thumbnail" in pdf) == ("bao cao.pdf", "application/pdf", False)
    assert other["mime_type"] == "application/octet-stream"


# ---- everything else -------------------------------------------------------------------------------------------


async def test_stickers_voices_videos_and_places_are_told_as_such(bot: PlainClient, hanh: Person) -> None:
    hanh.sends_sticker()
    hanh.sends_voice()
    hanh.sends_video(caption="Xem nhé")
    hanh.sends_location()
    for message, kind in zip(await messages(bot), ("sticker", "voice", "video", "location"), strict=True):
        assert kind in message
        assert "text" not in message


async def test_a_contact_is_ones_own_when_it_has_ones_id(bot: PlainClient, fake: FakeTelegram) -> None:
    hanh = fake.person("Hạnh", phone="+84905000111", started=True)
    hanh.shares_contact()
    hanh.shares_contact(own=False, phone="+84905000222")
    hanh.shares_contact(own=False, phone="+84905000222", user_id=7)
    contacts = [message["contact"] for message in await messages(bot)]
    assert [(each["phone_number"], each.get("user_id")) for each in contacts] == [
        ("+84905000111", hanh.id),
        ("+84905000222", None),
        ("+84905000222", 7),
    ]


async def test_a_forwarded_post_says_where_it_comes_from(bot: PlainClient, hanh: Person) -> None:
    hanh.forwards_post("Tin mới: xem ở đây", links={"xem ở đây": "https://example.com/tin"})
    (message,) = await messages(bot)
    assert message["forward_origin"]["chat"]["title"] == "Trang tin"
    assert message["entities"] == [{"type": "text_link", "offset": 9, "length": 9, "url": "https://example.com/tin"}]


async def test_marks_are_counted_in_utf16_units(bot: PlainClient, hanh: Person) -> None:
    hanh.says("😀 ế https://example.com/1, rồi thôi", links={"thôi": "https://example.com/2"})
    (message,) = await messages(bot)
    text = message["text"].encode("utf-16-le")
    marked = [text[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in message["entities"]]
    assert marked == ["https://example.com/1", "thôi"]


async def test_a_deep_link_starts_the_bot_with_its_payload(bot: PlainClient, fake: FakeTelegram) -> None:
    mai = fake.person("Mai")
    mai.opens_link("A" * 64)
    (message,) = await messages(bot)
    assert message["text"] == "/start " + "A" * 64
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    for impossible in ("A" * 65, "mã", "a b", ""):
        with pytest.raises(AssertionError):
            mai.opens_link(impossible)


async def test_an_edited_message_keeps_its_number_and_says_when(bot: PlainClient, hanh: Person) -> None:
    said = hanh.says("https://example.com/1")
    shown = hanh.sends_photo(photo("a"), "cũ")
    hanh.edits(said, "https://example.com/22")
    hanh.edits(shown, "mới")
    edits = [update["edited_message"] for update in await bot.updates() if "edited_message" in update]
    assert [each["message_id"] for each in edits] == [said["message_id"], shown["message_id"]]
    assert all(each["edit_date"] >= each["date"] for each in edits)
    assert edits[0]["entities"] == [{"type": "url", "offset": 0, "length": 22}]
    assert edits[1]["caption"] == "mới"


# ---- hearing ---------------------------------------------------------------------------------------------------


async def test_somebody_hears_each_message_once_in_whatever_order_it_is_wanted(bot: PlainClient, hanh: Person) -> None:
    for text in ("Chào chị", "Đã nhận 1", "Đã nhận 2"):
        await bot("sendMessage", chat_id=hanh.id, text=text)
    assert (await hanh.hears("nhận")).text == "Đã nhận 1"
    assert (await hanh.hears(lambda message: message.id > 0)).text == "Chào chị"
    assert (await hanh.hears("nhận")).text == "Đã nhận 2"
    assert hanh.unheard == []
    assert [message.text for message in hanh.received] == ["Chào chị", "Đã nhận 1", "Đã nhận 2"]


async def test_somebody_waits_for_what_has_not_come_yet(bot: PlainClient, hanh: Person) -> None:
    waiting = asyncio.create_task(hanh.hears("Đã nhận"))
    await bot("sendMessage", chat_id=hanh.id, text="Chào chị")
    await bot("sendMessage", chat_id=hanh.id, text="Đã nhận")
    assert (await waiting).text == "Đã nhận"


async def test_whoever_waits_in_vain_says_what_there_was_instead(bot: PlainClient, hanh: Person) -> None:
    await bot("sendMessage", chat_id=hanh.id, text="Chào chị")
    with pytest.raises(AssertionError, match="Hạnh did not hear 'Đã nhận', but:\n- Chào chị"):
        await hanh.hears("Đã nhận", within=0.01)


async def test_messages_are_numbered_through_all_private_chats_and_dated_in_seconds(
    fake: FakeTelegram, hanh: Person
) -> None:
    mai = fake.person("Mai", started=True)
    numbers = [who.says("alô")["message_id"] for who in (hanh, mai, hanh)]
    assert numbers == [1, 2, 3]
    group = fake.group("Điều phối", supergroup=True)
    group.takes_bot_in(hanh)
    assert hanh.says("/a", to=group)["message_id"] == 2  # its own count; the first is "the bot was added"
    assert isinstance(hanh.says("alô")["date"], int)
