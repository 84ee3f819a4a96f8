"""Does the stand-in hold every request and answer against the specification, and say so at the end?"""

import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import FormData

from tests.telegram.fake import FakeTelegram, serving
from tests.telegram.fake.checks import Json, SpecViolation
from tests.telegram.fake.plain_client import PlainClient, calling
from tests.telegram.fake.spec import Spec

BUTTONS = {"inline_keyboard": [[{"text": "Xem", "callback_data": "v"}]]}


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


async def violation_of(bot: PlainClient, fake: FakeTelegram, method: str, **parameters: object) -> str:
    """What this call breaks."""
    with fake.expecting_violations() as found:
        status, description = (await bot(method, **parameters)).refusal
    assert (status, [description]) == (400, [f"Bad Request: {each.removeprefix(method + ': ')}" for each in found])
    return description.removeprefix("Bad Request: ")


async def test_an_unknown_parameter_is_a_violation(bot: PlainClient, fake: FakeTelegram) -> None:
    hanh = fake.person("Hạnh", started=True)
    found = await violation_of(bot, fake, "sendMessage", chat_id=hanh.id, text="a", disable_web_page_preview=True)
    assert found == "disable_web_page_preview: no such parameter"
    assert hanh.received == []


async def test_a_missing_parameter_is_a_violation(bot: PlainClient, fake: FakeTelegram) -> None:
    assert await violation_of(bot, fake, "sendMessage", chat_id=1) == "text: is required"


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"text": 5}, "text: expected String, got 5"),
        ({"text": "a", "disable_notification": "maybe"}, "disable_notification: expected Boolean, got 'maybe'"),
        ({"text": "a", "chat_id": 1.5}, "chat_id: is none of Integer, String"),
        ({"text": "a", "chat_id": None}, "chat_id: is none of Integer, String"),
        ({"text": "a", "entities": [{"type": "bold", "offset": 0}]}, "entities.0: MessageEntity needs length"),
        ({"text": "a", "entities": [{"type": "fat", "offset": 0, "length": 1}]}, "entities.0.type: 'fat' is none of"),
        ({"text": "a", "reply_markup": "{"}, "reply_markup: is none of InlineKeyboardMarkup"),
        ({"text": "a", "reply_markup": {"inline_keyboard": [{}]}}, "reply_markup: is none of InlineKeyboardMarkup"),
        ({"text": "a", "parse_mode": "HTML"}, "parse_mode: this stand-in reads plain text only"),
    ],
)
async def test_a_value_of_another_type_is_a_violation(
    bot: PlainClient, fake: FakeTelegram, parameters: Json, reason: str
) -> None:
    found = await violation_of(bot, fake, "sendMessage", **{"chat_id": 1, **parameters})
    assert found.startswith(reason)


async def test_a_value_that_prose_does_not_list_is_a_violation(bot: PlainClient, fake: FakeTelegram) -> None:
    found = await violation_of(bot, fake, "sendChatAction", chat_id=1, action="sleeping")
    assert found.startswith("action: 'sleeping' is none of choose_sticker")
    found = await violation_of(bot, fake, "getUpdates", allowed_updates=["message", "telepathy"])
    assert found.startswith("allowed_updates: 'telepathy' is none of")


async def test_a_known_method_that_nobody_needs_is_a_violation_and_an_unknown_one_is_not_found(
    bot: PlainClient, fake: FakeTelegram
) -> None:
    assert await violation_of(bot, fake, "getMyName") == "this stand-in does not know how"
    with fake.expecting_violations() as found:
        assert (await bot("sendTelegram")).refusal == (404, "Not Found: method not found")
    assert found == ["sendTelegram: no such method"]


async def test_a_violation_nobody_asked_for_fails_the_test_at_the_end() -> None:
    with pytest.raises(AssertionError, match="sendMessage: text: is required"):
        async with serving() as fake, calling(fake) as bot:
            await bot("sendMessage", chat_id=1)


async def test_refusals_by_rule_are_no_violations(bot: PlainClient, fake: FakeTelegram) -> None:
    assert (await bot("sendMessage", chat_id=1, text="a")).refusal == (400, "Bad Request: chat not found")
    fake.assert_clean()


