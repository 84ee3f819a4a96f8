"""What does an answer of the platform mean? Errors come with HTTP 200, and pages of its front door in between."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

_SILENCE: Final = 408
_QUOTA: Final = 429


class ZaloError(Exception):
    """A call that failed. The text is the platform's own, or says what came instead; no token is in it."""


class Silence(ZaloError):
    """Nothing happened while a poll waited: normal. For any other call: no answer in time."""


class QuotaUsedUp(ZaloError):
    """The plan's messages are used up. Asking again changes nothing."""


class TooFast(ZaloError):
    """The front door wants us slower; nothing was done."""


class TokenRejected(ZaloError):
    """The platform does not know this bot."""


class Refusal(ZaloError):
    """The platform refuses the call, with one of its codes."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


class NoAnswer(ZaloError):
    """Nothing came that is the platform's own answer. The call may have been carried out."""


def result_of(status: int, payload: bytes) -> Any:
    """What a method returned, None where it returns nothing. Raises the ZaloError that the answer means."""
    answer = _json(payload)
    if answer.get("ok") is True:
        return answer.get("result")
    if answer.get("ok") is False:
        raise _refused(_code(answer.get("error_code"), status), str(answer.get("description") or "")[:300])
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise TooFast("asked too often")
    if status == HTTPStatus.UNAUTHORIZED:
        raise TokenRejected("HTTP 401")
    raise NoAnswer(f"HTTP {status} without the platform's JSON")


def _refused(code: int, text: str) -> ZaloError:
    match code:
        case HTTPStatus.UNAUTHORIZED:
            return TokenRejected(text or "Unauthorized")
        case _ if code == _SILENCE:
            return Silence(text)
        case _ if code == _QUOTA:
            return QuotaUsedUp(text or "quota exceeded")
        case _ if code >= 500:
            return NoAnswer(f"{code} {text}".strip())
        case _:
            return Refusal(code, text or f"error {code}")


def _code(found: object, status: int) -> int:
    if isinstance(found, str) and found.isdecimal():
        return int(found)
    if isinstance(found, int) and not isinstance(found, bool):
        return found
    return status


def _json(payload: bytes) -> Mapping[str, Any]:
    """The answer; empty when it is not a JSON object."""
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
