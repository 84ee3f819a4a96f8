"""The mechanism of the walk: everybody does everything, on the real handlers, and whatever it did is taken back.

A deed is one message answered by the router inside a transaction that is rolled back. What counts is what it changed
in the database, whom it told, and which texts it answered with.
"""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import event

from core.ports import Address, Inbound, InboundKind, Option
from db import dialogs, outbox, people
from db.dialogs import DialogState
from db.engine import Tx
from handlers.router import answer
from handlers.turn import Setting, Turn
from texts.rendering import Sentence
from texts.say import Texts

_WRITES = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.I)
BETWEEN_MESSAGES = frozenset({"dialog", "inbox"})
"""What is remembered of a chat, and that its message came, changes with every message."""


@dataclass(slots=True)
class Deed:
    """What one message did: the texts it answered with (key and wording), the tables it changed, whom it told."""

    said: list[str] = field(default_factory=list)
    wording: str = ""
    changed: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    offered: list[Option] = field(default_factory=list)
    dialog: DialogState = field(default_factory=DialogState)

    @property
    def harmless(self) -> bool:
        """Whether nothing changed and nobody else heard of it."""
        return not self.changed and not self.told


class _Listening(Texts):
    """Says the same, and remembers which texts were asked for."""

    heard: list[str]

    def say(self, person: Any, key: str, /, **values: object) -> Sentence:
        self.heard.append(key)
        return super().say(person, key, **values)


@dataclass(frozen=True, slots=True)
class Told:
    """One message for the walk: words, or what a button carries, in this state of the chat (None: as it is)."""

    words: str = ""
    action: str = ""
    dialog: DialogState | None = None


class Walker:
    """Lets the people of a scene do things that leave no trace. Lives inside one writing transaction."""

    def __init__(self, tx: Tx, setting: Setting, now: datetime) -> None:
        organisation = setting.organisation
        self._tx = tx
        self._now = now
        self._texts = _Listening(
            organisation.words, organisation.calendar.zone, organisation.language, organisation.address_form
        )
        self._setting = replace(setting, texts=self._texts)
        self._numbers = 0
        self.today = now.astimezone(organisation.calendar.zone).date()

    async def does(self, chat: str, told: Told) -> Deed:
        """What this message would do."""
        async with self.having_done(chat, told) as deed:
            return deed

    @asynccontextmanager
    async def having_done(self, chat: str, told: Told) -> AsyncIterator[Deed]:
        """What this message does; it is taken back at the end of the block."""
        savepoint = await self._tx.begin_nested()
        try:
            if told.dialog is not None:
                await dialogs.write(self._tx, _address(chat), told.dialog, self._now)
            turn = await self._turn(chat, told)
            said: list[str] = []
            self._texts.heard = said
            with self._noting() as changed:
                await answer(turn)
            own = [notice for notice in turn.notices if notice.address == turn.address]
            others = [notice for notice in turn.notices if notice.address != turn.address]
            offered = [option for notice in own for option in notice.options]
            await outbox.queue(self._tx, others, self._now)
            yield Deed(
                said=said,
                wording="\n".join(notice.text or "" for notice in own),
                changed=changed - BETWEEN_MESSAGES,
                told=[notice.key for notice in others],
                offered=offered,
                dialog=replace(turn.dialog, options=tuple(offered)),
            )
        finally:
            await savepoint.rollback()

    async def dialog_of(self, chat: str) -> DialogState:
        """Where this chat stands in the scene."""
        return await dialogs.read(self._tx, _address(chat))

    async def _turn(self, chat: str, told: Told) -> Turn:
        self._numbers += 1
        address = _address(chat)
        inbound = Inbound(
            address, f"w{self._numbers}", self._now, InboundKind.BUTTON if told.action else InboundKind.TEXT,
            text=told.words, action=told.action,
        )  # fmt: skip
        return Turn(
            tx=self._tx,
            now=self._now,
            setting=self._setting,
            messages=[inbound],
            pictures={},
            source=inbound.message,
            member=await people.member_at(self._tx, address, self.today),
            dialog=await dialogs.read(self._tx, address),
        )

    @contextmanager
    def _noting(self) -> Iterator[set[str]]:
        """Collects the tables that change meanwhile."""
        changed: set[str] = set()
        connection = self._tx.sync_connection
        assert connection is not None

        def note(_: Any, cursor: Any, statement: str, *__: Any) -> None:
            written = _WRITES.match(statement)
            if written and (cursor.rowcount != 0 or statement.lstrip()[:6].upper() == "INSERT"):
                changed.add(written[1])

        event.listen(connection, "after_cursor_execute", note)
        try:
            yield changed
        finally:
            event.remove(connection, "after_cursor_execute", note)


def offered_to(messages: Sequence[Any]) -> list[Option]:
    """Every button in these messages of one chat."""
    return [option for message in messages for option in message.options]


def _address(chat: str) -> Address:
    return Address("local", "local", chat)
