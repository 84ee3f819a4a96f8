"""What an answer of the Bot API means, and one of something in between that is not the Bot API."""

import json
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from channels.telegram.answers import UNSAID_PAUSE, TooManyRequests, result_of


def told(code: int, description: str = "x", **parameters: Any) -> str:
    body = {"ok": False, "error_code": code, "description": description}
    return json.dumps(body | ({"parameters": parameters} if parameters else {}))


def fault(status: int, body: str) -> TelegramError:
    with pytest.raises(TelegramError) as raised:
        result_of(status, body.encode())
    return raised.value


@pytest.mark.parametrize("result", [True, [], {"message_id": 5}, None, "text"])
def test_a_success_is_its_result(result: Any) -> None:
    assert result_of(200, json.dumps({"ok": True, "result": result}).encode()) == result


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (400, told(400), BadRequest),
        (400, told(400, migrate_to_chat_id=-1001), ChatMigrated),
        (401, told(401), InvalidToken),
        (403, told(403), Forbidden),
        (404, told(404), InvalidToken),
        (408, told(408), TimedOut),
        (409, told(409), Conflict),
        (413, told(413), BadRequest),
        (429, told(429, retry_after=3), TooManyRequests),
        (429, "<html>slow down</html>", TooManyRequests),
        (500, told(500), NetworkError),
        (502, "<html>Bad Gateway</html>", NetworkError),
        (401, "<html>log in to the hotel's network</html>", NetworkError),
        (403, "<html>blocked by order</html>", NetworkError),
        (404, "<html>the relay is being changed</html>", NetworkError),
        (404, "", NetworkError),
        (302, "", NetworkError),
        (204, "", NetworkError),
        (200, "<html>welcome</html>", NetworkError),
        (200, "[]", NetworkError),
        (200, '{"ok": true}', NetworkError),
        (200, told(403), Forbidden),
        (200, told(429, retry_after=3), TooManyRequests),
        (200, "[" * 100_000, NetworkError),
        (400, '{"ok": false, "error_code": "?", "description": null, "parameters": 5}', BadRequest),
    ],
)
def test_each_answer_has_its_meaning(status: int, body: str, meaning: type[TelegramError]) -> None:
    found = fault(status, body)
    assert type(found) is meaning
    assert found.__cause__ is None
    assert found.__context__ is None


def test_telegrams_own_words_are_kept_and_a_moved_group_tells_where() -> None:
    assert fault(400, told(400, "Bad Request: chat not found")).message == "Chat not found"
    moved = fault(400, told(400, migrate_to_chat_id=-1001))
    assert isinstance(moved, ChatMigrated)
    assert moved.new_chat_id == -1001


@pytest.mark.parametrize(
    ("parameters", "pause"),
    [
        ({"retry_after": 3}, 3.0),
        ({}, UNSAID_PAUSE),
        ({"retry_after": 0}, UNSAID_PAUSE),
        ({"retry_after": "soon"}, UNSAID_PAUSE),
        ({"retry_after": 1e9}, 86_400.0),
    ],
)
def test_a_pause_is_at_least_something_and_at_most_a_day(parameters: dict[str, Any], pause: float) -> None:
    found = fault(429, told(429, **parameters))
    assert isinstance(found, TooManyRequests)
    assert found.after == pause
