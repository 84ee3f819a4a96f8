"""What does an answer mean that is not a success?

PTB's errors are used where they fit. Two cases differ from PTB's own reading: an answer that is not the Bot API's
JSON (a proxy's page, say) is a network fault whatever its status, so that a relay's 404 does not count as a wrong
token; and "too many requests" is an error of its own, because PTB's RetryAfter warns about itself whenever one is made.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

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

UNSAID_PAUSE: Final = 5.0
"""Seconds to wait after a 429 that does not say how long."""

_LONGEST_PAUSE: Final = 24 * 3600.0


class TooManyRequests(TelegramError):
    """Flood control: nothing was done; try again after `after` seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"Too many requests, retry after {after:g} s")
        self.after = after


def result_of(status: int, payload: bytes) -> Any:
    """What a method returned. Raises the TelegramError that the answer means, in the answer's words."""
    answer = _json(payload)
    if status == HTTPStatus.OK and answer.get("ok") is True and "result" in answer:
        return answer["result"]
    raise fault_of(status, answer)


def fault_of(status: int, answer: Mapping[str, Any]) -> TelegramError:
    """The error that a failed call's answer means; an empty answer is one that was not the Bot API's JSON."""
    parameters = answer.get("parameters")
    given = parameters if isinstance(parameters, dict) else {}
    if status == HTTPStatus.TOO_MANY_REQUESTS or answer.get("error_code") == HTTPStatus.TOO_MANY_REQUESTS:
        return TooManyRequests(_pause(given.get("retry_after")))
    if answer.get("ok") is not False:
        return NetworkError(f"HTTP {status} without the Bot API's JSON")
    code = answer.get("error_code", status) if status == HTTPStatus.OK else status
    text = str(answer.get("description") or f"HTTP {status}")
    moved = given.get("migrate_to_chat_id")
    return ChatMigrated(moved) if isinstance(moved, int) else _by_code(code, text)


def _by_code(code: object, text: str) -> TelegramError:
    match code:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND:  # 404: the token is not even of the right form
            return InvalidToken(text)
        case HTTPStatus.FORBIDDEN:
            return Forbidden(text)
        case HTTPStatus.CONFLICT:
            return Conflict(text)
        case HTTPStatus.REQUEST_TIMEOUT:
            return TimedOut(text)
        case int() if 400 <= code < 500:  # 413 too: a file that is too large is our mistake
            return BadRequest(text)
        case _:
            return NetworkError(text)


def _json(payload: bytes) -> Mapping[str, Any]:
    """The answer; empty when it is not a JSON object."""
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _pause(seconds: object) -> float:
    if isinstance(seconds, int | float) and seconds > 0:
        return min(float(seconds), _LONGEST_PAUSE)
    return UNSAID_PAUSE
