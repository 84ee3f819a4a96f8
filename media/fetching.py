"""Getting one picture from its channel into the store, within a time-out; nothing here fails, it reports."""

import asyncio
import logging
from contextlib import AsyncExitStack
from dataclasses import dataclass

from core.ports import Channel, MediaError, MediaGone, MediaReference
from media.checking import MAX_BYTES, NotAPicture, Picture, PictureFault
from media.intake import take
from media.store import MediaStore

FETCH_SECONDS = 20
"""After this long an item is committed as *picture pending*. Real time, never rehearsed."""

UNSAID_BYTES = 4 * 1024 * 1024
"""As heavy is a picture taken to be whose platform does not say."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a picture: stored, no picture at all (`fault`), gone for good, or still pending."""

    picture: Picture | None = None
    fault: PictureFault | None = None
    gone: bool = False

    @property
    def pending(self) -> bool:
        """Whether it may still arrive later."""
        return self.picture is None and self.fault is None and not self.gone


async def fetch_picture(
    channel: Channel, store: MediaStore, reference: MediaReference, seconds: float = FETCH_SECONDS
) -> Fetched:
    """Fetch, check and store one picture. The file is on disk before this returns with `picture` set.

    One that is said to be too heavy is not fetched. Waiting for room in memory is part of the time-out.
    """
    if reference.size is not None and reference.size > MAX_BYTES:
        return Fetched(fault=PictureFault.TOO_HEAVY)
    size = reference.size or UNSAID_BYTES
    try:
        async with AsyncExitStack() as place:
            async with asyncio.timeout(seconds):
                await place.enter_async_context(store.rooms.of(size).taken(size))
                content = await channel.fetch(reference)
            picture = await take(store, content)
            _log.info("a picture was stored: %s", picture.sha256)
            return Fetched(picture=picture)
    except NotAPicture as wrong:
        return Fetched(fault=wrong.reason)
    except MediaGone:
        return Fetched(gone=True)
    except (MediaError, TimeoutError) as error:
        _log.warning("a picture could not be fetched yet: %s", type(error).__name__)
        return Fetched()
    except OSError as error:  # a full disk, say: not the sender's fault, and it will be mended
        _log.error("a picture could not be stored yet: %s", error.strerror or type(error).__name__)
        return Fetched()
