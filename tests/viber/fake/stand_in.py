"""Everything a test asks of the stand-in: its door, what it pushes, and what may go wrong."""

import asyncio
import hashlib
import hmac
import json
import traceback
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from itertools import count
from typing import Any, Final

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from bot.clock import SystemClock
from core.ports import Clock
from tests.telegram.fake.bells import Bells
from tests.telegram.fake.calls import Calls
from tests.telegram.fake.faults import Faults, Script
from tests.viber.fake.people import Json, Person, Shown

TOKEN: Final = "4c2f9b1d7a6e5f30-91ab42cd83ef0011-77aa55bb33cc11dd"
AGAIN_SECONDS: Final = 0.02
"""How soon a callback that was not taken is pushed again; Viber goes on for an hour."""

EVENTS: Final = {"message", "unsubscribed", "conversation_started", "failed", "delivered", "seen", "subscribed"}


class FakeViber:
    """The platform with one bot."""

    def __init__(self, clock: Clock | None = None, token: str = TOKEN) -> None:
        self._clock = clock or SystemClock()
        self._numbers = count(4_912_661_846_655_238_145)
        self.token = token
        self.people: dict[str, Person] = {}
        self.pictures: dict[str, bytes] = {}
        self.hook = ""
        self.port = 0
        self.calls = Calls()
        self.faults = Faults()
        self.bells = Bells()
        self.violations: list[str] = []
        self.waiting: list[tuple[Json, Person | None]] = []
        self.last: tuple[Mapping[str, str], bytes] | None = None
        self._will_press: dict[str, str] = {}
        self.refused = 0
        """Callbacks that were answered with anything but 200."""

    @property
    def api_url(self) -> str:
        """What stands before a method."""
        return f"http://127.0.0.1:{self.port}/pa"

    @property
    def now(self) -> datetime:
        """The platform's time."""
        return self._clock.now()

    @property
    def milliseconds(self) -> int:
        """The same as the platform writes it."""
        return int(self.now.timestamp() * 1000)

    def next_token(self) -> int:
        """The number of a delivery."""
        return next(self._numbers)

    def person(self, name: str) -> Person:
        """Somebody new."""
        made = Person(self, f"{hashlib.md5(f'{name}{len(self.people)}'.encode()).hexdigest()[:22]}==", name)
        self.people[made.id] = made
        return made

    def keeps_picture(self, content: bytes) -> str:
        """Put a picture where it can be fetched for an hour; its address."""
        name = str(self.next_token())
        self.pictures[name] = content
        return f"http://127.0.0.1:{self.port}/media/{name}.jpg"

    def when(self, method: str, *, nth: int = 1, times: int | None = 1) -> Script:
        """Script a fault for calls of this method; a refusal's status is Viber's own code."""
        return self.faults.when(method, None, nth, times)

    # ---- what it pushes ----------------------------------------------------------------------------------------

    def pushes(self, callback: Json, opened_by: Person | None = None) -> None:
        """A callback waits for the bot; its answer is shown to whoever opened the chat."""
        self.waiting.append((callback, opened_by))
        self.bells.ring()

    def pushes_after_welcome(self, person: Person, label: str) -> None:
        """As soon as the answer to the opened chat is shown, this button of it is pressed."""
        self._will_press[person.id] = label

    def signed(self, body: bytes) -> Mapping[str, str]:
        """The headers of a callback."""
        signature = hmac.new(self.token.encode(), body, hashlib.sha256).hexdigest()
        return {"X-Viber-Content-Signature": signature, "Content-Type": "application/json"}

    async def deliver(self) -> None:
        """Push what waits, in order, each until it is taken; for ever."""
        async with ClientSession(timeout=ClientTimeout(total=10)) as session:
            while True:
                await self.bells.until(lambda: bool(self.waiting and self.hook), 3600)
                callback, person = self.waiting[0]
                body = json.dumps(callback, ensure_ascii=False).encode()
                headers = self.signed(body)
                try:
                    async with session.post(self.hook, data=body, headers=headers) as answer:
                        taken, said = answer.status == 200, await answer.read()
                except (ClientError, TimeoutError):
                    taken, said = False, b""
                if not taken:
                    self.refused += 1
                    await asyncio.sleep(AGAIN_SECONDS)
                    continue
                self.last = (headers, body)
                if person is not None and said:
                    self._welcomes(person, json.loads(said))
                del self.waiting[0]
                self.bells.ring()

    def _welcomes(self, person: Person, message: Json) -> None:
        if wrong := _faults_of({**message, "receiver": person.id}):
            self.violations.append(f"the answer to conversation_started: {wrong}")
        person.shown.append(_shown(message))
        if person.id in self._will_press:
            person.presses(self._will_press.pop(person.id))

    # ---- its door ----------------------------------------------------------------------------------------------

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Any request at all; errors come with HTTP 200."""
        try:
            if request.path.startswith("/media/"):
                content = self.pictures.get(request.path.removeprefix("/media/").removesuffix(".jpg"))
                return web.Response(status=404) if content is None else web.Response(body=content)
            return await self._method(request, request.path.removeprefix("/pa/"))
        except Exception:
            self.violations.append(f"{request.path}: the stand-in itself failed\n{traceback.format_exc()}")
            return web.Response(status=500)

    async def _method(self, request: web.BaseRequest, method: str) -> web.StreamResponse:
        said = json.loads(await request.read())
        call = self.calls.begin(method, said.get("receiver"))
        fate = self.faults.meet(method, said.get("receiver"))
        if fate is not None and fate.html:
            return web.Response(status=fate.html[0], text=fate.html[1], content_type="text/html")
        if fate is not None and fate.refusal:
            return _told(fate.refusal.status, fate.refusal.description)
        if request.headers.get("X-Viber-Auth-Token") != self.token:
            return _told(2, "invalidAuthToken")
        deeds: Mapping[str, Callable[[Json], Any]] = {
            "send_message": self._send,
            "get_account_info": lambda _: _told(0, "ok", uri="nhacnopbot", name="Nhắc Nộp", webhook=self.hook),
        }
        response: web.Response = await self._point(said) if method == "set_webhook" else deeds[method](said)
        self.calls.end(call, response.status)
        self.bells.ring()
        return response

    async def _point(self, said: Json) -> web.Response:
        """The new address must answer a probe with 200, else nothing is set."""
        if not isinstance(said.get("url"), str) or not set(said.get("event_types", [])) <= EVENTS:
            self.violations.append(f"set_webhook: {said}")
            return _told(3, "badData")
        body = json.dumps({"event": "webhook", "timestamp": self.milliseconds, "message_token": 1}).encode()
        with suppress(ClientError, TimeoutError):
            async with (
                ClientSession(timeout=ClientTimeout(total=10)) as session,
                session.post(said["url"], data=body, headers=self.signed(body)) as answer,
            ):
                if answer.status == 200:
                    self.hook = said["url"]
                    return _told(0, "ok", event_types=said.get("event_types", []))
        return _told(1, "invalidUrl")

    def _send(self, said: Json) -> web.Response:
        if wrong := _faults_of(said):
            self.violations.append(f"send_message: {wrong}")
            return _told(3, "badData")
        person = self.people.get(said["receiver"])
        if person is None:
            return _told(5, "receiverNotRegistered")
        if not person.subscribed:
            return _told(6, "receiverNotSubscribed")
        person.shown.append(_shown(said))
        self.bells.ring()
        return _told(0, "ok", message_token=self.next_token())

    def assert_clean(self) -> None:
        """Fails when anything broke the platform's rules."""
        assert not self.violations, "\n".join(["against Viber:", *self.violations])


