"""Is the installation well? The facts an admin looks at, and which of them somebody must see to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

BACKUP_AGE = timedelta(hours=26)
"""A daily backup that is older has been left out once."""

SLOW = timedelta(minutes=10)
"""What waits longer, or a beat that is longer ago, is a sign that something hangs."""

RIVAL = timedelta(hours=1)
"""For so long after it was last noticed another program with a bot's token is told of."""

LOOK_BACK = timedelta(hours=24)
"""So far back failures and silences are told of."""


class Worry(StrEnum):
    """What somebody must see to."""

    NO_BACKUP = "no_backup"
    BACKUP_FAILED = "backup_failed"
    BACKUP_OLD = "backup_old"
    NEVER_RESTORED = "never_restored"
    RESTORE_FAILED = "restore_failed"
    NOT_SENT = "not_sent"
    QUEUE_HANGS = "queue_hangs"
    INTAKE_HANGS = "intake_hangs"
    SET_ASIDE = "set_aside"
    BEAT_HANGS = "beat_hangs"
    WAS_SILENT = "was_silent"
    RIVAL = "rival"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Done:
    """`fine_at` is the last time that it went well, `at` the last time that it was tried; `told` is what came of it."""

    at: datetime
    fine_at: datetime | None
    told: str = ""

    @property
    def fine(self) -> bool:
        """Whether the last try went well."""
        return self.at == self.fine_at


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing beat between these moments: the machine or the program was down."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """Everything that is looked at, as of `at`. Moments are aware UTC.

    `failed` has every channel that is served, also those with nothing failed; `queued_since` is the oldest message
    that might go and has not gone, `unhandled_since` the oldest that came in and is not handled, `beat_at` the last
    beat (None: never), `stopped_since` an emergency stop's begin,
    `rivals` the bots whose token another program uses, too.
    """

    at: datetime
    backup: Done | None = None
    restore: Done | None = None
    failed: Mapping[str, int] = field(default_factory=dict)
    queued: int = 0
    queued_since: datetime | None = None
    unhandled: int = 0
    unhandled_since: datetime | None = None
    set_aside: int = 0
    beat_at: datetime | None = None
    silence: Silence | None = None
    stopped_since: datetime | None = None
    rivals: Sequence[str] = ()


def worries(health: Health) -> list[Worry]:
    """What somebody must see to, in the order in which it is told."""
    found = []
    if health.stopped_since is not None:
        found.append(Worry.STOPPED)
    if health.silence is not None and health.silence.until > health.at - LOOK_BACK:
        found.append(Worry.WAS_SILENT)
    if health.beat_at is not None and health.beat_at + SLOW <= health.at:
        found.append(Worry.BEAT_HANGS)
    if health.rivals:
        found.append(Worry.RIVAL)
    found += _of_backups(health)
    if any(health.failed.values()):
        found.append(Worry.NOT_SENT)
    hangs = health.queued_since is not None and health.queued_since + SLOW <= health.at
    if hangs and health.stopped_since is None:
        found.append(Worry.QUEUE_HANGS)
    if health.unhandled_since is not None and health.unhandled_since + SLOW <= health.at:
        found.append(Worry.INTAKE_HANGS)
    if health.set_aside:
        found.append(Worry.SET_ASIDE)
    return found


def _of_backups(health: Health) -> list[Worry]:
    backup, restore = health.backup, health.restore
    if backup is None:
        return [Worry.NO_BACKUP]
    if not backup.fine:
        found = [Worry.BACKUP_FAILED]
    else:
        found = [Worry.BACKUP_OLD] if backup.at + BACKUP_AGE <= health.at else []
    if restore is None:
        return [*found, Worry.NEVER_RESTORED]
    return found if restore.fine else [*found, Worry.RESTORE_FAILED]
