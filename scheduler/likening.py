"""Items that came in are compared with earlier ones.

The receipt does not wait for it: an item counts at once, and a verdict that comes later un-counts it and tells the
person (scheduler/likening_follows.py). Everything is done in small steps, so that a crash at any moment repeats at
most one comparison. Pictures are decoded and compared in threads; whoever calls passes `now`.
"""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from core.evidence import SubmissionState
from db import likeness
from db.engine import is_away
from db.likeness import ComparedItem
from media.fingerprint_version import VERSION
from media.store import MediaStore
from scheduler.likening_follows import Follows, Found
from scheduler.setting import DutySetting

if TYPE_CHECKING:
    from scheduler.likening_photos import PhotoHistory

AT_ONCE = 20
"""How many items one call looks at."""

RENEWED = 10
"""How many old fingerprints one call makes anew when nothing is new: some 0.3 s of one processor."""

_log = logging.getLogger(__name__)


class Likening:
    """Compares what is new. The history is loaded with the first photo; docs/likeness.md says what that takes."""

    def __init__(self, setting: DutySetting, store: MediaStore) -> None:
        self._database = setting.database
        self._follows = Follows(setting)
        self._store = store
        self._history: PhotoHistory | None = None
        self._renewed_to: int | None = None

    def forget(self) -> None:
        """Load the history anew with the next photo: another process may have compared meanwhile."""
        self._history = None
        self._renewed_to = None

    async def look(self, now: datetime) -> int:
        """Compare some of what is new; how many items that were. Raises what the database raises when it is away.

        When nothing is new, some photos are looked at anew whose fingerprints an earlier version of the program made.
        """
        async with self._database.snapshot() as tx:
            fresh = await likeness.fresh(tx, AT_ONCE)
        if not fresh:
            await self._renew()
        for item in fresh:
            try:
                await self._compare(item, now)
            except Exception as error:
                if is_away(error):
                    raise
                _log.exception("item %d could not be compared; it counts as it is", item.number)
                async with self._database.transaction() as tx:
                    await likeness.compared(tx, [item.number])
        return len(fresh)

    async def _renew(self) -> None:
        """The newest first; once none is left, none is looked for until the next start."""
        if self._renewed_to == 0:
            return
        async with self._database.snapshot() as tx:
            old = await likeness.outdated(tx, VERSION, self._renewed_to, RENEWED)
        for sha256 in dict.fromkeys(old.values()):
            await self._photos().renew(sha256)
        self._renewed_to = min(old, default=0)

    async def _compare(self, item: ComparedItem, now: datetime) -> None:
        found: list[Found] = []
        known = None
        if item.sha256 is not None:
            photos = self._photos()
            fingerprint = await photos.fingerprint(item.sha256)
            found = await photos.alike(item, fingerprint)
            known = photos.kept(fingerprint)
        async with self._database.transaction() as tx:
            await likeness.compared(tx, [item.number])
            if item.sha256 is not None and known is not None:
                await likeness.keep_fingerprint(tx, item.sha256, known)
            if item.state is SubmissionState.COUNTED:
                await self._follows.follow(tx, item, found, now)

    def _photos(self) -> "PhotoHistory":
        from scheduler.likening_photos import PhotoHistory  # noqa: PLC0415 - its arithmetic is slow to import

        if self._history is None:
            self._history = PhotoHistory(self._database, self._store)
        return self._history
