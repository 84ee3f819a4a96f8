"""What a message carries besides its words: stored pictures to look at, documents to keep; or where to get them."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.documents import DocumentLinks, MadeFile
from core.ports import Attachment, Limits, Outgoing, SendError
from db.outbox import Claimed
from media.showing import to_show
from media.store import MediaStore

_log = logging.getLogger(__name__)


class FileVanished(SendError):
    """A document is not in the store any more: its errand has to be done once more."""


class Carrying:
    """Puts attachments to messages, as far as a channel can carry them."""

    def __init__(self, pictures: MediaStore, documents: MediaStore, links: DocumentLinks | None) -> None:
        self._pictures = pictures
        self._documents = documents
        self._links = links

    async def loaded(self, row: Claimed, message: Outgoing, limits: Limits, now: datetime) -> Outgoing:
        """The message with what its row speaks of. Raises FileVanished.

        A picture that is gone is left out; what the channel does not carry becomes a link.
        """
        shas, files = row.about.get("pictures", ()), [MadeFile(*file) for file in row.about.get("files", ())]
        if not shas and not files:
            return message
        attachments = [] if limits.upload_bytes == 0 else await self._shown(shas, limits.upload_bytes)
        text = message.text
        if limits.upload_bytes == 0 and self._links is not None:
            shown = [self._links.picture(sha256, row.member, now) for sha256 in shas]
            text = "\n".join([text, *(f"🖼 {link}" for link in shown if link)])
        for file in files:
            if limits.upload_bytes is None or file.size <= limits.upload_bytes:
                attachments.append(await self._document(file))
            else:
                text = f"{text}\n{self._instead(row, file, now)}"
        return replace(message, text=text, attachments=tuple(attachments))

    async def _shown(self, shas: Sequence[str], most: int | None) -> list[Attachment]:
        """Stored pictures as they may be shown."""
        found = []
        for sha256 in shas:
            try:
                content = await asyncio.to_thread(to_show, await self._pictures.read(sha256))
            except OSError:
                _log.warning("the picture %s is not in the store any more; the message goes without it", sha256)
                continue
            if most is None or len(content) <= most:
                found.append(Attachment(f"{sha256[:12]}.jpg", content, picture=True))
        return found

    async def _document(self, file: MadeFile) -> Attachment:
        try:
            content = await self._documents.read(file.sha256)
        except OSError as error:
            _log.warning("the document %s (%s) is not in the store any more", file.name, file.sha256)
            raise FileVanished(file.name) from error
        return Attachment(file.name, content, file.picture)

    def _instead(self, row: Claimed, file: MadeFile, now: datetime) -> str:
        """A line for a file that the channel does not carry."""
        link = self._links.link(file.name, file.sha256, row.member, now) if self._links is not None else None
        return f"📎 {file.name}: {link or row.about.get('no_link', '–')}"
