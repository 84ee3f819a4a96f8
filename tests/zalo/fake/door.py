"""The HTTP door: a request comes in, is checked, meets its fault, does its deed, and is answered."""

import asyncio
import json
import re
import traceback
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from tests.telegram.fake.calls import Call, Calls
from tests.telegram.fake.door import cut
from tests.telegram.fake.faults import Fate, Faults
from tests.telegram.fake.refusals import Refusal
from tests.zalo.fake.bots import Bot, Json, Standing, Turn
from tests.zalo.fake.checks import Violation, check

if TYPE_CHECKING:
    from tests.zalo.fake.stand_in import FakeZalo

_METHOD: Final = re.compile(r"/bot([^/]+)/(\w+)")
_PICTURE: Final = re.compile(r"/photo/(\w+)")
_TOO_FAST: Final = "<html><head><title>429 Too Many Requests</title></head><body><h1>429</h1></body></html>"


class Door:
    """Answers as bot-api.zaloplatforms.com does: whatever is refused comes with HTTP 200."""

    def __init__(self, fake: "FakeZalo", report: Callable[[str], None]) -> None:
        self._fake = fake
        self._report = report
        self.calls = Calls()
        self.faults = Faults()
        self._deeds: Mapping[str, Callable[[Bot, Json], Any]] = {
            "getMe": self._me,
            "setWebhook": self._set_hook,
            "deleteWebhook": self._delete_hook,
            "getWebhookInfo": lambda bot, _: {"url": bot.hook, "updated_at": self._fake.milliseconds},
            "sendMessage": self._send,
            "sendPhoto": self._send,
            "sendChatAction": lambda _, said: None,
        }

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Any request at all."""
        try:
            if picture := _PICTURE.fullmatch(request.path):
                return await self._download(request, picture[1])
            if called := _METHOD.fullmatch(request.path):
                return await self._method(request, *called.groups())
            return web.Response(status=404, text="<html>not found</html>", content_type="text/html")
        except Exception:
            self._report(f"{request.path}: the stand-in itself failed\n{traceback.format_exc()}")
            return web.Response(status=500)

    async def _method(self, request: web.BaseRequest, token: str, method: str) -> web.StreamResponse:
        body = await request.read()
        try:
            said = json.loads(body) if body else {}
        except ValueError:
            said = None
        chat = said.get("chat_id") if isinstance(said, dict) else None
        call = self.calls.begin(method, chat if isinstance(chat, str) else None)
        fate = await self._met(method, call.chat)
        if fate is not None and not fate.lets_happen:
            refusal = fate.refusal
            response = _told(refusal) if refusal else _result(True)
            return await self._faulty(request, call, fate, response)
        bot = self._fake.by_token.get(token)
        if bot is None:
            response = _told(Refusal(401, "Unauthorized"))
        else:
            response = await self._done(request, call, bot, said)
        return await self._faulty(request, call, fate, response)

    async def _done(self, request: web.BaseRequest, call: Call, bot: Bot, said: Any) -> web.Response:
        try:
            if request.method != "POST" or request.content_type != "application/json" or not isinstance(said, dict):
                raise Violation(f"{call.method}: not a POST with a JSON object")
            check(call.method, said)
            deed = self._poll(bot, said) if call.method == "getUpdates" else None
            result = await deed if deed is not None else self._deeds[call.method](bot, said)
        except Violation as wrong:
            self._report(str(wrong))
            return _told(Refusal(400, "Bad Request"))
        except Refusal as refusal:
            call.description = refusal.description
            return _told(refusal)
        except _TooFast:
            return web.Response(status=429, text=_TOO_FAST, content_type="text/html")
        call.delivered = True
        self.calls.bells.ring()
        return _result(result)

    async def _poll(self, bot: Bot, said: Json) -> Json:
        """One update; 408 after so many seconds without any. What is handed out is gone."""
        if bot.hook:
            raise Refusal(400, "Bad Request: webhook is active")
        if bot.polls:
            raise _TooFast
        bot.polls += 1
        bot.bells.ring()
        try:
            await bot.bells.until(lambda: bool(bot.waiting or bot.hook), float(said.get("timeout", 30)))
        except TimeoutError:
            raise Refusal(408, "Request timeout") from None
        finally:
            bot.polls -= 1
            bot.bells.ring()
        if bot.hook:
            raise Refusal(400, "Bad Request: webhook is active")
        return bot.hand_out()

    def _me(self, bot: Bot, _: Json) -> Json:
        return {"id": bot.id, "account_name": bot.account_name, "account_type": "BASIC", "can_join_groups": False}

    def _set_hook(self, bot: Bot, said: Json) -> Json:
        bot.hook, bot.secret = said["url"], said["secret_token"]
        bot.bells.ring()
        for wake in bot.woken_by:
            wake()
        return {"url": bot.hook, "updated_at": self._fake.milliseconds}

    def _delete_hook(self, bot: Bot, _: Json) -> Json:
        bot.hook = bot.secret = ""
        return {"url": "", "updated_at": self._fake.milliseconds}

    def _send(self, bot: Bot, said: Json) -> Json:
        chat = bot.chats.get(said["chat_id"])
        if chat is None or chat.standing is Standing.STRANGER:
            raise Refusal(404, "Not Found: chat not found")
        if chat.standing is Standing.BLOCKED:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if bot.quota is not None:
            if bot.quota <= 0:
                raise Refusal(429, "Quota exceeded")
            bot.quota -= 1
        number = self._fake.next_id()
        text = said.get("text") or f"*(ảnh)* {said.get('caption', '')}".rstrip()
        chat.take(Turn(self._fake.now, True, text, number))
        return {"message_id": number, "date": self._fake.milliseconds}

    async def _download(self, request: web.BaseRequest, name: str) -> web.StreamResponse:
        call = self.calls.begin("download", None)
        if "Referer" in request.headers:
            self._report("a picture was asked for with a Referer")
        fate = await self._met("download", None)
        content = self._fake.pictures.get(name)
        if fate is not None and fate.refusal:
            response = web.Response(status=fate.refusal.status)
        elif content is None:
            response = web.Response(status=403)
        else:
            response = web.Response(body=content, content_type=self._fake.type_of_pictures)
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
        if fate is not None:
            await asyncio.sleep(fate.seconds)
            if fate.cut:
                cut(request, response if fate.cut == "in mid-answer" else None)
                self.calls.end(call, 0)
                return response  # goes nowhere
            if fate.html:
                response = web.Response(status=fate.html[0], text=fate.html[1], content_type="text/html")
        self.calls.end(call, response.status)
        return response


class _TooFast(Exception):
    """The front door refuses."""


def _told(refusal: Refusal) -> web.Response:
    return web.json_response({"ok": False, "description": refusal.description, "error_code": refusal.status})


def _result(result: Any) -> web.Response:
    return web.json_response({"ok": True} | ({} if result is None else {"result": result}))
