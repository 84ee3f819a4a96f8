"""What does an answer of Viber mean? HTTP is 200 on errors too: `status` tells."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from channels.calling import NoAnswer, Refusal, TokenRejected, TooFast, object_of_answer

_OK: Final = 0
_BAD_TOKEN: Final = 2
_TOO_MANY: Final = 12


def result_of(status: int, payload: bytes) -> Mapping[str, Any]:
    """What a method returned. Raises the CallFault that the answer means."""
    answer = object_of_answer(payload)
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
