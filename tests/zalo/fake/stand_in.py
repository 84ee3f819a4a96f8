"""Everything a test asks of the stand-in."""

import asyncio
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from itertools import count
from typing import Any, Final

from aiohttp import web

from bot.clock import SystemClock
from core.ports import Clock
from tests.telegram.fake.calls import Calls
from tests.telegram.fake.faults import Script
from tests.telegram.fake.serving import base_request
from tests.zalo.fake.bots import Bot, Chat, Json, Turn
from tests.zalo.fake.door import Door
from tests.zalo.fake.hooks import Hooks
from tests.zalo.fake.people import PATIENCE, Person

BOTS: Final = ("zalo-1", "zalo-2", "zalo-3")


class FakeZalo:
    """The platform with some bots: their people, its HTTP door, and everything that may go wrong there."""

    def __init__(self, clock: Clock | None = None, bots: Sequence[str] = BOTS) -> None:
        self._clock = clock or SystemClock()
        self._ids = count(1)
        self._violations: list[str] = []
        self.bots = {name: self._bot(name) for name in bots}
        self.by_token = {bot.token: bot for bot in self.bots.values()}
        self.pictures: dict[str, bytes] = {}
        """What lies at the pictures' addresses, by name; taken away when it has expired."""
        self.port = 0
        self.photo_field = "photo_url"
        self.wraps = True
        self.loses_unpolled = False
        self.type_of_pictures = "application/octet-stream"
        self.hooks = Hooks(self)
        self.door = Door(self, self._violations.append)

    def _bot(self, name: str) -> Bot:
        secret = hashlib.sha256(name.encode()).hexdigest()
        number = str(1_459_232_241_454_765_000 + next(self._ids))
        return Bot(name, f"{number}:{secret}", number)

    # ---- where it is -------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """The server's address without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """What stands before a token."""
        return f"{self.url}/bot"

    @property
    def now(self) -> datetime:
        """The platform's time."""
        return self._clock.now()

    @property
    def milliseconds(self) -> int:
        """The same as the platform writes it."""
        return int(self.now.timestamp() * 1000)

    def next_id(self) -> str:
        """An id that tells nobody anything."""
        return hashlib.md5(str(next(self._ids)).encode(), usedforsecurity=False).hexdigest()[:20]

    # ---- people ------------------------------------------------------------------------------------------------

    def person(self, name: str, *, bot: str = BOTS[0], chat: str | None = None) -> Person:
        """Somebody with this bot's chat open, who has not written yet."""
        own = self.bots[bot]
        opened = Chat(chat or self.next_id(), name)
        own.chats[opened.id] = opened
        return Person(self, own, opened)

    def keeps_picture(self, content: bytes) -> str:
        """Put a picture where it can be fetched; its address."""
        name = self.next_id()
        self.pictures[name] = content
        return f"{self.url}/photo/{name}"

    def tells(self, bot: Bot, chat: Chat, event: str, told: str, content: Json) -> Json:
        """A person's message: it appears in the chat, and an update about it waits for the bot."""
        message: Json = {
            "from": {"id": chat.id, "display_name": chat.name, "is_bot": False},
            "chat": {"id": chat.id, "chat_type": "GROUP" if chat.group else "PRIVATE"},
            "message_id": self.next_id(),
            "date": self.milliseconds,
            **content,
        }
        chat.take(Turn(self.now, False, told, message["message_id"]))
        update = {"event_name": f"message.{event}.received", "message": message}
        if not self.loses_unpolled or bot.polls or bot.hook:
            bot.add(update)
        return update

    # ---- what goes wrong ---------------------------------------------------------------------------------------

    def when(
        self, method: str | None = None, *, nth: int = 1, times: int | None = 1, chat: Person | None = None
    ) -> Script:
        """Script a fault for calls of this method ("download": a picture; None: any), to this chat if given."""
        return self.door.faults.when(method, chat.id if chat else None, nth, times)

    # ---- looking back ------------------------------------------------------------------------------------------

    @property
    def calls(self) -> Calls:
        """Every call so far."""
        return self.door.calls

    @contextmanager
    def expecting_violations(self) -> Iterator[list[str]]:
        """Within, violations are collected and then forgotten: they are what the test wants."""
        before = len(self._violations)
        found: list[str] = []
        yield found
        found += self._violations[before:]
        del self._violations[before:]

    def assert_clean(self) -> None:
        """Fails when anything broke the platform's rules."""
        assert not self._violations, "\n".join(["against the Zalo Bot Platform:", *self._violations])

    async def is_polled(self, bot: str = BOTS[0], *, within: float = PATIENCE) -> None:
        """Wait until a poll of this bot waits here and nothing waits for it. Raises TimeoutError."""
        own = self.bots[bot]
        await own.bells.until(lambda: bool(own.polls and not own.waiting), within)

    @staticmethod
    def encoded(body: Any) -> bytes:
        """JSON as the platform writes it."""
        return json.dumps(body, ensure_ascii=False).encode()


@asynccontextmanager
async def served(fake: FakeZalo, port: int = 0) -> AsyncIterator[None]:
    """Serve in this event loop; port 0 takes a free one. Left and entered again: the platform was down."""
    server = web.Server(fake.door.answer, request_factory=base_request, handler_cancellation=True, access_log=None)
    runner = web.ServerRunner(server, shutdown_timeout=0.5)
    await runner.setup()
    delivering = [asyncio.create_task(fake.hooks.deliver(bot)) for bot in fake.bots.values()]
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        fake.port = runner.addresses[0][1]
        yield
    finally:
        for task in delivering:
            task.cancel()
        for task in delivering:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await runner.cleanup()


@asynccontextmanager
async def serving(clock: Clock | None = None, bots: Sequence[str] = BOTS) -> AsyncIterator[FakeZalo]:
    """A stand-in in this event loop. At the end it fails when anything broke the rules."""
    fake = FakeZalo(clock, bots)
    async with served(fake):
        yield fake
    fake.assert_clean()
