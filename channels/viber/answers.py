"""What does an answer of Viber mean? HTTP is 200 on errors too: `status` tells."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

_OK: Final = 0
_BAD_TOKEN: Final = 2
_TOO_MANY: Final = 12


class ViberError(Exception):
    """A call that failed. The text is the platform's own, or says what came instead; no token is in it."""


class TokenRejected(ViberError):
    """The platform does not know this bot."""


class TooFast(ViberError):
    """The platform wants us slower; nothing was done."""


class Refusal(ViberError):
    """The platform refuses the call, with one of its codes."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


class NoAnswer(ViberError):
    """Nothing came that is the platform's own answer. The call may have been carried out."""


def result_of(status: int, payload: bytes) -> Mapping[str, Any]:
    """What a method returned. Raises the ViberError that the answer means."""
    answer = _json(payload)
    code = answer.get("status")
    if isinstance(code, bool) or not isinstance(code, int):
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise TooFast("asked too often")
        raise NoAnswer(f"HTTP {status} without the platform's JSON")
    text = str(answer.get("status_message") or f"status {code}")[:300]
    if code == _OK:
        return answer
    if code == _BAD_TOKEN:
        raise TokenRejected(text)
    if code == _TOO_MANY:
        raise TooFast(text)
    raise Refusal(code, text)


def _json(payload: bytes) -> Mapping[str, Any]:
    """The answer; empty when it is not a JSON object."""
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
