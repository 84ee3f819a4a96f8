"""The HTTP door: a request comes in, is checked, meets its fault, does its deed, and is answered."""

import asyncio
import contextlib
import json
import re
import socket
import struct
import traceback
from collections.abc import Callable
from typing import Any, Final

from aiohttp import web

from tests.telegram.fake.calls import Call, Calls, is_send
from tests.telegram.fake.chats import Platform
from tests.telegram.fake.checks import Json, SpecViolation
from tests.telegram.fake.faults import Fate, Faults
from tests.telegram.fake.limits import Limits
from tests.telegram.fake.methods import DEEDS
from tests.telegram.fake.parameters import Said, said_by
from tests.telegram.fake.refusals import (
    METHOD_NOT_FOUND,
    NOT_FOUND,
    NOT_UTF8,
    UNAUTHORIZED,
    WEBHOOK_ACTIVE,
    Refusal,
    bad_request,
    conflict,
)
from tests.telegram.fake.spec import Spec
from tests.telegram.fake.updates import Updates
from tests.telegram.fake.webhooks import Webhook

_PATH: Final = re.compile(r"/(file/)?bot([^/]*)/(.+)")
_TOKEN: Final = re.compile(r"[1-9]\d*:[\w-]+")
_JSON: Final = "application/json"
_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Door:
    """Answers as api.telegram.org does."""

    def __init__(
        self, token: str, platform: Platform, updates: Updates, webhook: Webhook, report: Callable[[str], None]
    ) -> None:
        self._token = token
        self._platform = platform
        self._updates = updates
        self._webhook = webhook
        self._report = report
        self.spec: Spec | None = Spec.load()
        """None: requests and answers are not checked (for measurements)."""
        self.calls = Calls()
        self.faults = Faults()
        self.limits = Limits()
        self.latency = 0.0
        webhook.carries_out = self._carry_out

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Any request at all."""
        match = _PATH.fullmatch(request.path)
        if match is None:
            return _told(NOT_FOUND)
        file, token, rest = match.groups()
        if token != self._token:
            return _told(UNAUTHORIZED if _TOKEN.fullmatch(token) else NOT_FOUND)
        try:
            return await (self._download(request, rest) if file else self._method(request, rest))
        except Exception:
            self._report(f"{rest}: the stand-in itself failed\n{traceback.format_exc()}")
            return _told(Refusal(500, "Internal Server Error"))

    async def _method(self, request: web.BaseRequest, method: str) -> web.StreamResponse:
        try:
            said = await said_by(request)
        except SpecViolation as wrong:
            call = self.calls.begin(method, None)
            return await self._faulty(request, call, None, self._violated(call, method, wrong))
        call = self.calls.begin(method, _chat_id(said))
        fate = await self._met(method, call.chat)
        if fate is None or fate.lets_happen:
            response = await self._done(method, said, call)
        else:
            response = _told(fate.refusal) if fate.refusal else _answer(True)
        return await self._faulty(request, call, fate, response)

    async def _done(self, method: str, said: Said, call: Call) -> web.Response:
        try:
            parameters = self._read(method, said)
            result = await self._do(method, parameters, said)
            if self.spec:
                self.spec.methods[method].answer(result)
        except SpecViolation as wrong:
            return self._violated(call, method, wrong)
        except Refusal as refusal:
            call.description = refusal.description
            return _told(refusal)
        call.delivered = True
        self.calls.bells.ring()
        return _answer(result)

    def _read(self, method: str, said: Said) -> Json:
        if method not in Spec.load().methods:
            self._report(f"{method}: no such method")
            raise METHOD_NOT_FOUND
        _refuse_halves(said)
        if self.spec or said[1]:
            return Spec.load().methods[method].read(*said)
        return Spec.load().methods[method].read_unchecked(said[0])

    async def _do(self, method: str, parameters: Json, said: Said) -> Any:
        if method == "getUpdates":
            return await self._get_updates(parameters)
        with self._platform.lock:
            if method in DEEDS:
                if is_send(method) and (chat := self._platform.chats.get(parameters["chat_id"])):
                    self.limits.meet(chat, len(parameters["media"]) if method == "sendMediaGroup" else 1)
                return DEEDS[method](self._platform, parameters, dict(said[1]))
            if method in self._webhook.deeds:
                return self._webhook.deeds[method](parameters)
        raise SpecViolation("this stand-in does not know how")

    def _carry_out(self, method: str, said: Json) -> None:
        """What a webhook's response asks for is done like any call; nobody is told how it went."""
        call = self.calls.begin(method, None)
        try:
            parameters = Spec.load().methods[method].read(said, {})
            with self._platform.lock:
                DEEDS[method](self._platform, parameters, {})
        except (KeyError, SpecViolation, Refusal) as wrong:
            self._report(f"a webhook's response asked for {method}: {wrong}")
        else:
            call.delivered = True
            self.calls.end(call, 200)

    async def _get_updates(self, said: Json) -> list[Json]:
        if self._webhook.url:
            raise conflict(WEBHOOK_ACTIVE)
        if self.latency:
            await asyncio.sleep(self.latency)
        if "allowed_updates" in said:
            self._updates.allowed = said["allowed_updates"] or None
        limit = max(1, min(100, said.get("limit", 100)))
        return await self._updates.take(said.get("offset", 0), limit, said.get("timeout", 0))

    async def _download(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        call = self.calls.begin("download", None)
        fate = await self._met("download", None)
        content = self._platform.files.download(path)
        if fate is not None and fate.refusal:
            response = _told(fate.refusal)
        elif content is None:
            response = _told(NOT_FOUND)
        else:
            response = web.Response(body=content, content_type="application/octet-stream")
        return await self._faulty(request, call, fate, response)

    async def _met(self, method: str, chat: int | str | None) -> Fate | None:
        fate = self.faults.meet(method, chat)
        if fate is not None:
            self.calls.bells.ring()
            await asyncio.sleep(fate.seconds_before)
        return fate

    async def _faulty(
        self, request: web.BaseRequest, call: Call, fate: Fate | None, response: web.Response
    ) -> web.StreamResponse:
        waits = (fate.seconds if fate else 0.0) + (0.0 if call.method == "getUpdates" else self.latency)
        if waits:
            await asyncio.sleep(waits)
        if fate is not None and fate.cut:
            cut(request, response if fate.cut == "in mid-answer" else None)
            self.calls.end(call, 0)
            return response  # goes nowhere
        if fate is not None and fate.html:
            response = web.Response(status=fate.html[0], text=fate.html[1], content_type="text/html")
        self.calls.end(call, response.status)
        return response

    def _violated(self, call: Call, method: str, wrong: SpecViolation) -> web.Response:
        self._report(f"{method}: {wrong}")
        call.description = str(wrong)
        return _told(bad_request(str(wrong)))


def cut(request: web.BaseRequest, half_of: web.Response | None) -> None:
    """Reset the connection, after the first half of an answer if there is one to give."""
    transport = request.transport
    if not isinstance(transport, asyncio.Transport):
        return
    if half_of is not None:
        body = half_of.body if isinstance(half_of.body, bytes) else b""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {half_of.content_type}\r\nContent-Length: {max(len(body), 2)}\r\n\r\n"
        transport.write(head.encode() + body[: len(body) // 2])
    with contextlib.suppress(OSError, AttributeError):
        # Without lingering, closing sends a reset.
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _refuse_halves(said: Said) -> None:
    """JSON can carry half of a pair of surrogates, which is no letter."""
    try:
        _json(said[0]).encode()
    except UnicodeEncodeError:
        raise bad_request(NOT_UTF8) from None


def _answer(result: Any) -> web.Response:
    return web.Response(text=_json({"ok": True, "result": result}), content_type=_JSON)


def _told(refusal: Refusal) -> web.Response:
    return web.Response(status=refusal.status, text=_json(refusal.body()), content_type=_JSON)


def _chat_id(said: Said) -> int | None:
    try:
        return int(said[0]["chat_id"])
    except (KeyError, TypeError, ValueError):
        return None
