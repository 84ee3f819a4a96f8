"""Everything a test asks of the stand-in."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Final

from bot.clock import SystemClock
from core.ports import Clock
from tests.telegram.fake.calls import Calls
from tests.telegram.fake.chats import Platform
from tests.telegram.fake.checks import Json, SpecViolation
from tests.telegram.fake.door import Door
from tests.telegram.fake.faults import Faults, Script
from tests.telegram.fake.groups import Group
from tests.telegram.fake.limits import Limits
from tests.telegram.fake.people import Person
from tests.telegram.fake.reading import PATIENCE
from tests.telegram.fake.updates import Updates
from tests.telegram.fake.webhooks import Webhook

TOKEN: Final = "7100000001:AAFakeTokenOfTheStandInForTelegram0"
USERNAME: Final = "nhacnop_bot"


class FakeTelegram:
    """One bot's Telegram: its people, its groups, its HTTP door and everything that may go wrong there."""

    def __init__(
        self, clock: Clock | None = None, *, token: str = TOKEN, username: str = USERNAME, checking: bool = True
    ) -> None:
        """`clock` dates the messages (default: the machine's). Without `checking` nothing is held against the
        specification, which is faster."""
        self.token = token
        self.username = username
        self.port = 0
        """Where it is served; 0 while it is not."""
        me = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Nhắc Nộp",
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
        self.platform = Platform(me, clock or SystemClock())
        self.updates = Updates(self.platform.lock, self._check_update)
        self.webhook = Webhook(self.updates)
        self._violations: list[str] = []
        self.door = Door(token, self.platform, self.updates, self.webhook, self._report)
        if not checking:
            self.door.spec = None
        self._user_ids = count(5_200_000_001)

    # ---- where it is -------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """The server's address without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """What stands before the token, in python-telegram-bot's manner (`base_url`)."""
        return f"{self.url}/bot"

    @property
    def file_url(self) -> str:
        """The same for downloads (`base_file_url`)."""
        return f"{self.url}/file/bot"

    # ---- people ------------------------------------------------------------------------------------------------

    def person(
        self,
        name: str,
        *,
        phone: str = "+84905000000",
        language: str = "vi",
        username: str = "",
        surname: str = "",
        started: bool = False,
    ) -> Person:
        """Somebody with a phone. `started`: has opened the bot in the past, so that it may write."""
        user: Json = {"id": next(self._user_ids), "is_bot": False, "first_name": name, "language_code": language}
        user |= {"username": username} if username else {}
        user |= {"last_name": surname} if surname else {}
        return Person(self.platform, self.updates, user, phone, started=started)

    def group(self, title: str, *, supergroup: bool = False) -> Group:
        """A group, without the bot at first."""
        return Group(self.platform, self.updates, title, supergroup=supergroup)

    def feed(self, updates: Iterable[Json]) -> None:
        """Many updates at once, as raw JSON; each gets the next update_id."""
        self.updates.feed(updates)

    def repeats_updates(self, times: int = 1) -> None:
        """The next answers to getUpdates begin with what the one before held, although it was confirmed."""
        self.updates.repeat(times)

    # ---- what goes wrong ---------------------------------------------------------------------------------------

    def when(
        self, method: str | None = None, *, nth: int = 1, times: int | None = 1, chat: Person | Group | None = None
    ) -> Script:
        """Script a fault for calls of this method ("download": a file's bytes; None: any), to this chat if given.

        From the nth such call from now on, `times` times (None: for ever). Say what happens with `answers`,
        `refuses`, `resets`, `loses_answer`, `waits` or `holds`.
        """
        return self.faults.when(method, chat.chat.id if chat else None, nth, times)

    @property
    def faults(self) -> Faults:
        """All scripts."""
        return self.door.faults

    @property
    def limits(self) -> Limits:
        """The rates, lifted at first."""
        return self.door.limits

    @property
    def latency(self) -> float:
        """Seconds that every answer takes. The deed itself is done when the call arrives."""
        return self.door.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self.door.latency = seconds

    # ---- looking back ------------------------------------------------------------------------------------------

    @property
    def calls(self) -> Calls:
        """Every call so far."""
        return self.door.calls

    @property
    def violations(self) -> list[str]:
        """How requests, answers or updates broke the specification."""
        return self._violations

    @contextmanager
    def expecting_violations(self) -> Iterator[list[str]]:
        """Within, violations are collected here instead: they are what the test wants."""
        before, self._violations = self._violations, []
        try:
            yield self._violations
        finally:
            self._violations = before

    def assert_clean(self) -> None:
        """Fails when anything broke the specification."""
        assert not self._violations, "\n".join(["against the Bot API:", *self._violations])

    async def until(self, condition: Callable[[], bool], *, within: float = PATIENCE) -> None:
        """Wait until the condition holds. Raises TimeoutError.

        It is asked whenever a call has met its fault, done its deed, or ended.
        """
        await self.calls.bells.until(condition, within)

    async def is_polled(self, *, within: float = PATIENCE) -> None:
        """Wait until a getUpdates waits here: the bot is up and idle. Raises TimeoutError."""
        await self.updates.polling.until(lambda: self.updates.is_polled, within)

    async def is_left_alone(self, *, within: float = PATIENCE) -> None:
        """Wait until no getUpdates waits here. Raises TimeoutError."""
        await self.updates.polling.until(lambda: not self.updates.is_polled, within)

    def _check_update(self, update: Json) -> None:
        if self.door.spec:
            try:
                self.door.spec.update(update)
            except SpecViolation as wrong:
                self._report(f"update {update.get('update_id')}: {wrong}")

    def _report(self, violation: str) -> None:
        self._violations.append(violation)
