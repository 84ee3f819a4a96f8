"""Somebody at a phone writes: texts, pictures, files, contacts, forwarded posts, and changes to all of them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tests.telegram.fake import contents
from tests.telegram.fake.chats import Chat, Platform, Standing, Turn
from tests.telegram.fake.checks import Json
from tests.telegram.fake.messages import Heard, membership
from tests.telegram.fake.reading import Reader
from tests.telegram.fake.updates import Updates

if TYPE_CHECKING:
    from tests.telegram.fake.groups import Group


class Writer(Reader):
    """Somebody with an account. What is sent goes to the bot, or into a group with `to`; it returns the raw message."""

    def __init__(self, platform: Platform, updates: Updates, user: Json, phone: str, *, started: bool) -> None:
        super().__init__(platform.open_private(user))
        self._platform = platform
        self._updates = updates
        self.user = user
        self.phone = phone
        if started:
            self.chat.standing = Standing.MEMBER

    @property
    def id(self) -> int:
        """The user's id, which is also the private chat's."""
        return int(self.user["id"])

    def starts(self, payload: str = "") -> Json:
        """Opens the bot and presses Start; whoever had blocked it unblocks it with that."""
        with self._platform.lock:
            if self.chat.standing is Standing.BLOCKED:
                self.unblocks()
            self.chat.standing = Standing.MEMBER
            return self.says(f"/start {payload}".rstrip())

    def opens_link(self, payload: str) -> Json:
        """Opens the bot by a deep link with this payload: at most 64 of `A-Za-z0-9_-`."""
        assert len(payload) <= 64, "a deep link carries 64 characters"
        assert payload.replace("_", "").replace("-", "").isalnum() and payload.isascii(), (
            f"no deep link has {payload!r}"
        )
        return self.starts(payload)

    def says(
        self,
        text: str,
        *,
        links: Mapping[str, str] | None = None,
        reply_to: Heard | None = None,
        to: "Group | None" = None,
    ) -> Json:
        """Types a message; `links` hides addresses under words of it."""
        reply = {"reply_to_message": reply_to.raw} if reply_to else {}
        return self.sends(contents.words(text, links) | reply, to=to)

    def sends_photo(self, content: bytes, caption: str = "", *, to: "Group | None" = None) -> Json:
        """Sends a picture as such. The same bytes sent again are another file."""
        return self.sends(contents.photo(self._platform, content) | contents.words(caption, name="caption"), to=to)

    def sends_album(self, pictures: Sequence[bytes], caption: str = "", *, caption_on: int = 0) -> list[Json]:
        """Sends pictures together: a message and an update each, with the caption on one of them."""
        with self._platform.lock:
            album = {"media_group_id": self._platform.next_album()}
            told = contents.words(caption, name="caption")
            items = [contents.photo(self._platform, each) | album for each in pictures]
            return [self.sends(item | (told if i == caption_on else {})) for i, item in enumerate(items)]

    def sends_file(self, name: str, content: bytes, caption: str = "", *, mime_type: str | None = None) -> Json:
        """Sends a file as a document."""
        told = contents.document(self._platform, name, content, mime_type)
        return self.sends(told | contents.words(caption, name="caption"))

    def sends_sticker(self, emoji: str = "👍") -> Json:
        """Sends a sticker."""
        return self.sends(contents.sticker(self._platform, emoji))

    def sends_voice(self, seconds: int = 3) -> Json:
        """Speaks."""
        return self.sends(contents.voice(self._platform, seconds))

    def sends_video(self, seconds: int = 9, caption: str = "") -> Json:
        """Sends a video."""
        return self.sends(contents.video(self._platform, seconds) | contents.words(caption, name="caption"))

    def sends_location(self, latitude: float = 16.8163, longitude: float = 107.1003) -> Json:
        """Sends a place."""
        return self.sends(contents.location(latitude, longitude))

    def shares_contact(self, *, own: bool = True, phone: str = "", name: str = "", user_id: int | None = None) -> Json:
        """Shares the own contact, or somebody else's: with a user id if that person is on Telegram."""
        if own:
            return self.sends(contents.contact(phone or self.phone, self.name, self.id))
        return self.sends(contents.contact(phone or "+84900000000", name or "Người khác", user_id))

    def forwards_post(self, text: str, *, channel: str = "Trang tin", links: Mapping[str, str] | None = None) -> Json:
        """Forwards a channel's post."""
        origin = contents.forwarded_from_channel(channel, self._platform.date - 3600)
        return self.sends(contents.words(text, links) | origin)

    def forwards(self, message: Json) -> Json:
        """Forwards a message: files keep their ids."""
        kept = {"text", "entities", "caption", "caption_entities", "photo", "document"} & message.keys()
        origin = contents.forwarded_from_person(message["from"], message["date"])
        return self.sends({name: message[name] for name in kept} | origin)

    def sends(self, content: Json, *, to: "Group | None" = None) -> Json:
        """Sends whatever the Bot API calls this content."""
        with self._platform.lock:
            chat = to.chat if to else self.chat
            self._check_open(chat)
            message = self._platform.post(chat, self.user, content)
            self._tell("message", chat, message)
            return message

    def edits(self, message: Json, text: str, *, links: Mapping[str, str] | None = None) -> Json:
        """Changes the text or caption of a message sent before."""
        with self._platform.lock:
            chat = self._platform.chat(message["chat"]["id"])
            name = "text" if "text" in message else "caption"
            told = {contents.ENTITIES[name]: None} | contents.words(text, links, name=name)
            changed = self._platform.change(chat, chat.messages[message["message_id"]], told)
            self._tell("edited_message", chat, changed)
            return changed

    def blocks(self) -> None:
        """From now on the bot cannot write here, and is told so."""
        self._stands(Standing.BLOCKED, "member", "kicked")

    def unblocks(self) -> None:
        """The bot can write here again."""
        self._stands(Standing.MEMBER, "kicked", "member")

    def deletes_account(self) -> None:
        """The person is gone; the bot is told nothing."""
        self.chat.standing = Standing.DEACTIVATED

    def _tell(self, kind: str, chat: Chat, message: Json) -> None:
        shown = chat.kind == "private" or contents.is_for_bot(message, self._platform.me)
        if chat.standing is Standing.MEMBER and shown:
            self._updates.add(kind, message)

    def _check_open(self, chat: Chat) -> None:
        if chat is self.chat:
            assert chat.standing is not Standing.STRANGER, "a person presses Start first: starts() or opens_link()"
            assert chat.standing is not Standing.BLOCKED, "who blocked the bot unblocks it first"

    def _stands(self, standing: Standing, old: str, new: str) -> None:
        with self._platform.lock:
            self.chat.standing = standing
            event = "chặn bot" if standing is Standing.BLOCKED else "bỏ chặn bot"
            self.chat.take(Turn(self._platform.now, False, {}, event=event, who=self.name))
            told = membership(self.chat.told, self.user, self._platform.date, self._platform.bot_user, old, new)
            self._updates.add("my_chat_member", told)
