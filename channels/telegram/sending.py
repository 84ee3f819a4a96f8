"""How does a message go out?

Texts go straight over the transport, because they are nearly everything a bot sends; files go through PTB's Bot, which
knows how they are uploaded.
"""

from typing import Any, Final, assert_never

from telegram import Bot, InputFile, InputMediaDocument, InputMediaPhoto, Message
from telegram.error import BadRequest

from channels.parting import Parting
from channels.telegram.failures import send_error
from channels.telegram.parts import AlbumPart, FilePart, Part, TextPart, keyboard_of, parts_of
from channels.telegram.transport import AiohttpRequest
from core.ports import Outgoing

_NO_PREVIEW: Final = {"is_disabled": True}
# How the Bot API refuses a picture as a photo (too long a side, not to be read) that it takes as a file.
_NO_PHOTO: Final = ("photo_", "image_process_failed")


class Sender:
    """Sends messages. `part_pause`: seconds between the parts of one message, as one chat takes one a second."""

    def __init__(self, request: AiohttpRequest, bot: Bot, part_pause: float) -> None:
        self._request = request
        self._bot = bot
        self._parting = Parting(part_pause)

    async def send(self, chat: str, message: Outgoing) -> str:
        """Send once; the id of the last part, which has the buttons. Raises SendError.

        A message in several parts that is sent again after a failure goes on where it stopped (see `Parting`).
        """
        return await self._parting.deliver(chat, message, parts_of(message), lambda part: self._deliver(chat, part))

    async def _deliver(self, chat: str, part: Part) -> str:
        number = chat_id(chat)
        try:
            match part:
                case TextPart():
                    return await self._text(number, part)
                case FilePart():
                    return await self._file(number, part)
                case AlbumPart():
                    return await self._album(number, part)
                case _:
                    assert_never(part)
        except Exception as error:
            raise send_error(error) from None

    async def _text(self, chat: int | str, part: TextPart) -> str:
        parameters: dict[str, Any] = {"chat_id": chat, "text": part.text, "link_preview_options": _NO_PREVIEW}
        if part.options:
            parameters["reply_markup"] = keyboard_of(part.options)
        message = await self._request.ask("sendMessage", parameters)
        return str(message["message_id"])

    async def _file(self, chat: int | str, part: FilePart) -> str:
        sent: Message
        file = InputFile(part.attachment.content, part.attachment.name)
        markup = {"reply_markup": keyboard_of(part.options)} if part.options else None
        caption = part.caption or None
        if not part.attachment.picture:
            sent = await self._bot.send_document(chat, file, caption, api_kwargs=markup)
            return str(sent.message_id)
        try:
            sent = await self._bot.send_photo(chat, file, caption, api_kwargs=markup)
        except BadRequest as refused:
            if not _refuses_photo(refused):
                raise
            return await self._file(chat, part.as_file)
        return str(sent.message_id)

    async def _album(self, chat: int | str, part: AlbumPart) -> str:
        pictures = part.pictures
        try:
            sent = await self._bot.send_media_group(
                chat, [InputMediaPhoto(each.content, filename=each.name) for each in pictures]
            )
        except BadRequest as refused:
            if not _refuses_photo(refused):
                raise
            sent = await self._bot.send_media_group(
                chat, [InputMediaDocument(each.content, filename=each.name) for each in pictures]
            )
        return str(sent[-1].message_id)


def chat_id(chat: str) -> int | str:
    """The chat as the Bot API has it: a number, except for an "@name"."""
    try:
        return int(chat)
    except ValueError:
        return chat


def _refuses_photo(refused: BadRequest) -> bool:
    return any(words in refused.message.lower() for words in _NO_PHOTO)
