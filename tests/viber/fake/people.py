"""People on Viber: what they do on their phones, and what they see there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.viber.fake.stand_in import FakeViber

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of the bot: its words, and its keyboard's buttons by label."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Person:
    """Somebody with the bot's chat open, who has not written yet."""

    fake: "FakeViber"
    id: str
    name: str
    subscribed: bool = False
    blocked: bool = False
    shown: list[Shown] = field(default_factory=list)
    read: int = 0
    """How many of them `hears` has given out."""

    @property
    def received(self) -> list[str]:
        """The bot's words, oldest first."""
        return [each.text for each in self.shown]

    async def hears(self, words: str, *, within: float) -> None:
        """Wait for the next message with these words; what came before it counts as read. Raises TimeoutError."""
        await self.fake.bells.until(lambda: any(words in each for each in self.received[self.read :]), within)
        self.read = next(n for n in range(self.read, len(self.shown)) if words in self.shown[n].text) + 1

    def opens_link(self, code: str = "") -> None:
        """By the link of an invitation. Viber asks the bot for one message before the person has written."""
        self.fake.pushes(
            {
                "event": "conversation_started",
                "timestamp": self.fake.milliseconds,
                "message_token": self.fake.next_token(),
                "type": "open",
                "context": code,
                "user": {"id": self.id, "name": self.name, "language": "vi", "api_version": 10},
                "subscribed": self.subscribed,
            },
            self,
        )

    def says(self, text: str) -> None:
        """Types a message."""
        self._sends({"type": "text", "text": text})

    def presses(self, label: str) -> None:
        """The newest button with this label; its body goes back as a text."""
        bodies = [body for each in self.shown for found, body in each.buttons if found == label]
        assert bodies, f"nothing offers {label!r}"
        self._sends({"type": "text", "text": bodies[-1]})

    def sends_photos(self, pictures: Sequence[bytes]) -> None:
        """One message each, as Viber has it."""
        for content in pictures:
            url = self.fake.keeps_picture(content)
            self._sends({"type": "picture", "media": url, "text": "", "file_name": "anh.jpg", "size": len(content)})

    def sends_sticker(self) -> None:
        """A sticker."""
        self._sends({"type": "sticker", "sticker_id": 40100})

    def leaves(self) -> None:
        """Unsubscribes."""
        self.subscribed = False
        self.fake.pushes(
            {
                "event": "unsubscribed",
                "timestamp": self.fake.milliseconds,
                "user_id": self.id,
                "message_token": self.fake.next_token(),
            }
        )

    def _sends(self, message: Json) -> None:
        self.subscribed = True  # whoever writes is subscribed
        self.fake.pushes(
            {
                "event": "message",
                "timestamp": self.fake.milliseconds,
                "chat_hostname": "SN-CHAT-01_",
                "message_token": self.fake.next_token(),
                "sender": {"id": self.id, "name": self.name, "language": "vi", "api_version": 10},
                "message": message,
                "silent": False,
            }
        )