def _told(status: int, message: str, **more: Any) -> web.Response:
    return web.json_response({"status": status, "status_message": message, **more})


def _shown(said: Json) -> Shown:
    buttons = said.get("keyboard", {}).get("Buttons", ())
    return Shown(said["text"], tuple((each["Text"], each["ActionBody"]) for each in buttons))


def _faults_of(said: Json) -> str:
    """What Viber would refuse in a message; empty for nothing."""
    if said.get("type") != "text" or not isinstance(said.get("text"), str) or not 1 <= len(said["text"]) <= 7000:
        return "the text"
    if not isinstance(said.get("sender"), dict) or not 1 <= len(said["sender"].get("name", "")) <= 28:
        return "the sender's name"
    keyboard = said.get("keyboard")
    if keyboard is None:
        return ""
    if said.get("min_api_version", 0) < 6 or keyboard.get("Type") != "keyboard" or not keyboard.get("Buttons"):
        return "the keyboard"
    for each in keyboard["Buttons"]:
        whole = 1 <= each["Columns"] <= 6 and 1 <= each["Rows"] <= 2 and each["ActionType"] == "reply"
        if not whole or not each["ActionBody"] or not 1 <= len(each["Text"]) <= 250:
            return f"the button {each}"
    return ""


@asynccontextmanager
async def served(fake: FakeViber, port: int = 0) -> AsyncIterator[None]:
    """Serve in this event loop. Left and entered again: the platform was down."""
    runner = web.ServerRunner(web.Server(fake.answer, access_log=None), shutdown_timeout=0.5)
    await runner.setup()
    delivering = asyncio.create_task(fake.deliver())
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        fake.port = runner.addresses[0][1]
        yield
    finally:
        delivering.cancel()
        with suppress(asyncio.CancelledError):
            await delivering
        await runner.cleanup()


@asynccontextmanager
async def serving(clock: Clock | None = None) -> AsyncIterator[FakeViber]:
    """A stand-in in this event loop. At the end it fails when anything broke the rules."""
    fake = FakeViber(clock)
    async with served(fake):
        yield fake
    fake.assert_clean()
