"""How does a picture that came in become one that is kept?"""

import asyncio

from media.checking import Picture, inspect
from media.store import MediaStore


async def take(store: MediaStore, content: bytes) -> Picture:
    """Check the bytes and store them under their SHA-256; when this returns they survive a power cut.

    Raises NotAPicture (nothing is stored) or OSError. Computes and writes in a thread.
    """
    return await asyncio.to_thread(_take, store, content)


def _take(store: MediaStore, content: bytes) -> Picture:
    """Both in one thread: going to another costs as much as half the check."""
    picture = inspect(content)
    store.put_here(content, picture.extension, picture.sha256)
    return picture