async def test_without_checking_anything_passes_that_can_be_done() -> None:
    async with serving(checking=False) as fake, calling(fake) as bot:
        hanh = fake.person("Hạnh", started=True)
        form = {"chat_id": str(hanh.id), "text": "a", "reply_markup": json.dumps(BUTTONS)}
        assert (await bot.posts("sendMessage", data=form)).result["reply_markup"] == BUTTONS
        assert fake.violations == []


async def test_an_update_that_breaks_the_specification_is_a_violation_too(fake: FakeTelegram) -> None:
    with fake.expecting_violations() as found:
        fake.feed([{"message": {"text": "a"}}])
    assert found == ["update 860000001: message: Message needs chat, date, message_id"]


async def test_a_stand_in_that_fails_says_so_at_the_end(bot: PlainClient, fake: FakeTelegram) -> None:
    hanh = fake.person("Hạnh", started=True)
    del fake.platform.bot_user["first_name"]
    with fake.expecting_violations() as found:
        assert (await bot("sendMessage", chat_id=hanh.id, text="a")).status == 500
    assert len(found) == 1
    assert found[0].startswith("sendMessage: the stand-in itself failed")


# ---- the ways to say the same ----------------------------------------------------------------------------------


def form_of(parameters: dict[str, str]) -> FormData:
    """The parameters as a multipart form."""
    form = FormData(default_to_multipart=True)
    for name, value in parameters.items():
        form.add_field(name, value)
    return form


async def test_json_forms_multipart_and_query_mean_the_same(bot: PlainClient, fake: FakeTelegram) -> None:
    hanh = fake.person("Hạnh", started=True)
    told = {"chat_id": str(hanh.id), "text": "Xin chào", "reply_markup": json.dumps(BUTTONS), "protect_content": "true"}
    answers = [
        await bot.posts("sendMessage", json={"chat_id": hanh.id, "text": "Xin chào", "reply_markup": BUTTONS}),
        await bot.posts("sendMessage", json=told),
        await bot.posts("sendMessage", data=told),
        await bot.posts("sendMessage", data=form_of(told)),
        await bot.posts("sendMessage", params=told),
    ]
    async with bot.session.get(bot.url("sendMessage"), params=told) as got:
        assert (await got.json())["ok"]
    assert [(each.result["text"], each.result["reply_markup"]) for each in answers] == [("Xin chào", BUTTONS)] * 5
    assert len(hanh.received) == 6


@pytest.mark.parametrize("body", [{"data": b"{", "headers": {"Content-Type": "application/json"}}, {"json": [1]}])
async def test_a_body_that_is_no_object_is_a_violation(bot: PlainClient, fake: FakeTelegram, body: Json) -> None:
    with fake.expecting_violations() as found:
        assert (await bot.posts("sendMessage", **body)).status == 400
    assert len(found) == 1


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("/bot1:nonsense/getMe", (401, "Unauthorized")),
        ("/botnonsense/getMe", (404, "Not Found")),
        (f"/bot7100000001:{'x' * 35}/getMe", (401, "Unauthorized")),
        (f"/file/bot7100000001:{'x' * 35}/photos/file_1.jpg", (401, "Unauthorized")),
        ("/nowhere", (404, "Not Found")),
    ],
)
async def test_another_token_opens_nothing(
    bot: PlainClient, fake: FakeTelegram, path: str, refusal: tuple[int, str]
) -> None:
    async with bot.session.post(fake.url + path) as answer:
        body = await answer.json()
        assert (answer.status, body["description"]) == refusal
        assert body == {"ok": False, "error_code": refusal[0], "description": refusal[1]}


def test_the_whole_specification_compiles() -> None:
    spec = Spec.load()
    assert len(spec.methods) == 180
    with pytest.raises(SpecViolation, match="update_id: expected Integer, got True"):
        spec.update({"update_id": True})
    for method in spec.methods.values():
        with pytest.raises(SpecViolation):
            method.answer(object())
