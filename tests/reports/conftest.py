"""A small province's month with its pictures in a store, and the words of its reports."""

from io import BytesIO
from pathlib import Path

import pytest
from docx.document import Document as Paper
from PIL import Image, ImageDraw

from core.figures import MonthTable, fold
from core.ports import Words
from media.store import MediaStore
from reports.word.document import write_document
from tests.db.conftest import migrated_file as migrated_file  # noqa: PLC0414 - fixtures of the database
from tests.db.conftest import province as province  # noqa: PLC0414 - as above
from tests.db.conftest import province_file as province_file  # noqa: PLC0414 - as above
from tests.reports.facts import ZONE, items, month
from tests.reports.opening import read
from texts.report import ReportTexts


def screenshot(number: int, kind: str = "JPEG", size: tuple[int, int] = (540, 1170)) -> bytes:
    """A picture that differs from every other number's."""
    image = Image.new("RGB", size, (250, 250, 248))
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 60, size[0] - 20, 400), fill=(number * 37 % 256, number * 91 % 256, number * 53 % 256))
    for line in range(12):
        draw.rectangle(
            (20, 440 + line * 50, 120 + (number * 7 + line * 43) % (size[0] - 140), 460 + line * 50), fill="grey"
        )
    out = BytesIO()
    image.save(out, kind, quality=80)
    return out.getvalue()


def put(root: Path, sha256: str, content: bytes, extension: str = "jpg") -> Path:
    """Lay a file where the store would have it."""
    path = root / sha256[:2] / f"{sha256[2:]}.{extension}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def texts() -> ReportTexts:
    """Vietnamese, for an organisation with a name of its own."""
    return ReportTexts(Words("Tỉnh Mẫu"), ZONE)


@pytest.fixture
def table() -> MonthTable:
    """The sample month, folded."""
    return fold(month())


@pytest.fixture
def media(tmp_path: Path) -> Path:
    """A store's folder with all the pictures of the sample month."""
    root = tmp_path / "media"
    for item in items():
        if item.media_sha is not None:
            put(root, item.media_sha, screenshot(item.number))
    return root


@pytest.fixture
def store(media: Path) -> MediaStore:
    """The store over that folder."""
    return MediaStore(media)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An empty folder for what is written."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def written(table: MonthTable, texts: ReportTexts, store: MediaStore, out: Path) -> Path:
    """The sample month's document."""
    [file] = write_document(table, texts, store, out, "bao-cao")
    return file


@pytest.fixture
def paper(written: Path) -> Paper:
    """The same, opened."""
    return read(written)
