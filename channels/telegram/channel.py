"""How does the bot talk to Telegram? As to any other platform: through the promises of core.ports."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Final, Self

from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import TelegramError

from channels.hooking import Hook, keep_pointed, object_of
from channels.outage import Outage
from channels.telegram import translation
from channels.telegram.access import Access
from channels.telegram.failures import send_error
from channels.telegram.fetching import Fetcher
from channels.telegram.links import invitation_link
from channels.telegram.parts import ACTION_BYTES, TEXT_UNITS, UPLOAD_BYTES
from channels.telegram.polling import Polling
from channels.telegram.sending import Sender, chat_id
from channels.telegram.transport import AiohttpRequest
from channels.telegram.updates import WANTED, pressed, raw_update
from core.ports import (
    Clock,
    Inbound,
    JsonObject,
    Limits,
    MediaReference,
    MenuEntry,
    Outgoing,
    RawUpdate,
    StoreUpdates,
    TextUnit,
    Unavailable,
)
from core.pushing import Delivery, Forged

_log = logging.getLogger(__name__)

_ANSWERS_AT_ONCE: Final = 8
SECRET_HEADER: Final = "x-telegram-bot-api-secret-token"  # noqa: S105 - where it stands, not what it is


class TelegramChannel:
    """One bot; keeps the promises of core.ports.WithMenus and core.pushing.Hooked.

    Used inside `async with`, which opens and closes its connections, in one event loop. With `hook_url` (https, reached
    from outside) Telegram pushes updates there; without one it is polled, and `poll_seconds` is how long it may hold a
    poll open (at most 50). `paced` False tells no rates and sends parts without a pause: for
    measuring. `clock` stamps pressed buttons, the only updates that carry no time of their own.
    """

    def __init__(
        self,
        access: Access,
        clock: Clock,
        *,
        request: AiohttpRequest | None = None,
        hook_url: str | None = None,
        poll_seconds: int = 25,
        paced: bool = True,
    ) -> None:
        self._account = access.account
        self._clock = clock
        self._hook = Hook(hook_url, access.hook_secret) if hook_url else None
        self._paced = paced
        self._request = request or AiohttpRequest(access)
        # PTB's Bot logs its URLs and shows its token, so it gets neither: the transport adds them to its bare paths.
        self._bot = Bot(
            f"{access.account}:hidden",
            base_url=lambda _: "",
            base_file_url=lambda _: "",
            request=self._request,
            get_updates_request=self._request,
        )
        self._polling = Polling(self._request, clock, poll_seconds)
        self._sender = Sender(self._request, self._bot, part_pause=1.0 if paced else 0.0)
        self._fetcher = Fetcher(self._request)
        self._username: str | None = None
        self._answering: set[asyncio.Task[None]] = set()
        self._may_answer = asyncio.Semaphore(_ANSWERS_AT_ONCE)

    async def __aenter__(self) -> Self:
        """Open the connections. Nothing is asked of Telegram yet."""
        await self._request.initialize()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections; what is under way fails."""
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)
        await self._request.shutdown()

    @property
    def name(self) -> str:
        """Always "telegram"."""
        return translation.NAME

    @property
    def account(self) -> str:
        """The bot's numeric id."""
        return self._account

    @property
    def limits(self) -> Limits:
        """Telegram's own: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this."""
        return Limits(
            text_length=TEXT_UNITS,
            text_unit=TextUnit.UTF16,
            buttons=True,
            action_bytes=ACTION_BYTES,
            per_second=30 if self._paced else None,
            per_chat_second=1 if self._paced else None,
            per_group_minute=20 if self._paced else None,
            group_mark="-",
            upload_bytes=UPLOAD_BYTES,
        )

    async def receive(self, store: StoreUpdates) -> None:
        """Take updates for ever, each confirmed only once it is stored; pressed buttons are answered at once.

        What `store` raises comes out; begun again, it goes on with the first update that was not confirmed.
        Raises Misconfigured when Telegram rejects the token. With a webhook it only keeps that in order.
        """
        if self._hook is None:
            await self._polling.run(store, self._answer_presses)
        else:
            await keep_pointed(self, self._hook, Outage("Telegram"), self._taken_away)

    @property
    def rival_seen_at(self) -> datetime | None:
        """When another program was last noticed that polls with this bot's token, or has updates pushed elsewhere."""
        return self._polling.rivalry.seen_at

    def _taken_away(self) -> None:
        self._polling.rivalry.proof(self._clock.now())

    @property
    def hooked(self) -> bool:
        """Whether Telegram pushes updates to us."""
        return self._hook is not None

    def unpack(self, headers: Mapping[str, str], body: bytes) -> Delivery:
        """What a webhook brought; a pressed button is answered in its response. Raises Forged or Garbled."""
        if self._hook is None:
            raise Forged
        self._hook.check(headers, SECRET_HEADER)
        update = object_of(body)
        found = raw_update(update, self._clock.now())
        query = pressed(update)
        answer = {"method": "answerCallbackQuery", "callback_query_id": query} if query is not None else None
        return Delivery((found,) if found is not None else (), answer)

    async def point(self, hook: Hook) -> None:
        """Have Telegram push updates there. Raises SendError."""
        await self._ask("setWebhook", {"url": hook.url, "secret_token": hook.secret, "allowed_updates": WANTED})

    async def pointed_to(self) -> str:
        """Where Telegram pushes updates to. Raises SendError."""
        return str((await self._ask("getWebhookInfo", {})).get("url") or "")

    def translate(self, update: RawUpdate) -> Inbound | None:
        """The update in neutral words; None, never an error, for what no person said to the bot."""
        return translation.translate(update, self._account, self._username)

    async def fetch(self, reference: MediaReference) -> bytes:
        """The picture's bytes, after a few tries; the caller sets a time-out. Raises MediaError or MediaGone."""
        return await self._fetcher.fetch(reference)

    async def send(self, chat: str, message: Outgoing) -> str:
        """Send once and return the id of the message with the text's end and the buttons. Raises SendError.

        A message in several parts that is sent again after a failure goes on where it stopped.
        """
        return await self._sender.send(chat, message)

    async def identify(self) -> str:
        """The bot's username. Raises Misconfigured when Telegram rejects the token, else another SendError."""
        username = (await self._ask("getMe", {})).get("username")
        if not isinstance(username, str) or not username:
            raise Unavailable("the answer to getMe has no username")
        self._username = username
        return username

    async def _ask(self, method: str, parameters: Mapping[str, Any]) -> JsonObject:
        """The object that a method returns; empty when it returns something else."""
        try:
            told = await self._request.ask(method, parameters)
        except Exception as error:
            raise send_error(error) from None
        return told if isinstance(told, dict) else {}

    def link(self, name: str) -> str:
        """Telegram's deep link, which carries the code."""
        return invitation_link(name)

    async def show_menu(self, chat: str | None, language: str | None, entries: Sequence[MenuEntry]) -> None:
        """The commands of this chat; without one, everybody's with this language (None: with no menu of their own).

        Without entries the menu is taken away, and the next wider one shows. Raises SendError.
        """
        scope: BotCommandScope = BotCommandScopeDefault() if chat is None else BotCommandScopeChat(chat_id(chat))
        try:
            if entries:
                commands = [BotCommand(entry.command, entry.description) for entry in entries]
                await self._bot.set_my_commands(commands, scope, language)
            else:
                await self._bot.delete_my_commands(scope, language)
        except Exception as error:
            raise send_error(error) from None

    def _answer_presses(self, updates: Sequence[JsonObject]) -> None:
        """Stop the buttons' clocks from turning, beside everything else."""
        for update in updates:
            if (query := pressed(update)) is not None:
                task = asyncio.create_task(self._answer(query))
                self._answering.add(task)
                task.add_done_callback(self._answering.discard)

    async def _answer(self, query: str) -> None:
        async with self._may_answer:
            try:
                await self._request.ask("answerCallbackQuery", {"callback_query_id": query})
            except TelegramError as error:  # too old, say: it only means that the button turns a while longer
                _log.debug("a pressed button could not be answered: %s", error.message)
