"""Items that came in are compared with earlier ones.

The receipt does not wait for it: an item counts at once, and a verdict that comes later un-counts it and tells the
person (scheduler/likening_follows.py). Everything is done in small steps, so that a crash at any moment repeats at
most one comparison. Pictures are decoded and compared in threads; whoever calls passes `now`.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

from core.evidence import SubmissionState
from core.likeness import Closeness, Verdict, judge
from db import likeness
from db.engine import is_away
from db.likeness import ComparedItem, EarlierPhoto
from media.fingerprint import VERSION, Fingerprint, take_fingerprint
from media.likeness import compare
from media.likeness_index import LikenessIndex
from media.likeness_sketch import probes_of, sketch_of
from media.store import MediaStore
from media.thumbnails import scaled_down
from scheduler.likening_follows import Follows, Found
from scheduler.setting import DutySetting

AT_ONCE = 20
"""How many items one call looks at."""

CANDIDATES = 30
"""How many earlier photos of all units, and how many of the own unit, are looked at closely for each new one."""

PAGE = 20_000
"""How many earlier photos are read from the database in one go when the history is loaded."""

_log = logging.getLogger(__name__)


class Likening:
    """Compares what is new. The history is loaded at the first call; docs/likeness.md says what that takes."""

    def __init__(self, setting: DutySetting, store: MediaStore) -> None:
        self._database = setting.database
        self._follows = Follows(setting)
        self._store = store
        self._index: LikenessIndex | None = None

    def forget(self) -> None:
        """Load the history anew at the next call: another process may have compared meanwhile."""
        self._index = None

    async def look(self, now: datetime) -> int:
        """Compare some of what is new; how many items that were. Raises what the database raises when it is away."""
        async with self._database.snapshot() as tx:
            fresh = await likeness.fresh(tx, AT_ONCE)
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

    async def _compare(self, item: ComparedItem, now: datetime) -> None:
        found: list[Found] = []
        fingerprint = await self._fingerprint(item.sha256) if item.sha256 is not None else None
        if fingerprint is not None:
            found = await self._alike(item, fingerprint)
        async with self._database.transaction() as tx:
            await likeness.compared(tx, [item.number])
            if item.sha256 is not None and fingerprint is not None:
                await likeness.keep_fingerprint(
                    tx, item.sha256, fingerprint.to_bytes(), sketch_of(fingerprint), VERSION
                )
            if item.state is SubmissionState.COUNTED:
                await self._follows.follow(tx, item, found, now)

    async def _fingerprint(self, sha256: str) -> Fingerprint:
        async with self._database.snapshot() as tx:
            kept = (await likeness.fingerprints(tx, [sha256])).get(sha256)
        if kept is not None and kept[:1] == bytes([VERSION]):
            return Fingerprint.from_bytes(kept)
        return await asyncio.to_thread(self._looked_at, sha256, await self._store.read(sha256))

    def _looked_at(self, sha256: str, content: bytes) -> Fingerprint:
        """Its fingerprint; and its small copy is made, as it is in memory now. Computes; call it in a thread."""
        try:
            self._store.put_thumbnail(sha256, scaled_down(content)[0])
        except Exception as error:  # a full disk, or bytes that the decoder cannot read again: reports do without
            _log.warning("no thumbnail could be made of %s: %r", sha256, error)
        return take_fingerprint(content)

    async def _alike(self, item: ComparedItem, fingerprint: Fingerprint) -> list[Found]:
        """The earlier items whose photos look like this one: of its own unit whenever they came."""
        index = await self._loaded()
        async with self._database.snapshot() as tx:
            own = await likeness.own_photos(tx, item)
        numbers = await asyncio.to_thread(index.candidates, probes_of(fingerprint), CANDIDATES, own=own)
        index.add(item.number, sketch_of(fingerprint))
        earlier = [number for number in numbers if number < item.number]
        if not earlier:
            return []
        async with self._database.snapshot() as tx:
            others = await likeness.items(tx, earlier)
            kept = await likeness.fingerprints(tx, {other.sha256 for other in others.values() if other.sha256})
        comparable = [
            (other, kept[other.sha256])
            for other in others.values()
            if other.task == item.task and other.sha256 in kept and kept[other.sha256][:1] == bytes([VERSION])
        ]
        return await asyncio.to_thread(_judged, fingerprint, comparable)

    async def _loaded(self) -> LikenessIndex:
        if self._index is not None:
            return self._index
        index, after = LikenessIndex(), 0
        while True:
            async with self._database.snapshot() as tx:
                page = await likeness.history(tx, VERSION, after, PAGE)
            if not page:
                break
            await asyncio.to_thread(_load, index, page)
            after = page[-1].number
        self._index = index
        return index


def _judged(fingerprint: Fingerprint, others: Sequence[tuple[ComparedItem, bytes]]) -> list[Found]:
    """Those that are alike, with how much. Computes; call it in a thread."""
    found = []
    for other, kept in others:
        close = compare(fingerprint, Fingerprint.from_bytes(kept))
        verdict = judge(close)
        if verdict is not Verdict.NEW:
            found.append(Found(other, verdict, _share(close)))
    return found


def _share(close: Closeness) -> float:
    """How alike, for people: by the words where there are some, else by the looks."""
    words = close.shared / close.words if close.words else 0.0
    return min(1.0, max(words, close.looks, close.picture or 0.0))


def _load(index: LikenessIndex, page: Sequence[EarlierPhoto]) -> None:
    """Add a page of the history. Computes; call it in a thread."""
    index.load((photo.number, _sketch(photo)) for photo in page)


def _sketch(photo: EarlierPhoto) -> bytes:
    return sketch_of(Fingerprint.from_bytes(photo.content)) if photo.sketch is None else photo.sketch
