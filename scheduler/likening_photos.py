"""What a new photo looks like, and which earlier photos look like it.

Imported when the first photo comes: the arithmetic behind it (NumPy) takes time and memory that an idle bot spares.
"""

import asyncio
import logging
from collections.abc import Sequence

from core.likeness import Closeness, Verdict, judge
from db import likeness
from db.engine import Database
from db.likeness import ComparedItem, EarlierPhoto, KeptFingerprint
from media.fingerprint import Fingerprint, take_fingerprint
from media.fingerprint_version import VERSION
from media.likeness import compare
from media.likeness_index import LikenessIndex
from media.likeness_sketch import probes_of, sketch_of
from media.store import MediaStore
from media.thumbnails import scaled_down
from scheduler.likening_follows import Found

CANDIDATES = 30
"""How many earlier photos of all units, and how many of the own unit, are looked at closely for each new one."""

PAGE = 20_000
"""How many earlier photos are read from the database in one go when the history is loaded."""

_log = logging.getLogger(__name__)


class PhotoHistory:
    """The earlier photos' sketches in memory, loaded at the first question; docs/likeness.md says what that takes."""

    def __init__(self, database: Database, store: MediaStore) -> None:
        self._database = database
        self._store = store
        self._index: LikenessIndex | None = None

    async def fingerprint(self, sha256: str) -> Fingerprint:
        """As it is kept, or taken from the file now."""
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

    async def alike(self, item: ComparedItem, fingerprint: Fingerprint) -> list[Found]:
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

    async def renew(self, sha256: str) -> None:
        """Make a stored picture's fingerprint anew, by the rules of this version; it is found by it from now on."""
        try:
            content = await self._store.read(sha256)
        except OSError as error:
            _log.warning("the picture %s cannot be compared any more: %r", sha256, error)
            return
        made = self.kept(await asyncio.to_thread(take_fingerprint, content))
        index = await self._loaded()
        async with self._database.transaction() as tx:
            await likeness.renew_fingerprint(tx, sha256, made)
            showing = await likeness.showing(tx, sha256)
        for number in showing:
            index.add(number, made.sketch)

    @staticmethod
    def kept(fingerprint: Fingerprint) -> KeptFingerprint:
        """As it goes into the database."""
        return KeptFingerprint(fingerprint.to_bytes(), sketch_of(fingerprint), VERSION)

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
