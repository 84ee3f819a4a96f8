"""Who our bots are, and which commands each chat offers: told to the platforms that can show it.

The network is used outside any transaction. A chat's menu is looked at when it is linked, when what its member may
do changes, and once a week; the platform is only asked to show it when it differs.
"""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from core.ports import (
    Channel,
    Identified,
    MenuEntry,
    Misconfigured,
    Person,
    SendError,
    Throttled,
    Unavailable,
    WithMenus,
)
from core.roles import Action, allowed
from db import people, platforms
from scheduler.setting import DutySetting
from texts.catalogue import LANGUAGES
from texts.menus import menu
from texts.phrases import Phrases

AT_ONCE = 50
"""How many chats' menus one call looks at."""

LOOK_AGAIN = timedelta(days=7)

LEFT_ALONE = timedelta(minutes=5)
"""A platform that rejects our bot is asked again after this time; a person has to mend it."""

_EVERYBODY = frozenset({Action.STATUS, Action.LANGUAGE, Action.ASK_HUMAN})
"""What the menu of a chat shows before the bot knows who is there."""

_log = logging.getLogger(__name__)


class Menus:
    """Introduces the bots and keeps their chats' menus right."""

    def __init__(self, setting: DutySetting, channels: Sequence[Channel], phrases: Phrases) -> None:
        self._setting = setting
        self._phrases = phrases
        self._channels = [channel for channel in channels if isinstance(channel, Identified)]
        self._shown = [channel for channel in channels if isinstance(channel, WithMenus)]
        self._introduced: set[tuple[str, str]] = set()
        self._rejected: dict[tuple[str, str], datetime] = {}

    async def introduce(self, now: datetime) -> bool:
        """Ask each platform who the bot is and show the menu for everybody; whether all have answered by now."""
        for channel in self._channels:
            account = (channel.name, channel.account)
            rejected = self._rejected.get(account)
            if account in self._introduced or (rejected is not None and now < rejected + LEFT_ALONE):
                continue
            try:
                username = await channel.identify()
                async with self._setting.database.transaction() as tx:
                    await platforms.introduced(tx, *account, username, channel.link(username), now)
                if isinstance(channel, WithMenus):
                    await self._show_everybodys(channel)
            except Misconfigured:  # told where its messages are received, with what mends it
                self._rejected[account] = now
                continue
            except SendError as error:
                _log.warning("%s does not say who we are yet: %s", channel.name, error)
                continue
            self._introduced.add(account)
        return len(self._introduced) == len(self._channels)

    async def _show_everybodys(self, channel: WithMenus) -> None:
        own = self._setting.organisation.language
        await channel.show_menu(None, None, self._entries(Person(own), _EVERYBODY))
        for language in LANGUAGES:
            if language != own:
                await channel.show_menu(None, language, self._entries(Person(language), _EVERYBODY))

    async def show_due(self, now: datetime) -> int:
        """Put some chats' menus right; how many were looked at. A platform that throttles is left for now."""
        return sum([await self._show_due(channel, now) for channel in self._shown])

    async def _show_due(self, channel: WithMenus, now: datetime) -> int:
        setting = self._setting
        async with setting.database.snapshot() as tx:
            unsure = await platforms.unsure_menus(tx, channel.name, channel.account, now - LOOK_AGAIN, AT_ONCE)
            views = await people.member_views(tx, {member for member, _ in unsure.values()}, setting.day(now))
        shown: dict[str, str] = {}
        for chat, (member, before) in unsure.items():
            view = views[member]
            person = Person(view.language or setting.organisation.language, view.form or "", view.name)
            entries = self._entries(person, allowed(view.roles))
            try:
                if _mark(entries) != before:
                    await channel.show_menu(chat, None, entries)
            except (Throttled, Unavailable, Misconfigured) as error:
                _log.warning("%s shows no menus now: %s", channel.name, error)
                break
            except SendError as error:  # blocked, say: next week again
                _log.info("%s does not show a chat its menu: %s", channel.name, error)
            shown[chat] = _mark(entries)
        if shown:
            async with setting.database.transaction() as tx:
                await platforms.menus_shown(tx, channel.name, channel.account, shown, now)
        return len(shown)

    def _entries(self, person: Person, may: frozenset[Action]) -> list[MenuEntry]:
        return menu(self._setting.texts, self._phrases, person, may)


def _mark(entries: Sequence[MenuEntry]) -> str:
    """What tells one menu from another."""
    told = "\n".join(f"{entry.command} {entry.description}" for entry in entries)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
