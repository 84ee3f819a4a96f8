"""Long work, one errand after the other, beside everything else: documents to make, months to freeze.

Files lie in the store before the messages that carry them are queued, in one transaction with the errand's end: a
crash before it does the errand once more, a crash after it loses nothing. A file that vanished before it was sent
makes its errand wanted again. One of these at a time may work on a database.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import date, datetime, timedelta

from core.documents import CannotMake, Clerk, ErrandKind, Trouble
from core.metering import Account
from core.plans import Plan
from db import errands, outbox
from db.engine import is_away
from db.errands import Errand
from media.store import MediaStore
from scheduler.delivering import Delivery
from scheduler.failing import log_failure
from scheduler.freezing import Freezing
from scheduler.inviting import Inviting
from scheduler.setting import DutySetting

AGAIN = timedelta(minutes=10)
"""After this long what failed is tried again, if nobody waits for it in a chat."""

TRIES = 3
"""So often at most; a month is frozen however long it takes."""

PROGRESS_SECONDS = 15.0
"""Real seconds between two looks at how far the work is."""

_log = logging.getLogger(__name__)


class Errands:
    """Does what waits to be done."""

    def __init__(
        self,
        setting: DutySetting,
        clerk: Clerk,
        documents: MediaStore,
        keep: timedelta,
        bots: Mapping[Account, Plan | None],
    ) -> None:
        """`bots`: ours, by channel and account, and what the plan of each lets it do: invitations name them."""
        self._setting = setting
        self._clerk = clerk
        self._documents = documents
        self._keep = keep
        self._delivery = Delivery(setting)
        self._freezing = Freezing(setting, clerk, self._delivery)
        self._inviting = Inviting(setting, clerk, self._delivery, bots)
        self._tidied_on: date | None = None
        self._so_far: tuple[int, int] = (0, 0)

    async def do_all(self, now: datetime) -> int:
        """Everything that may begin at `now`, to its end; how many errands that were."""
        done = 0
        while await self.do_next(now):
            done += 1
        return done

    async def do_next(self, now: datetime) -> bool:
        """The next errand, to its end; False when none may begin yet."""
        async with self._setting.database.snapshot() as tx:
            errand = await errands.next_one(tx, now)
        if errand is None:
            await self._tidy(now)
            return False
        try:
            await self._do(errand, now)
        except CannotMake as error:
            await self._troubled(errand, error, now)
        except Exception as error:
            if is_away(error):
                raise  # no try of the errand is lost by it
            _log.exception("errand %s failed", errand.key)
            await self._troubled(errand, CannotMake(Trouble.OTHER, f"{type(error).__name__}: {error}"), now)
        return True

    async def _do(self, errand: Errand, now: datetime) -> None:
        if errand.order.kind is ErrandKind.FREEZE:
            await self._freezing.freeze(errand, now)
        elif errand.order.kind is ErrandKind.AMEND:
            await self._freezing.amend(errand, now)
        elif errand.order.kind is ErrandKind.INVITES:
            async with self._watched(errand, now):
                await self._inviting.invite(errand, now, self._told)
        else:
            async with self._watched(errand, now):
                files = await self._clerk.make(errand.order, now, self._told)
            async with self._setting.database.transaction() as tx:
                round_ = await errands.done(tx, errand, files, now)
                await outbox.queue(tx, await self._delivery.of_files(tx, errand, files, round_, now), now)

    def _told(self, done: int, total: int) -> None:
        self._so_far = (done, total)

    @asynccontextmanager
    async def _watched(self, errand: Errand, now: datetime) -> AsyncIterator[None]:
        """While the work goes on, how far it is gets written down, and told to whoever waits."""
        self._so_far = (0, 0)
        watch = asyncio.create_task(self._watch(errand, now))
        try:
            yield
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch

    async def _watch(self, errand: Errand, now: datetime) -> None:
        quarter = 0
        while True:
            await asyncio.sleep(PROGRESS_SECONDS)
            done, total = self._so_far
            reached = done * 4 // total if total else 0
            try:
                async with self._setting.database.transaction() as tx:
                    await errands.progress(tx, errand.id, done, total)
                    if reached > quarter:
                        await outbox.queue(tx, await self._delivery.of_progress(tx, errand, done, total, now), now)
            except Exception as error:  # the work itself goes on, and is not done again because of this
                log_failure(_log, "how far the work is could not be told", error)
            else:
                quarter = max(quarter, reached)

    async def _troubled(self, errand: Errand, error: CannotMake, now: datetime) -> None:
        freezing = errand.order.kind is ErrandKind.FREEZE
        may_help = error.trouble in (Trouble.NO_SPACE, Trouble.OTHER)
        again = may_help and (freezing or (errand.asked_by is None and errand.tries + 1 < TRIES))
        _log.error("errand %s cannot be done%s: %s", errand.key, "; it is tried again" if again else "", error)
        async with self._setting.database.transaction() as tx:
            if again:
                await errands.try_later(tx, errand, str(error), now + AGAIN)
            else:
                await errands.failed(tx, errand.id, str(error), now)
                await outbox.queue(tx, await self._delivery.without_files(tx, errand, error, now), now)
            await outbox.queue(tx, await self._delivery.to_admins(tx, errand, error, now), now)

    async def _tidy(self, now: datetime) -> None:
        """Once a local day: files that went out long ago, or never will, are deleted."""
        today = self._setting.day(now)
        if today == self._tidied_on:
            return
        async with self._setting.database.snapshot() as tx:
            kept = await errands.files_in_use(tx, now - self._keep)
        gone = await asyncio.to_thread(self._documents.remove_others, kept)
        if gone:
            _log.info("%d old documents were deleted", gone)
        self._tidied_on = today
