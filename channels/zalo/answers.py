"""What does an answer of the platform mean? Errors come with HTTP 200, and pages of its front door in between."""

from http import HTTPStatus
from typing import Any, Final

from channels.calling import CallFault, NoAnswer, Refusal, TokenRejected, TooFast, object_of_answer

_SILENCE: Final = 408
_QUOTA: Final = 429


class Silence(CallFault):
    """Nothing happened while a poll waited: normal. For any other call: no answer in time."""


class QuotaUsedUp(CallFault):
    """The plan's messages are used up. Asking again changes nothing."""


def result_of(status: int, payload: bytes) -> Any:
    """What a method returned, None where it returns nothing. Raises the CallFault that the answer means."""
    answer = object_of_answer(payload)
    if answer.get("ok") is True:
        return answer.get("result")
    if answer.get("ok") is False:
        raise _refused(_code(answer.get("error_code"), status), str(answer.get("description") or "")[:300])
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise TooFast("asked too often")
    if status == HTTPStatus.UNAUTHORIZED:
        raise TokenRejected("HTTP 401")
    raise NoAnswer(f"HTTP {status} without the platform's JSON")


def _refused(code: int, text: str) -> CallFault:
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
