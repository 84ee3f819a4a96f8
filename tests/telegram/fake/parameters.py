"""What does a request say? JSON, a form, a multipart form or the query string: the Bot API takes them all."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.web_request import FileField

from tests.telegram.fake.checks import SpecViolation, Upload

Said = tuple[Mapping[str, Any], Mapping[str, Upload]]
"""Plain parameters, and files by the name of their part."""


async def said_by(request: web.BaseRequest) -> Said:
    """The parameters, unread. Raises SpecViolation when the body cannot be understood."""
    query = dict(parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True))
    if not request.body_exists:
        return query, {}
    match request.content_type:
        case "application/json":
            return query | _json(await request.read()), {}
        case "application/x-www-form-urlencoded":
            body = (await request.read()).decode()
            return query | dict(parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body))), {}
        case "multipart/form-data":
            return await _multipart(request, query)
        case "application/octet-stream" if not await request.read():  # a POST without parameters
            return query, {}
        case other:
            raise SpecViolation(f"the Bot API does not read {other}")


def _json(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        raise SpecViolation("can't parse JSON request") from None
    if not isinstance(said, dict):
        raise SpecViolation("a JSON request has to be an object")
    return said


async def _multipart(request: web.BaseRequest, query: Mapping[str, Any]) -> Said:
    plain: dict[str, Any] = dict(query)
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            with value.file as opened:
                files[name] = Upload(value.filename, opened.read())
        elif isinstance(value, str):
            plain[name] = value
        else:
            raise SpecViolation("expected a text or a file", name)
    return plain, files
