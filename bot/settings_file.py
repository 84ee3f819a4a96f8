"""The settings' file read again while the product runs: what is different, and what of that can be taken at once."""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from enum import Enum
from pathlib import Path

from bot.config import Config, load_config
from bot.config_checks import misfits
from bot.config_faults import ConfigError, key_of, shown
from bot.config_section import Section
from core.settings_change import Change, Compared
from core.task import ChronicRule

AFTER_RESTART = (
    "timezone", "database", "media.dir", "channels", "web", "backup", "watch", "logs", "report.keep",
)  # fmt: skip
"""Settings on which sockets, folders and moments hang that are held as long as the process lives."""


class FileSettings:
    """A file and the settings that were last taken from it. Keeps core's SettingsFile promise."""

    def __init__(self, path: Path, running: Config) -> None:
        self._path = path
        self._running = running

    async def compare(self) -> Compared:
        """As promised."""
        return (await self.read())[1]

    async def read(self) -> tuple[Config, Compared]:
        """What would be in force if the file were taken, and what would be different. With faults: what is in force."""
        return await asyncio.to_thread(self._read)

    def taken(self, config: Config) -> None:
        """What was read is in force."""
        self._running = config

    def _read(self) -> tuple[Config, Compared]:
        try:
            mark = hashlib.sha256(self._path.read_bytes()).hexdigest()
            fresh = load_config(self._path)
        except ConfigError as error:
            return self._running, Compared(faults=tuple(fault.told(self._path.name) for fault in error.faults))
        except OSError as error:
            return self._running, Compared(faults=(f"{self._path.name} cannot be read ({error.strerror})",))
        changes, name = _changes(self._running, fresh), self._path.name
        merged = _with_the_rest_of(fresh, self._running)
        faults = tuple(
            f"{name}: {key_of(found.place)} is {shown(found.value)}; until a restart it should be {found.right}"
            for found in misfits(merged)
        )
        gone = {task.code for task in self._running.tasks} - {task.code for task in fresh.tasks}
        return merged, Compared(changes, faults, mark, frozenset(gone))


def _with_the_rest_of(fresh: Config, running: Config) -> Config:
    """The fresh settings, but what needs a restart as it runs now."""
    kept = {name: getattr(running, name) for name in AFTER_RESTART if "." not in name}
    for place in (name for name in AFTER_RESTART if "." in name):
        section, _, key = place.partition(".")
        kept[section] = getattr(fresh, section).model_copy(update={key: getattr(getattr(running, section), key)})
    return fresh.model_copy(update=kept)


def _changes(before: Config, after: Config) -> tuple[Change, ...]:
    old, new = dict(_flat("", before)), dict(_flat("", after))
    keys = [*new, *(key for key in old if key not in new)]
    return tuple(
        Change(key, old.get(key, "–"), new.get(key, "–"), _needs_restart(key))
        for key in keys
        if old.get(key) != new.get(key)
    )


def _needs_restart(key: str) -> bool:
    return any(key == name or key.startswith(f"{name}.") for name in AFTER_RESTART)


def _flat(place: str, value: object) -> Iterator[tuple[str, str]]:
    """Every setting by its name in the file. Tasks go by their codes, so that a new one moves no other."""
    if isinstance(value, Section):
        for name, field in type(value).model_fields.items():
            yield from _flat(f"{place}.{field.validation_alias or name}".removeprefix("."), getattr(value, name))
    elif isinstance(value, tuple) and value and isinstance(value[0], Section):
        for number, each in enumerate(value):
            yield from _flat(f"{place}[{getattr(each, 'code', number)}]", each)
    else:
        yield place, _plain(value)


def _plain(value: object) -> str:
    """A value about as the file has it."""
    match value:
        case None:
            plain = "null"
        case bool():
            plain = str(value).lower()
        case timedelta():
            plain = _long(value)
        case time():
            plain = f"{value:%H:%M}"
        case Enum():
            plain = str(value.value)
        case ChronicRule():
            plain = f"{value.misses} of {value.weeks}"
        case Mapping():
            plain = "{" + ", ".join(f"{key}: {_plain(each)}" for key, each in value.items()) + "}"
        case tuple() | list():
            plain = "[" + ", ".join(map(_plain, value)) + "]"
        case _:
            plain = str(value)
    return plain


def _long(value: timedelta) -> str:
    minutes = int(value / timedelta(minutes=1))
    for size, unit in ((1440, " days"), (60, "h")):
        if minutes and minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"
