"""What an answer of the platform means, and why a message could not be sent."""

import json

import pytest

from channels.calling import CallFault, NoAnswer, Refusal, TokenRejected, TooFast
from channels.zalo.answers import QuotaUsedUp, Silence, result_of
from channels.zalo.failures import send_error
from core.ports import (
    Misconfigured,
    OutOfQuota,
    Refused,
    SendError,
    Throttled,
    Unavailable,
    Unreachable,
)

PAGE = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


def refusal(code: object, text: str = "", status: int = 200) -> CallFault:
    """The error that this answer means."""
    answer = {"ok": False, "error_code": code, "description": text}
    with pytest.raises(CallFault) as raised:
        result_of(status, json.dumps({name: value for name, value in answer.items() if value is not None}).encode())
    return raised.value


@pytest.mark.parametrize("status", [200, 201, 400])
def test_only_ok_counts_not_the_status(status: int) -> None:
    assert result_of(status, b'{"ok": true, "result": {"id": "1"}}') == {"id": "1"}
    assert result_of(status, b'{"ok": true}') is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (408, Silence),
        ("408", Silence),
        (429, QuotaUsedUp),
        (401, TokenRejected),
        (400, Refusal),
        (403, Refusal),
        (404, Refusal),
        (-201, Refusal),
        (500, NoAnswer),
        (None, Refusal),
        (True, Refusal),
        ("odd", Refusal),
    ],
)
def test_errors_come_with_http_200(code: object, kind: type[CallFault]) -> None:
    assert type(refusal(code, "words")) is kind


def test_an_error_without_a_code_is_judged_by_the_status() -> None:
    assert isinstance(refusal(None, "", 401), TokenRejected)
    assert isinstance(refusal(None, "", 503), NoAnswer)


@pytest.mark.parametrize(
    ("status", "kind"), [(429, TooFast), (401, TokenRejected), (404, NoAnswer), (502, NoAnswer), (504, NoAnswer)]
)
@pytest.mark.parametrize("payload", [PAGE, b"", b"[]", b'"ok"', b'{"ok": 1}', b"[" * 100_000])
def test_what_is_not_the_platforms_json_is_judged_by_the_status(
    status: int, kind: type[CallFault], payload: bytes
) -> None:
    with pytest.raises(CallFault) as raised:
        result_of(status, payload)
    assert type(raised.value) is kind


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (QuotaUsedUp("Quota exceeded"), OutOfQuota),
        (TooFast("asked too often"), Throttled),
        (TokenRejected("Unauthorized"), Misconfigured),
        (Silence("Request timeout"), Unavailable),
        (NoAnswer("HTTP 502"), Unavailable),
        (Refusal(404, "Not Found: chat not found"), Unreachable),
        (Refusal(400, "Bad Request: user does not exist"), Unreachable),
        (Refusal(400, "invalid chat"), Unreachable),
        (Refusal(400, "user not exist"), Unreachable),
        (Refusal(403, "Forbidden: bot was blocked by the user"), Unreachable),
        (Refusal(403, "Người dùng đã chặn bot"), Unreachable),
        (Refusal(403, "Forbidden"), Unreachable),
        (Refusal(403, "Internal server error"), Unavailable),
        (Refusal(404, "Not found"), Refused),
        (Refusal(400, "text must be 1 to 2000 characters"), Refused),
        (Refusal(-1, "error -1"), Refused),
        (RuntimeError("odd"), Unavailable),
    ],
)
def test_why_a_message_could_not_be_sent(error: Exception, kind: type[SendError]) -> None:
    assert type(send_error(error)) is kind
