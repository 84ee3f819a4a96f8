"""Files behind signed addresses: reports and pictures for those whose chat carries none.

One address opens one file, for one person, for a while; there is nothing to list and nothing to guess. It opens
nothing any more when its person may not have the file now, or when the key is another one.
"""

import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from core.download_tokens import Download, Shelf, verify

DOWNLOAD_PATH = "/f/{token}"

Reader = Callable[[str], Awaitable[bytes]]
"""The bytes with this SHA-256, as they may be shown. Raises FileNotFoundError."""

_TYPES: Mapping[str, str] = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Downloads:
    """`may` says whether this member may still have what the address opens; `gone` is what others read."""

    def __init__(
        self,
        key: bytes,
        shelves: Mapping[Shelf, Reader],
        now: Callable[[], datetime],
        may: Callable[[Download], Awaitable[bool]],
        gone: str,
    ) -> None:
        self._key = key
        self._shelves = shelves
        self._now = now
        self._may = may
        self._gone = gone

    def routes(self) -> list[Route]:
        """One."""
        return [Route(DOWNLOAD_PATH, self._download, methods=["GET"])]

    async def _download(self, request: Request) -> Response:
        download = verify(self._key, request.path_params["token"], self._now())
        reader = self._shelves.get(download.shelf) if download else None
        if download is None or reader is None or not await self._may(download):
            return self._not_here()
        try:
            content = await reader(download.sha256)
        except FileNotFoundError:
            return self._not_here()
        suffix = download.name.rpartition(".")[2].lower()
        return Response(
            content,
            media_type=_TYPES.get(suffix, "application/octet-stream"),
            headers={"content-disposition": _disposition(download)},
        )

    def _not_here(self) -> Response:
        """The same for whatever is wrong: it tells nobody what there is."""
        return PlainTextResponse(self._gone, HTTPStatus.NOT_FOUND)


def _disposition(download: Download) -> str:
    """A picture is shown, a document is kept; the name in the two ways that browsers read."""
    way = "inline" if download.shelf is Shelf.PICTURE else "attachment"
    plain = unicodedata.normalize("NFD", download.name).encode("ascii", "ignore").decode()
    plain = "".join(letter for letter in plain if letter.isalnum() or letter in " ._-") or "file"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(download.name, safe='')}"
