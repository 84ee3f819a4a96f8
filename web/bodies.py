"""What came with a request, and is it of a bearable size and shape? Else a Refusal with one word that says why."""

import json
from typing import Any

from starlette.requests import Request

JSON_BYTES = 64 * 1024


class Refusal(Exception):
    """The request is not carried out. `error` is the word for it, `facts` what its sentence needs."""

    def __init__(self, status: int, error: str, **facts: object) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.facts = facts


async def body_of(request: Request, limit: int) -> bytes:
    """The whole body, at most `limit` bytes; refused as too_large as soon as that is known."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise Refusal(413, "too_large", limit=limit)
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise Refusal(413, "too_large", limit=limit)
        parts.append(part)
    return b"".join(parts)


async def json_of(request: Request) -> dict[str, Any]:
    """The body as a JSON object of at most 64 kB. A page of another site cannot send this type unasked."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "not_json")
    try:
        document = json.loads(await body_of(request, JSON_BYTES))
    except (ValueError, RecursionError):
        raise Refusal(400, "not_json") from None
    if not isinstance(document, dict):
        raise Refusal(400, "not_json")
    return document


def text_in(document: dict[str, Any], name: str, longest: int = 10_000) -> str:
    """A text of the document; "" when it is not there."""
    value = document.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise Refusal(400, "bad_request", field=name)
    return value


def number_in(document: dict[str, Any], name: str) -> int:
    """A whole number of the document."""
    value = document.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refusal(400, "bad_request", field=name)
    return value


def flag_in(document: dict[str, Any], name: str) -> bool:
    """A yes or no of the document."""
    value = document.get(name)
    if not isinstance(value, bool):
        raise Refusal(400, "bad_request", field=name)
    return value


def once_in(text: str) -> str | None:
    """The client's own key, marked as the page's so that it never meets a simulated person's."""
    return f"page:{text[:80]}" if text else None
