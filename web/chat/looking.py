"""What can a page look at? The whole at once, people, board, one chat, an uploaded file, and what happens."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from channels.local.rules import ALBUM_PICTURES, CAPTION_LENGTH, FILE_BYTES, TEXT_LENGTH
from core.organisation import Organisation
from texts.catalogue import LANGUAGES
from texts.page import page_texts
from web.bodies import Refusal
from web.chat.board import read_board
from web.chat.feed import Feed
from web.chat.people import read_people
from web.chat.stage import Opened, Stage
from web.chat.words import face_words, message_words, plain

MESSAGES = 60
"""So many messages of a chat are handed out at a time."""

_NEVER_KEPT = {"cache-control": "no-store"}
_PICTURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))


class Looking:
    """The routes that change nothing."""

    def __init__(self, stage: Stage, feed: Feed, province: Callable[[], Opened], organisation: Organisation) -> None:
        self._stage = stage
        self._feed = feed
        self._province = province
        self._organisation = organisation

    def routes(self) -> list[Route]:
        """All of them are GET."""
        return [
            Route("/api/world", self.world),
            Route("/api/people", self.people),
            Route("/api/board", self.board),
            Route("/api/chats/{chat}", self.chat),
            Route("/api/events", self.events),
            Route("/api/texts/{language}", self.texts),
            Route("/uploads/{sha256}", self.upload),
        ]

    async def world(self, _request: Request) -> Response:
        """What a page needs to begin. `after` is where its stream of events begins."""
        limits = {
            "file_bytes": FILE_BYTES, "pictures": ALBUM_PICTURES, "text": TEXT_LENGTH, "caption": CAPTION_LENGTH,
        }  # fmt: skip
        return _answer(
            {
                "world": self._stage.world,
                "after": self._feed.position,
                "open": self._stage.opened is not None,
                "face": face_words(self._stage.face()),
                "limits": limits,
                "organisation": self._organisation.words.organisation,
                "language": self._organisation.language,
                "zone": self._organisation.calendar.zone.key,
            }
        )

    async def people(self, _request: Request) -> Response:
        """Everybody, with the newest of each chat."""
        return _answer(plain(await read_people(self._province(), self._stage, self._stage.face().now)))

    async def board(self, request: Request) -> Response:
        """The board of a period; null while none is open."""
        opened, query = self._province(), request.query_params
        now = self._stage.face().now
        found = await read_board(
            opened.database, opened.organisation, now, query.get("task", ""), query.get("period", "")
        )
        return _answer(plain(found))

    async def chat(self, request: Request) -> Response:
        """The newest messages of a chat, or those before a message."""
        before = request.query_params.get("before", "")
        messages = self._province().platform.messages(request.path_params["chat"])
        if before.isascii() and before.isdigit() and len(before) < 16:
            messages = [message for message in messages if message.id < int(before)]
        shown = messages[-MESSAGES:]
        return _answer({"messages": [message_words(each) for each in shown], "more": len(messages) > len(shown)})

    async def events(self, request: Request) -> Response:
        """What happens, from `after` on; a browser that comes back says itself what it had last."""
        after = request.headers.get("last-event-id") or request.query_params.get("after", "")
        return StreamingResponse(self._feed.stream(after), media_type="text/event-stream", headers=_NEVER_KEPT)

    async def texts(self, request: Request) -> Response:
        """What the page says, in one language."""
        language = request.path_params["language"]
        if language not in LANGUAGES:
            raise Refusal(404, "unknown_language")
        return _answer(dict(page_texts(language)))

    async def upload(self, request: Request) -> Response:
        """What somebody sent. Only real pictures are shown; anything else is only ever saved to disk."""
        content = self._province().platform.upload(request.path_params["sha256"])
        if content is None:
            raise Refusal(404, "unknown_upload")
        kind = _picture_type(content)
        headers = {"cache-control": "private, max-age=31536000, immutable"}
        if kind is None:
            headers["content-disposition"] = "attachment"
        return Response(content, media_type=kind or "application/octet-stream", headers=headers)


def _answer(document: object) -> JSONResponse:
    return JSONResponse(document, headers=_NEVER_KEPT)


def _picture_type(content: bytes) -> str | None:
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for beginning, kind in _PICTURES if content.startswith(beginning)), None)
