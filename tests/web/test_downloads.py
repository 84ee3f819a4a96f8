"""Files behind signed addresses: one opens one file, and everything else is answered alike."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from core.download_tokens import KEY_BYTES, Download, Shelf, sign
from web.downloads import DOWNLOAD_PATH, Downloads
from web.front import front

NOW = datetime(2026, 11, 24, 5, tzinfo=UTC)
KEY = bytes(range(KEY_BYTES))
REPORT, PICTURE = "ab" * 32, "cd" * 32
GONE = "Liên kết này không còn dùng được."
LATER = NOW + timedelta(days=1)


@pytest.fixture
def allowed() -> set[int | None]:
    """Who may have what there is."""
    return {7, None}


@pytest.fixture
async def browser(allowed: set[int | None]) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at the door."""

    async def document(sha256: str) -> bytes:
        if sha256 != REPORT:
            raise FileNotFoundError(sha256)
        return b"report"

    async def picture(sha256: str) -> bytes:
        return b"picture of " + sha256[:2].encode()

    async def may(download: Download) -> bool:
        return download.member in allowed

    downloads = Downloads(KEY, {Shelf.DOCUMENT: document, Shelf.PICTURE: picture}, lambda: NOW, may, GONE)
    door = httpx.ASGITransport(front(downloads.routes()))
    async with httpx.AsyncClient(transport=door, base_url="http://door") as client:
        yield client


def address(download: Download, key: bytes = KEY) -> str:
    """The path of a link."""
    return DOWNLOAD_PATH.replace("{token}", sign(key, download))


async def test_a_document_is_kept_under_its_vietnamese_name(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(address(Download(Shelf.DOCUMENT, REPORT, "Báo cáo tháng 11.docx", 7, LATER)))
    assert (answer.status_code, answer.content) == (200, b"report")
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"Bao cao thang 11.docx\"; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20th%C3%A1ng%2011.docx"
    )
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_picture_is_shown(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(address(Download(Shelf.PICTURE, PICTURE, "x.jpg", None, LATER)))
    assert (answer.content, answer.headers["content-type"]) == (b"picture of cd", "image/jpeg")
    assert answer.headers["content-disposition"].startswith("inline")


@pytest.mark.parametrize(
    "path",
    [
        address(Download(Shelf.DOCUMENT, REPORT, "x.docx", 7, NOW)),  # over
        address(Download(Shelf.DOCUMENT, REPORT, "x.docx", 7, LATER), bytes(KEY_BYTES)),  # another key
        address(Download(Shelf.DOCUMENT, REPORT, "x.docx", 8, LATER)),  # somebody who may not any more
        address(Download(Shelf.DOCUMENT, PICTURE, "x.docx", 7, LATER)),  # a picture's name on the documents' shelf
        "/f/",
        "/f/abc",
        "/f/..%2f..%2fetc%2fpasswd",
        "/f",
    ],
)
async def test_everything_else_is_not_here(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert answer.status_code == 404
    assert b"report" not in answer.content


async def test_whoever_loses_the_right_loses_the_link(browser: httpx.AsyncClient, allowed: set[int | None]) -> None:
    path = address(Download(Shelf.DOCUMENT, REPORT, "x.docx", 7, LATER))
    assert (await browser.get(path)).status_code == 200
    allowed.remove(7)
    answer = await browser.get(path)
    assert (answer.status_code, answer.text) == (404, GONE)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_nothing_can_be_done_to_a_file(browser: httpx.AsyncClient, method: str) -> None:
    answer = await browser.request(method, address(Download(Shelf.DOCUMENT, REPORT, "x", 7, LATER)))
    assert answer.status_code == 405
