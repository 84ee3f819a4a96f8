"""Keeping up with the settings' file while the product runs: by a yes in the chat, or by SIGHUP.

What was wanted is a row of the database, so that every process at it hears: each reads its own file. A file that is
wrong is refused as a whole, and the process goes on with what it has and says so.
"""

import logging
import os
import socket
from collections.abc import Sequence
from datetime import datetime

from bot.config import Config
from bot.organisation import organisation_of
from bot.settings_file import FileSettings
from core.notices import Notice, NoticeKind
from core.settings_change import Compared, still_needed
from db import admins, outbox, people, record, settings_taken
from scheduler.opening import Opening
from scheduler.setting import DutySetting

FOLLOW_SECONDS = 2.0
"""Real seconds between two looks whether the settings are to be read again."""

_log = logging.getLogger(__name__)


class Following:
    """Of one process. What is in force changes between two messages, never within one."""

    def __init__(self, setting: DutySetting, opening: Opening, file: FileSettings) -> None:
        self._setting = setting
        self._opening = opening
        self._file = file
        self._taken = 0
        self._name = f"{socket.gethostname()}, {os.getpid()}"

    async def follow(self, now: datetime) -> bool:
        """Read the file again if somebody wanted that since; whether something is in force now that was not."""
        async with self._setting.database.snapshot() as tx:
            newest = await settings_taken.newest(tx)
        if newest is None or newest.number <= self._taken:
            return False
        self._taken = newest.number
        config, compared = await self._file.read()
        if faults := await self._faults(compared):
            self._refused(faults)
            await self._tell_admins(newest.number, faults, now)
            return False
        if newest.mark != compared.mark:
            _log.warning("the settings' file here is not the one that was looked at; what it says is taken")
        return self._take(config, compared)

    async def read_again(self, now: datetime) -> bool:
        """Somebody at the machine wants the file read, here and in every other process; whether it was taken."""
        config, compared = await self._file.read()
        if faults := await self._faults(compared):
            self._refused(faults)
            return False
        if not compared.changes:
            _log.warning("the settings' file was read again: nothing is different")
            return False
        async with self._setting.database.transaction() as tx:
            self._taken = await settings_taken.add(tx, None, compared.mark, now)
            keys = [change.key for change in compared.at_once]
            await record.note(tx, None, "settings.take", now, n=len(keys), keys=keys)
        self._take(config, compared)
        return True

    async def _faults(self, compared: Compared) -> list[str]:
        async with self._setting.database.snapshot() as tx:
            needed = still_needed(compared, await settings_taken.unsettled_tasks(tx))
        dropped = [f'the task "{code}" has a week that is not over; give it "active: false" instead' for code in needed]
        return [*compared.faults, *dropped]

    def _take(self, config: Config, compared: Compared) -> bool:
        for change in compared.changes:
            later = " (counts after a restart)" if change.restart else ""
            _log.warning("setting %s: %s -> %s%s", change.key, change.before, change.after, later)
        self._file.taken(config)
        self._setting.in_force.take(organisation_of(config))
        self._opening.forget()
        return bool(compared.at_once)

    def _refused(self, faults: Sequence[str]) -> None:
        _log.error("the new settings are refused as a whole, the earlier ones stay in force: %s", "; ".join(faults))

    async def _tell_admins(self, number: int, faults: Sequence[str], now: datetime) -> None:
        async with self._setting.database.transaction() as tx:
            notices = []
            for admin in await admins.reachable_admins(tx):
                person = self._setting.person_of(await people.member_view(tx, admin, self._setting.day(now)))
                text = self._setting.texts.say(person, "settings.not_followed", name=self._name, list="; ".join(faults))
                key = f"settings:{number}:{self._name}:{admin}"
                notices.append(Notice(key, NoticeKind.ADMIN, str(text), member=admin))
            await outbox.queue(tx, notices, now)
