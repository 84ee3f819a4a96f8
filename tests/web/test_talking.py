"""What the visitor can do in a chat, and what is refused in words."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bench.screens_passed_on import sent
from bot.demo.pictures import picture
from tests.web.conftest import Page

CHAT = "s-X12"


async def tile(page: Page, unit: str) -> str:
    board = await page.get("/api/board")
    state: str = next(each["state"] for group in board["groups"] for each in group["tiles"] if each["code"] == unit)
    return state


async def open_units(page: Page) -> list[str]:
    board = await page.get("/api/board")
    linked = {person["unit"] for person in (await page.get("/api/people"))["people"] if person["linked"]}
    tiles = [each for group in board["groups"] for each in group["tiles"]]
    return [each["code"] for each in tiles if each["state"] == "OPEN" and each["code"] in linked]


async def test_a_photo_gets_its_receipt_and_the_board_changes(page: Page) -> None:
    [unit, *_] = await open_units(page)
    content = picture("visitor")
    answer = await page.send(f"/api/chats/s-{unit}/pictures?sizes={len(content)}&caption=&once=1", content)
    assert answer.status_code == 200
    await page.heard(f"s-{unit}", "Đã nhận 1 ảnh")
    assert await tile(page, unit) == "MET"


async def test_an_album_is_one_message_with_one_receipt(page: Page) -> None:
    [unit, *_] = await open_units(page)
    contents = [picture(f"album {number}") for number in range(3)]
    sizes = ",".join(str(len(content)) for content in contents)
    answer = await page.send(f"/api/chats/s-{unit}/pictures?sizes={sizes}&caption=Ba+ảnh", b"".join(contents))
    messages = answer.json()["messages"]
    assert len({message["album"] for message in messages}) == 1
    assert [message["text"] for message in messages] == ["Ba ảnh", "", ""]
    await page.heard(f"s-{unit}", "Đã nhận 3 ảnh")


async def test_a_sample_photo_counts_like_any_other_and_is_another_one_each_time(page: Page) -> None:
    [unit, *_] = await open_units(page)
    for _ in range(2):
        await page.post(f"/api/chats/s-{unit}/sample", {"once": ""})
    await page.until(lambda: sum("Đã nhận" in m.text for m in page.platform.messages(f"s-{unit}")) == 2)


async def test_a_photo_compressed_again_is_seen_through_like_in_real_life(page: Page) -> None:
    [unit, *_] = await open_units(page)
    for number, content in enumerate((picture("visitor"), sent(picture("visitor"), quality=60))):
        await page.send(f"/api/chats/s-{unit}/pictures?sizes={len(content)}&caption=&once={number}", content)
    await page.heard(f"s-{unit}", "trùng với ảnh")


async def test_a_file_of_another_kind_is_answered_by_the_bot(page: Page) -> None:
    answer = await page.send(f"/api/chats/{CHAT}/file?name=bao-cao.pdf&type=application/pdf", b"%PDF-1.4")
    assert answer.json()["messages"][0]["file_name"] == "bao-cao.pdf"
    await page.heard(CHAT, "chưa ghi nhận tệp PDF này")


async def test_a_button_and_its_number_do_the_same(page: Page) -> None:
    await page.post(f"/api/chats/{CHAT}/say", {"text": "???"})
    await page.until(lambda: page.platform.messages(CHAT)[-1].from_bot)
    asking = page.platform.last_asking(CHAT)
    assert asking is not None
    pressed = await page.post(f"/api/chats/{CHAT}/press", {"message": asking.id, "action": asking.options[0].action})
    assert pressed.json()["messages"][0]["kind"] == "press"
    await page.until(lambda: page.platform.messages(CHAT)[-1].from_bot)
    first = page.platform.messages(CHAT)[-1].text
    await page.post(f"/api/chats/{CHAT}/say", {"text": "???"})
    await page.until(lambda: page.platform.messages(CHAT)[-1].from_bot)
    await page.post(f"/api/chats/{CHAT}/say", {"text": "1"})
    await page.until(lambda: page.platform.messages(CHAT)[-1].from_bot)
    assert page.platform.messages(CHAT)[-1].text == first


async def test_a_visitor_registers_with_the_invitation_that_waits(page: Page) -> None:
    [chat, *_] = page.stage.codes
    await page.post(f"/api/chats/{chat}/start")
    await page.heard(chat, "Lời mời này dành cho")
    await page.post(f"/api/chats/{chat}/say", {"text": "1"})
    await page.heard(chat, "Anh/chị có đồng ý không")
    await page.post(f"/api/chats/{chat}/say", {"text": "1"})
    await page.heard(chat, "Từ nay anh/chị cứ gửi ảnh")
    people = {person["chat"]: person for person in (await page.get("/api/people"))["people"]}
    assert (people[chat]["linked"], people[chat]["code"]) == (True, None)


async def test_a_stranger_gets_a_chat_of_his_own(page: Page) -> None:
    chat = (await page.post("/api/guests", {"name": " Người  lạ "})).json()["chat"]
    await page.post(f"/api/chats/{chat}/say", {"text": "/start"})
    await page.until(lambda: page.platform.messages(chat)[-1].from_bot)
    [person] = [each for each in (await page.get("/api/people"))["people"] if each["chat"] == chat]
    assert (person["name"], person["role"], person["mine"]) == ("Người lạ 1", "guest", True)


async def test_sending_again_with_the_same_key_is_not_sending_twice(page: Page) -> None:
    for _ in range(3):
        answer = await page.post(f"/api/chats/{CHAT}/say", {"text": "một lần", "once": "k1"})
    assert len(answer.json()["messages"]) == 1
    assert sum(message.text == "một lần" for message in page.platform.messages(CHAT)) == 1


async def test_whoever_the_visitor_speaks_as_is_left_to_the_visitor_until_handed_back(page: Page) -> None:
    await page.post(f"/api/chats/{CHAT}/say", {"text": "xin chào"})
    assert CHAT in page.stage.visitors
    await page.post(f"/api/chats/{CHAT}/hand-back")
    assert CHAT not in page.stage.visitors


async def test_a_person_who_blocks_the_bot_is_not_written_to_until_let_in_again(page: Page) -> None:
    await page.post(f"/api/chats/{CHAT}/block", {"on": True})
    answer = await page.post(f"/api/chats/{CHAT}/say", {"text": "xin chào"})
    assert (answer.status_code, answer.json()["error"]) == (409, "blocked")
    await page.post(f"/api/chats/{CHAT}/block", {"on": False})
    assert (await page.post(f"/api/chats/{CHAT}/say", {"text": "xin chào"})).status_code == 200


# ---- what is refused ----------------------------------------------------------------------------------------


async def test_a_photo_of_20_mb_is_taken_and_one_byte_more_is_refused_in_words(page: Page) -> None:
    limit = 20 * 1024 * 1024
    heavy = b"\xff\xd8\xff".ljust(limit, b"\0")
    assert (await page.send(f"/api/chats/{CHAT}/pictures?sizes={limit}", heavy)).status_code == 200
    before = len(page.platform.messages(CHAT))
    refused = await page.send(f"/api/chats/{CHAT}/pictures?sizes={limit + 1}", heavy + b"\0")
    assert (refused.status_code, refused.json()) == (413, {"error": "too_large", "limit": limit})
    refused = await page.send(f"/api/chats/{CHAT}/file?name=x.bin", heavy + b"\0")
    assert (refused.status_code, refused.json()) == (413, {"error": "too_large", "limit": limit})
    said = [message for message in page.platform.messages(CHAT)[before:] if not message.from_bot]
    assert said == []


async def test_a_body_that_does_not_say_its_size_is_cut_off_at_the_limit(page: Page) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"\0" * 65536
            await asyncio.sleep(0)

    headers = {"content-type": "application/octet-stream"}
    answer = await page.client.post(f"/api/chats/{CHAT}/pictures?sizes=1000", content=endless(), headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")


@pytest.mark.parametrize("sizes", ["", "x", "1,,2", "-1", "1.5", "5,5", "99"])
async def test_sizes_must_fit_the_body(page: Page, sizes: str) -> None:
    answer = await page.send(f"/api/chats/{CHAT}/pictures?sizes={sizes}", b"\xff\xd8\xff 12345")
    assert answer.status_code in {400, 413}


async def test_more_than_ten_pictures_at_a_time_are_refused(page: Page) -> None:
    answer = await page.send(f"/api/chats/{CHAT}/pictures?sizes={','.join('1' * 11)}", b"12345678901")
    assert answer.json() == {"error": "too_many_pictures", "limit": 10}


@pytest.mark.parametrize(("text", "status"), [("a" * 4096, 200), ("a" * 4097, 413), ("😀" * 2049, 413), ("  ", 409)])
async def test_a_text_has_the_length_that_the_platform_allows(page: Page, text: str, status: int) -> None:
    assert (await page.post(f"/api/chats/{CHAT}/say", {"text": text})).status_code == status


async def test_a_chat_that_never_was_is_unknown(page: Page) -> None:
    answer = await page.post("/api/chats/s-X99/say", {"text": "xin chào"})
    assert (answer.status_code, answer.json()["error"]) == (404, "unknown_chat")


async def test_a_button_that_nobody_offered_is_not_pressed(page: Page) -> None:
    answer = await page.post(f"/api/chats/{CHAT}/press", {"message": 1, "action": "roles:add:me"})
    assert (answer.status_code, answer.json()["error"]) == (409, "not_possible")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"text": 5}', b'{"text": "\\ud800"}', b"[" * 50_000])
async def test_nonsense_is_refused(page: Page, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = await page.client.post(f"/api/chats/{CHAT}/say", content=body, headers=headers)
    assert answer.status_code == 400


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_what_a_form_of_any_site_could_send_is_refused(page: Page, kind: str) -> None:
    answer = await page.client.post(f"/api/chats/{CHAT}/say", content=b'{"text": "x"}', headers={"content-type": kind})
    assert answer.status_code == 415


async def test_nothing_is_changed_for_another_site(page: Page) -> None:
    before = len(page.platform.messages(CHAT))
    for path in ("/api/chats/s-X12/say", "/api/clock", "/api/people-live", "/api/guests"):
        answer = await page.client.post(path, json={"text": "x"}, headers={"origin": "http://evil.example"})
        assert answer.status_code == 403, path
    assert len(page.platform.messages(CHAT)) == before


async def test_strangers_are_limited(page: Page) -> None:
    answers = [await page.post("/api/guests", {"name": "Người lạ"}) for _ in range(51)]
    assert [answer.status_code for answer in answers] == [200] * 50 + [409]


async def test_before_the_province_is_there_nothing_can_be_said(unopened: Page) -> None:
    for path in (f"/api/chats/{CHAT}/say", f"/api/chats/{CHAT}/start", "/api/guests"):
        answer = await unopened.post(path, {"text": "xin chào", "name": "x"})
        assert (answer.status_code, answer.json()["error"]) == (503, "preparing")
