"""What does it cost to load the history of a country's photos from its database?"""

import resource
import sqlite3
import tempfile
import time
from pathlib import Path

from bench.building import build
from db import likeness
from db.engine import open_database
from media.fingerprint_version import VERSION
from media.likeness_index import LikenessIndex
from scheduler.likening_photos import PAGE

_MADE_UP = """
INSERT INTO media (sha256, content_type, size, width, height, stored_at)
  SELECT printf('%064x', id), 'image/jpeg', 90000, 720, 1480, recorded_at FROM submission;
INSERT INTO fingerprint (sha256, version, content, sketch)
  SELECT printf('%064x', id), {version}, randomblob(800), randomblob(80) FROM submission;
UPDATE submission SET kind = 'photo', url = NULL, media_sha = printf('%064x', id), identity = printf('%064x', id);
"""


async def measure_loading(count: int) -> dict[str, float]:
    """Seconds and megabytes (of resident memory, the highest) for reading about so many photos, as at the first look.

    The rows are of the right size; what stands in them is random.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "country.db"
        await build(file, count)
        with sqlite3.connect(file) as connection:
            connection.executescript(_MADE_UP.format(version=VERSION))
        connection.close()
        database = open_database(f"sqlite+aiosqlite:///{file}")
        before, began = _resident(), time.perf_counter()
        index, after = LikenessIndex(), 0
        while True:
            async with database.snapshot() as tx:
                page = await likeness.history(tx, VERSION, after, PAGE)
            if not page:
                break
            index.load((photo.number, photo.sketch or b"") for photo in page)
            after = page[-1].number
        seconds = time.perf_counter() - began
        await database.close()
        return {"photos": len(index), "seconds": round(seconds, 1), "megabytes": round(_resident() - before)}


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
