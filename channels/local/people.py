"""What can a person do on the built-in platform?"""

from collections.abc import Sequence

from channels.local import rules
from channels.local.changes import Blocked
from channels.local.messages import LocalChat, LocalKind, LocalMessage, NotPossible
from channels.local.server import Server


class PeopleSide(Server):
    """The people's side. Everything raises NotPossible when the platform does not allow it.

    `once` is a client's own key within its chat: posting again with the same key changes nothing and returns what
    was posted first.
    """

    def say(self, chat: str, text: str, *, once: str | None = None) -> LocalMessage:
        """Send a text of 1 to 4,096 UTF-16 units."""
        if earlier := self._earlier(chat, once):
            return earlier[0]
        return self._post(self._draft(chat, LocalKind.TEXT, rules.spoken(text)), once=once)[0]

    def send_pictures(
        self, chat: str, contents: Sequence[bytes], caption: str = "", *, once: str | None = None
    ) -> list[LocalMessage]:
        """Send one photo, or an album of 2 to 10: separate messages sharing an album key, the caption on the first.

        Each has 1 byte to 20 MB; the platform does not look whether they are pictures.
        """
        if earlier := self._earlier(chat, once):
            return list(earlier)
        if not 1 <= len(contents) <= rules.ALBUM_PICTURES:
            raise NotPossible(f"1 to {rules.ALBUM_PICTURES} pictures at a time, not {len(contents)}")
        texts = [rules.caption(caption), *[""] * (len(contents) - 1)]
        for content in contents:
            rules.check_content(content)
        drafts = (
            self._draft(chat, LocalKind.PHOTO, text, upload=content)
            for text, content in zip(texts, contents, strict=True)
        )
        return list(self._post(*drafts, once=once))

    def send_file(
        self,
        chat: str,
        name: str,
        content: bytes,
        caption: str = "",
        *,
        content_type: str | None = None,
        once: str | None = None,
    ) -> LocalMessage:
        """Send anything of 1 byte to 20 MB as a file, also a picture. `content_type` is what the client claims."""
        if earlier := self._earlier(chat, once):
            return earlier[0]
        name, caption = rules.file_name(name), rules.caption(caption)
        rules.check_content(content)
        draft = self._draft(chat, LocalKind.FILE, caption, upload=content, file_name=name, content_type=content_type)
        return self._post(draft, once=once)[0]

    def start(self, chat: str, payload: str = "", *, once: str | None = None) -> LocalMessage:
        """Open an invitation link (payload: at most 64 of A-Za-z0-9_-). It lets a blocked bot in again."""
        self._known(chat)
        if earlier := self._state.posted_once(chat, once):
            return earlier[0]
        rules.check_payload(payload)
        self.unblock(chat)
        return self._post(self._draft(chat, LocalKind.START, payload), once=once)[0]

    def press(self, chat: str, message: int, action: str, *, once: str | None = None) -> LocalMessage:
        """Press the button with that action under that message of the bot. The message may be an old one."""
        if earlier := self._earlier(chat, once):
            return earlier[0]
        asked = self._state.message(message)
        options = asked.options if asked is not None and asked.chat == chat else ()
        label = next((option.label for option in options if option.action == action), None)
        if label is None:
            raise NotPossible(f"message {message} of this chat has no such button")
        draft = self._draft(chat, LocalKind.PRESS, label, under=message, pressed=action)
        return self._post(draft, once=once)[0]

    def press_forged(self, chat: str, message: int, action: str, *, once: str | None = None) -> LocalMessage:
        """What a doctored client can send: any action of 1 to 64 bytes under any message, button or not."""
        if earlier := self._earlier(chat, once):
            return earlier[0]
        if not rules.action_fits(action):
            raise NotPossible(f"an action has 1 to {rules.ACTION_BYTES} bytes")
        draft = self._draft(chat, LocalKind.PRESS, action, under=message, pressed=action)
        return self._post(draft, once=once)[0]

    def block(self, chat: str) -> None:
        """The person blocks the bot: until `unblock` or `start` neither of them can write."""
        self._set_blocked(chat, True)

    def unblock(self, chat: str) -> None:
        """The person lets the bot in again."""
        self._set_blocked(chat, False)

    def _set_blocked(self, chat: str, blocked: bool) -> None:
        if self._known(chat).blocked != blocked:
            self._change(Blocked(chat, blocked))

    def _known(self, chat: str) -> LocalChat:
        known = self._state.chats.get(chat)
        if known is None:
            raise NotPossible(f"there is no chat {chat!r}")
        return known

    def _earlier(self, chat: str, once: str | None) -> tuple[LocalMessage, ...]:
        """What this client's key posted before; if nothing, the person must be able to write in this chat."""
        known = self._known(chat)
        earlier = self._state.posted_once(chat, once)
        if not earlier and known.blocked:
            raise NotPossible("the bot is blocked in this chat")
        return earlier

    def _draft(
        self,
        chat: str,
        kind: LocalKind,
        text: str,
        *,
        upload: bytes | None = None,
        file_name: str | None = None,
        content_type: str | None = None,
        under: int | None = None,
        pressed: str | None = None,
    ) -> LocalMessage:
        """A message of this moment that has no number yet; its upload lies there already."""
        return LocalMessage(
            0,
            chat,
            self._moment(),
            kind,
            text=text,
            upload=None if upload is None else self._uploads.keep(upload),
            size=None if upload is None else len(upload),
            file_name=file_name,
            content_type=content_type,
            under=under,
            pressed=pressed,
        )
