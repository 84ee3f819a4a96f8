"""What can the visitor do in a chat? Everything that a person can do on the built-in platform, in that chat's name."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from channels.local.messages import LocalMessage, NotPossible
from channels.local.platform import LocalPlatform
from channels.local.rules import ALBUM_PICTURES, CAPTION_LENGTH, FILE_BYTES, TEXT_LENGTH, utf16_length
from core.spelling import tidy
from web.bodies import Refusal, body_of, flag_in, json_of, number_in, once_in, text_in
from web.chat.feed import Feed
from web.chat.people import read_people
from web.chat.stage import Happening, Opened, Stage
from web.chat.words import message_words

GUESTS = 50
"""So many chats of nobody in particular may be opened."""

NAME_LENGTH = 60


class Talking:
    """The routes that change something in a chat."""

    def __init__(self, stage: Stage, province: Callable[[], Opened], feed: Feed) -> None:
        self._stage = stage
        self._province = province
        self._feed = feed

    def routes(self) -> list[Route]:
        """All of them are POST."""
        deeds = {
            "say": self.say, "press": self.press, "start": self.start, "pictures": self.pictures, "file": self.file,
            "sample": self.sample, "block": self.block, "hand-back": self.hand_back,
        }  # fmt: skip
        routes = [Route(f"/api/chats/{{chat}}/{name}", deed, methods=["POST"]) for name, deed in deeds.items()]
        return [*routes, Route("/api/guests", self.guest, methods=["POST"])]

    async def say(self, request: Request) -> JSONResponse:
        """A text."""
        document = await json_of(request)
        text = text_in(document, "text", 5 * TEXT_LENGTH)  # what the page lets people write, and more
        _check_length(text, TEXT_LENGTH)
        chat, platform = await self._chat(request)
        with _possible():
            return self._said(chat, [platform.say(chat, text, once=once_in(text_in(document, "once")))])

    async def press(self, request: Request) -> JSONResponse:
        """A button under a message of the bot."""
        document = await json_of(request)
        number, action = number_in(document, "message"), text_in(document, "action")
        chat, platform = await self._chat(request)
        with _possible():
            return self._said(chat, [platform.press(chat, number, action, once=once_in(text_in(document, "once")))])

    async def start(self, request: Request) -> JSONResponse:
        """Opening the invitation meant for this chat; without one, finding the bot as a stranger does."""
        document = await json_of(request)
        chat, platform = await self._chat(request)
        with _possible():
            payload = self._stage.codes.get(chat, "")
            return self._said(chat, [platform.start(chat, payload, once=once_in(text_in(document, "once")))])

    async def pictures(self, request: Request) -> JSONResponse:
        """A photo, or an album: the body is the files one after another, `sizes` how many bytes each has."""
        query = request.query_params
        sizes = _sizes(query.get("sizes", ""))
        caption = query.get("caption", "")
        _check_length(caption, CAPTION_LENGTH)
        chat, platform = await self._chat(request)
        contents = _cut(await body_of(request, sum(sizes)), sizes)
        with _possible():
            return self._said(
                chat, platform.send_pictures(chat, contents, caption, once=once_in(query.get("once", "")))
            )

    async def file(self, request: Request) -> JSONResponse:
        """Anything else that was dragged in: the body is the file."""
        query = request.query_params
        chat, platform = await self._chat(request)
        content = await body_of(request, FILE_BYTES)
        name, kind = query.get("name", "")[-255:] or "file", query.get("type", "")[:100] or None
        with _possible():
            once = once_in(query.get("once", ""))
            return self._said(chat, [platform.send_file(chat, name, content, content_type=kind, once=once)])

    async def sample(self, request: Request) -> JSONResponse:
        """A made-up picture, for those who have none at hand."""
        document = await json_of(request)
        chat, platform = await self._chat(request)
        with _possible():
            once = once_in(text_in(document, "once"))
            return self._said(chat, platform.send_pictures(chat, [self._stage.sample_picture()], once=once))

    async def block(self, request: Request) -> JSONResponse:
        """The person blocks the bot, or lets it in again."""
        on = flag_in(await json_of(request), "on")
        chat, platform = await self._chat(request)
        with _possible():
            if on:
                platform.block(chat)
            else:
                platform.unblock(chat)
        answer = self._said(chat, [])
        self._feed.publish(Happening.PEOPLE.value, None)
        return answer

    async def hand_back(self, request: Request) -> JSONResponse:
        """The simulated person speaks here again."""
        await json_of(request)
        self._stage.hand_back(request.path_params["chat"])
        return JSONResponse({})

    async def guest(self, request: Request) -> JSONResponse:
        """A new chat of somebody the bot does not know."""
        name = tidy(text_in(await json_of(request), "name", 4 * NAME_LENGTH))[:NAME_LENGTH].strip()
        if not name:
            raise Refusal(400, "bad_request", field="name")
        platform = self._province().platform
        number = 1 + sum(chat.chat.startswith("guest-") for chat in platform.chats())
        if number > GUESTS:
            raise Refusal(409, "too_many_guests", limit=GUESTS)
        platform.open_chat(f"guest-{number}", f"{name} {number}")
        self._stage.leave_to_visitor(f"guest-{number}")
        return JSONResponse({"chat": f"guest-{number}"})

    async def _chat(self, request: Request) -> tuple[str, LocalPlatform]:
        """The chat that is meant. Somebody who never had one gets it at the first word."""
        opened, chat = self._province(), request.path_params["chat"]
        if all(known.chat != chat for known in opened.platform.chats()):
            everybody = await read_people(opened, self._stage, self._stage.face().now)
            person = next((each for each in everybody.people if each.chat == chat), None)
            if person is None:
                raise Refusal(404, "unknown_chat")
            opened.platform.open_chat(chat, person.name)
        return chat, opened.platform

    def _said(self, chat: str, messages: Sequence[LocalMessage]) -> JSONResponse:
        """From now on this person is the visitor's."""
        self._stage.leave_to_visitor(chat)
        return JSONResponse({"messages": [message_words(message) for message in messages]})


@contextmanager
def _possible() -> Iterator[None]:
    """What the platform does not allow becomes a refusal."""
    try:
        yield
    except NotPossible as wrong:
        blocked = "blocked" in str(wrong)
        raise Refusal(409, "blocked" if blocked else "not_possible", why=str(wrong)) from wrong


def _check_length(text: str, longest: int) -> None:
    try:
        length = utf16_length(text)
    except UnicodeEncodeError:
        raise Refusal(400, "bad_request", field="text") from None
    if length > longest:
        raise Refusal(413, "text_too_long", length=length, limit=longest)


def _sizes(text: str) -> list[int]:
    parts = text.split(",")
    if not all(part.isascii() and part.isdigit() and len(part) < 12 for part in parts):
        raise Refusal(400, "bad_request", field="sizes")
    sizes = [int(part) for part in parts]
    if len(sizes) > ALBUM_PICTURES:
        raise Refusal(413, "too_many_pictures", limit=ALBUM_PICTURES)
    if max(sizes) > FILE_BYTES:
        raise Refusal(413, "too_large", limit=FILE_BYTES)
    return sizes


def _cut(content: bytes, sizes: Sequence[int]) -> list[bytes]:
    if len(content) != sum(sizes):
        raise Refusal(400, "bad_request", field="sizes")
    parts, start = [], 0
    for size in sizes:
        parts.append(content[start : start + size])
        start += size
    return parts
