"""What a page can look at."""

import pytest

from tests.web.conftest import Page

PICTURE = b"\xff\xd8\xff\xe0 a picture"


async def test_a_page_that_comes_early_learns_that_the_province_is_being_prepared(unopened: Page) -> None:
    world = await unopened.get("/api/world")
    assert (world["open"], world["face"]["phase"]) == (False, "preparing")
    for path in ("/api/people", "/api/board", "/api/chats/admin", f"/uploads/{'0' * 64}"):
        answer = await unopened.client.get(path)
        assert (answer.status_code, answer.json()["error"]) == (503, "preparing"), path


async def test_the_world_says_where_when_and_how_much(page: Page) -> None:
    world = await page.get("/api/world")
    assert world["organisation"] == "Tỉnh A"
    assert (world["zone"], world["language"]) == ("Asia/Ho_Chi_Minh", "vi")
    assert world["limits"] == {"file_bytes": 20 * 1024 * 1024, "pictures": 10, "text": 4096, "caption": 1024}
    assert world["face"]["now"].startswith("2023-10-04T02:00:0")
    assert [each["kind"] for each in world["face"]["coming"]] == ["remind", "at_risk", "remind", "due", "opens"]


async def test_everybody_who_holds_a_seat_is_in_the_list_with_role_and_district(page: Page) -> None:
    everybody = await page.get("/api/people")
    roles = [person["role"] for person in everybody["people"]]
    assert {role: roles.count(role) for role in sorted(set(roles))} == {"admin": 1, "coordinator": 3, "secretary": 10}
    assert everybody["groups"] == {"H1": "Huyện Sông Hồng", "H2": "Huyện Sông Mây"}
    [person] = [each for each in everybody["people"] if each["unit"] == "X21"]
    assert (person["chat"], person["group"], person["linked"]) == ("s-X21", "H2", True)


async def test_two_secretaries_wait_with_their_codes_and_nobody_else_shows_one(page: Page) -> None:
    people = (await page.get("/api/people"))["people"]
    waiting = [person for person in people if not person["linked"]]
    assert len(waiting) == 2
    assert all(person["code"] for person in waiting)
    assert all(person["code"] is None for person in people if person["linked"])


async def test_the_list_shows_what_was_said_last_and_which_messages_are_the_bots(page: Page) -> None:
    people = {person["chat"]: person for person in (await page.get("/api/people"))["people"]}
    for chat, person in people.items():
        messages = page.platform.messages(chat)
        assert person["talk"]["bot_ids"] == [message.id for message in messages if message.from_bot]
        assert person["talk"]["own_id"] == max((message.id for message in messages if not message.from_bot), default=0)


async def test_the_board_shows_every_commune_below_its_district_vacant_ones_too(page: Page) -> None:
    board = await page.get("/api/board")
    assert [(group["code"], len(group["tiles"])) for group in board["groups"]] == [("H1", 6), ("H2", 6)]
    assert board["totals"]["VACANT"] == 2
    assert sum(board["totals"].values()) == 12
    assert board["totals"].keys() <= {"OPEN", "MET", "VACANT"}
    assert board["shown"] == {"task": "tuan", "title": "Mỗi tuần một tin bài", "code": "2023-W40", "week": 40}


async def test_a_period_that_never_was_is_answered_with_the_newest_one(page: Page) -> None:
    board = await page.get("/api/board?task=none&period=1999-W01")
    assert board["shown"]["code"] == "2023-W40"


async def test_a_chat_is_handed_out_newest_first_in_portions(page: Page) -> None:
    for number in range(70):
        page.platform.say("admin", f"tin {number}")
    newest = await page.get("/api/chats/admin")
    assert (len(newest["messages"]), newest["more"]) == (60, True)
    older = await page.get(f"/api/chats/admin?before={newest['messages'][0]['id']}")
    assert older["messages"][-1]["id"] < newest["messages"][0]["id"]
    assert not older["more"]


async def test_an_invitation_code_is_never_shown_in_a_chat(page: Page) -> None:
    chat, *_ = page.stage.codes
    code = page.stage.codes[chat]
    await page.post(f"/api/chats/{chat}/start")
    [message] = (await page.get(f"/api/chats/{chat}"))["messages"][:1]
    assert (message["kind"], message["text"], message["invited"]) == ("start", "", True)
    assert code not in (await page.client.get(f"/api/chats/{chat}")).text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff picture", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n picture", "image/png"),
        (b"GIF89a picture", "image/gif"),
        (b"RIFF1234WEBP picture", "image/webp"),
    ],
)
async def test_a_picture_is_shown_as_what_its_bytes_are(page: Page, content: bytes, kind: str) -> None:
    upload = page.platform.send_pictures("admin", [content])[0].upload
    answer = await page.client.get(f"/uploads/{upload}")
    assert (answer.headers["content-type"], answer.content) == (kind, content)
    assert "content-disposition" not in answer.headers


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"<svg onload='alert(1)'/>", b"%PDF-1.4"])
async def test_anything_else_is_only_ever_saved_never_shown(page: Page, content: bytes) -> None:
    upload = page.platform.send_file("admin", "x.html", content, content_type="text/html").upload
    answer = await page.client.get(f"/uploads/{upload}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["0" * 64, "..%2F..%2Fdemo.json", "x"])
async def test_an_upload_that_never_was_is_not_there(page: Page, name: str) -> None:
    assert (await page.client.get(f"/uploads/{name}")).status_code == 404


@pytest.mark.parametrize("path", ["/", "/scripts/main.js", "/styles/base.css", "/icons.svg", "/api/texts/en"])
async def test_the_page_and_its_files_are_there_from_the_beginning(unopened: Page, path: str) -> None:
    assert (await unopened.client.get(path)).status_code == 200


@pytest.mark.parametrize("path", ["/api/texts/fr", "/nothing", "/..%2f..%2fpyproject.toml", "/api/nothing"])
async def test_what_is_not_there_is_said_in_one_word(unopened: Page, path: str) -> None:
    answer = await unopened.client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"] in {"not_here", "unknown_language"}
