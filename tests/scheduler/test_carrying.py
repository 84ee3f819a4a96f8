"""What a message carries: files within the channel's limit, else where to get them, else that there is no way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.documents import DocumentLinks, MadeFile
from core.ports import Limits, Outgoing, TextUnit
from db.outbox import Claimed
from media.store import MediaStore
from scheduler.carrying import Carrying, FileVanished

NOW = datetime(2026, 11, 24, 5, tzinfo=UTC)
CONTENT = b"a document of 28 bytes, made"


class Links:
    """A door to the web that gives everybody an address of his or her own."""

    def link(self, name: str, sha256: str, member: int | None, now: datetime) -> str | None:
        return f"https://nhacnop.example.org/{member}/{sha256[:6]}/{name}"

    def picture(self, sha256: str, member: int | None, now: datetime) -> str | None:
        return None


@pytest.fixture
def documents(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "documents")


@pytest.fixture
def kept(documents: MediaStore) -> MadeFile:
    """A document in the store."""
    return MadeFile("bao-cao.docx", documents.put_here(CONTENT, "docx"), len(CONTENT))


def row(*files: MadeFile) -> Claimed:
    about = {"errand": 1, "round": 1, "files": [file.as_json() for file in files], "no_link": "nhờ quản trị gửi giúp"}
    return Claimed(7, "document:1:1:5", "report", 5, None, "Dự thảo", (), about, None, 1, None)


def limits(upload_bytes: int | None) -> Limits:
    return Limits(4096, TextUnit.CHARACTER, buttons=True, upload_bytes=upload_bytes)


async def loaded(
    documents: MediaStore, file: MadeFile, most: int | None, links: DocumentLinks | None = None
) -> Outgoing:
    carrying = Carrying(documents, documents, links)
    return await carrying.loaded(row(file), Outgoing("Dự thảo"), limits(most), NOW)


@pytest.mark.parametrize("most", [None, len(CONTENT)])
async def test_a_file_within_the_limit_goes_along(documents: MediaStore, kept: MadeFile, most: int | None) -> None:
    message = await loaded(documents, kept, most, Links())
    assert message.text == "Dự thảo"
    [attachment] = message.attachments
    assert (attachment.name, attachment.content, attachment.picture) == ("bao-cao.docx", CONTENT, False)


@pytest.mark.parametrize("most", [0, len(CONTENT) - 1])
async def test_a_file_beyond_the_limit_becomes_a_link_for_the_receiver(
    documents: MediaStore, kept: MadeFile, most: int
) -> None:
    message = await loaded(documents, kept, most, Links())
    assert message.attachments == ()
    assert message.text == (f"Dự thảo\n📎 bao-cao.docx: https://nhacnop.example.org/5/{kept.sha256[:6]}/bao-cao.docx")


async def test_without_a_door_to_the_web_the_receiver_hears_whom_to_ask(documents: MediaStore, kept: MadeFile) -> None:
    assert (await loaded(documents, kept, 0)).text == "Dự thảo\n📎 bao-cao.docx: nhờ quản trị gửi giúp"


async def test_a_file_that_vanished_is_no_message_without_it(documents: MediaStore, kept: MadeFile) -> None:
    documents.remove(kept.sha256)
    with pytest.raises(FileVanished, match=r"bao-cao\.docx"):
        await loaded(documents, kept, None)


async def test_a_message_without_files_goes_as_it_is(documents: MediaStore) -> None:
    message = Outgoing("Chào chị")
    assert await Carrying(documents, documents, None).loaded(row(), message, limits(0), NOW) is message
