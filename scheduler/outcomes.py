"""What becomes of a message after its send: marked as sent, tried again later, sent elsewhere, or failed.

Each kind of failure means something else; core.ports says what.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.ports import (
    Address,
    Misconfigured,
    Moved,
    Outgoing,
    OutOfQuota,
    Refused,
    SendError,
    Throttled,
    Unavailable,
    Unreachable,
    WindowClosed,
)
from db import dialogs, errands, outbox, people, resending
from db.engine import Tx
from db.metering import UNSAID
from db.outbox import Claimed, Sent
from scheduler.carrying import FileVanished
from scheduler.setting import DutySetting
from scheduler.unreachable import tell_coordinator, tell_of_group

GIVE_UP = 12
"""After so many tries (about two days) a message that the platform never took has failed."""

SILENT = 6
"""After so many tries in a row without an answer (two minutes) another address of the person is tried."""

LONGEST_BACK_OFF = timedelta(hours=1)
"""The longest pause between two tries of a platform that is away."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed message with its words and the address it goes to. `without_files`: what to say where none can go."""

    row: Claimed
    address: Address
    message: Outgoing
    without_files: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one send."""

    ready: Ready
    message_id: str | None = None
    error: SendError | None = None


async def mark(
    tx: Tx, setting: DutySetting, results: Sequence[Result], served: Collection[tuple[str, str]], now: datetime
) -> None:
    """Write down what became of these sends. Doing it again changes nothing.

    What an address refuses for good goes once to each other one of the member's, among the bot accounts `served`;
    an answer to a chat stays with that chat.
    """
    await outbox.mark_sent(tx, [_sent(each) for each in results if each.error is None], now)
    for result in results:
        if result.error is not None and not await _elsewhere(tx, result, result.error, served, now):
            await _mark_failed(tx, setting, result, result.error, now)


async def _elsewhere(
    tx: Tx, result: Result, error: SendError, served: Collection[tuple[str, str]], now: datetime
) -> bool:
    """Whether the message goes on to another address of the member; the refused one stays as it is."""
    row, ready = result.ready.row, result.ready
    refused = isinstance(error, Refused | WindowClosed | OutOfQuota | Misconfigured) or (
        isinstance(error, Unavailable) and row.tries % SILENT == 0
    )
    if not refused or row.member is None or row.address is not None:
        return False
    tried = [*row.about.get("tried", ()), resending.address_mark(ready.address)]
    others = (await people.addresses_of(tx, [row.member])).get(row.member, [])
    if all(resending.address_mark(each) in tried or (each.channel, each.account) not in served for each in others):
        return False
    if ready.message.options:
        await dialogs.take_back(tx, ready.address, ready.message.options)
    await resending.try_elsewhere(tx, row, tried, type(error).__name__, now)
    return True


def _sent(result: Result) -> Sent:
    ready = result.ready
    return Sent(ready.row.id, ready.address, ready.message.text, ready.message.options, result.message_id)


async def _mark_failed(tx: Tx, setting: DutySetting, result: Result, error: SendError, now: datetime) -> None:
    row, address = result.ready.row, result.ready.address
    if result.ready.message.options and not isinstance(error, Unavailable):
        await dialogs.take_back(tx, address, result.ready.message.options)
    if isinstance(error, FileVanished):
        await errands.want_again(tx, int(row.about["errand"]), int(row.about["round"]), now)
        await outbox.mark(tx, row.id, "DROPPED", now, error=f"{error} vanished; it is made once more")
    elif isinstance(error, Moved):
        await people.move_address(tx, address, error.chat)
        await resending.put_back(tx, row.id, now, "moved")
    elif isinstance(error, Unreachable):
        await _unreachable(tx, setting, result, now)
    elif isinstance(error, Refused | WindowClosed):
        _log.error("a message was refused and is not tried again: %s", type(error).__name__)
        told = f"{type(error).__name__}: {error}"[:500]
        await outbox.mark(tx, row.id, "FAILED", now, error=told, channel=address.channel)
    elif isinstance(error, OutOfQuota):  # asking again changes nothing; what was not said is listed
        told = f"{UNSAID}: {error}"[:500]
        await outbox.mark(tx, row.id, "FAILED", now, error=told, channel=address.channel)
    else:
        await try_later(tx, row, type(error).__name__, _back_off(error, row.tries), now, address.channel)


async def try_later(
    tx: Tx, row: Claimed, error: str, wait: timedelta, now: datetime, channel: str | None = None
) -> None:
    """Again after a while; at last it has failed, on this channel."""
    if row.tries >= GIVE_UP:
        _log.error("a message could not be sent in %d tries: %s", row.tries, error)
        await outbox.mark(tx, row.id, "FAILED", now, error=error, channel=channel)
    else:
        await resending.put_back(tx, row.id, now + wait, error)


async def _unreachable(tx: Tx, setting: DutySetting, result: Result, now: datetime) -> None:
    """The address is dead: the next one is tried, and the coordinator hears the same day."""
    row = result.ready.row
    await tell_of_group(tx, setting, result.ready.address, now)
    member = await people.mark_address(tx, result.ready.address, "DEAD", now)
    others = await people.addresses_of(tx, [row.member]) if row.member is not None else {}
    if others:
        await resending.readdress(tx, row.id, now)
    else:
        channel = result.ready.address.channel
        await outbox.mark(tx, row.id, "FAILED", now, error="unreachable", channel=channel)
    if member is not None and not others:
        await tell_coordinator(tx, setting, member, now)


def _back_off(error: SendError, tries: int) -> timedelta:
    if isinstance(error, Throttled):
        return timedelta(seconds=error.after)
    if isinstance(error, Misconfigured):
        return timedelta(minutes=30)
    return min(timedelta(seconds=2**tries), LONGEST_BACK_OFF)
