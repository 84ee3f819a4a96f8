"""A message as the person who gets it sees it, and the updates about who is in which chat."""

from dataclasses import dataclass

from tests.telegram.fake.chats import Turn
from tests.telegram.fake.checks import Json
from tests.telegram.fake.keyboards import labels


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the bot, as it stood when it came or was edited."""

    raw: Json
    edited: bool = False

    @staticmethod
    def of(turn: Turn) -> "Heard":
        """The message of this turn."""
        return Heard(turn.message, turn.edited)

    @property
    def id(self) -> int:
        """The message's number in its chat."""
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """Its text, or a picture's caption."""
        return str(self.raw.get("text", self.raw.get("caption", "")))

    @property
    def options(self) -> list[str]:
        """The labels of its buttons, in reading order."""
        return labels(self.raw)

    @property
    def file_id(self) -> str | None:
        """Of the file or the largest picture that came with it."""
        if "photo" in self.raw:
            return str(self.raw["photo"][-1]["file_id"])
        return str(self.raw["document"]["file_id"]) if "document" in self.raw else None

    def __contains__(self, words: str) -> bool:
        return words in self.text


def membership(chat: Json, by: Json, date: int, bot: Json, old: str, new: str) -> Json:
    """The content of a my_chat_member update: the bot's status was `old` and is `new` ("member", "kicked", "left")."""
    return {
        "chat": chat,
        "from": by,
        "date": date,
        "old_chat_member": _status(bot, old),
        "new_chat_member": _status(bot, new),
    }


def _status(bot: Json, status: str) -> Json:
    return {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})
