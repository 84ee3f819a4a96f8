"""Somebody at a phone: writes, sends pictures, types the numbers of answers, and reads what the bot says."""

import asyncio
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from tests.zalo.fake.bots import Bot, Chat, Json, Standing, Turn

if TYPE_CHECKING:
    from tests.zalo.fake.stand_in import FakeZalo

PATIENCE: Final = 30.0
"""Seconds of real time that somebody waits for an answer, also on a machine that stands still for a while."""

_ANSWER = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
Wanted = str | Callable[[str], bool] | None


class Person:
    """A person's chat with one bot. Ids belong to that bot: the same human has another one at the next bot."""

    def __init__(self, fake: "FakeZalo", bot: Bot, chat: Chat) -> None:
        self._fake = fake
        self.bot = bot
        self.chat = chat
        self._heard: set[int] = set()

    @property
    def id(self) -> str:
        """The person's id at this bot, which is also the chat's."""
        return self.chat.id

    @property
    def name(self) -> str:
        """As the profile has it."""
        return self.chat.name

    # ---- writing -----------------------------------------------------------------------------------------------

    def says(self, text: str) -> Json:
        """Types a message."""
        return self._sends("text", text, text=text)

    def sends_photo(self, content: bytes, caption: str = "") -> Json:
        """Sends a picture."""
        told = {self._fake.photo_field: self._fake.keeps_picture(content)} | ({"caption": caption} if caption else {})
        return self._sends("image", f"*(ảnh)* {caption}".rstrip(), **told)

    def sends_photos(self, pictures: Sequence[bytes]) -> list[Json]:
        """Sends pictures at once: the bot gets a message for each, with nothing in common but sender and time."""
        return [self.sends_photo(content) for content in pictures]

    def sends_sticker(self) -> Json:
        """Sends a sticker."""
        return self._sends("sticker", "*(nhãn dán)*", sticker="abc", url="https://zalo-api.zadn.vn/sticker/abc.png")

    def sends_voice(self) -> Json:
        """Speaks."""
        return self._sends("voice", "*(tin nhắn thoại)*", voice_url="https://voice.example/abc.aac")

    def sends_unsupported(self) -> Json:
        """Sends a file, a video, a place, or is somebody whose messages bots may not see."""
        return self._sends("unsupported", "*(tệp)*")

    def chooses(self, label: str) -> Json:
        """Types the number that stands before this answer in the newest message that offers it."""
        for turn in reversed(self.chat.turns):
            for number, offered in _ANSWER.findall(turn.text) if turn.by_bot else ():
                if offered == label:
                    return self.says(number)
        raise AssertionError(f"{self.name} is not offered {label!r} but {self.options}")

    def blocks(self) -> None:
        """From now on the bot cannot write here; it is told nothing."""
        self.chat.standing = Standing.BLOCKED

    def _sends(self, event: str, told: str, **content: Any) -> Json:
        """A message goes to the bot; whoever writes can be written to."""
        self.chat.standing = Standing.MEMBER
        return self._fake.tells(self.bot, self.chat, event, told, content)

    # ---- reading -----------------------------------------------------------------------------------------------

    @property
    def received(self) -> list[str]:
        """All messages of the bot, oldest first."""
        return [turn.text for turn in self._of_bot()]

    @property
    def unheard(self) -> list[str]:
        """The bot's messages that `hears` has not given out yet, oldest first."""
        return [turn.text for turn in self._of_bot() if id(turn) not in self._heard]

    @property
    def options(self) -> list[str]:
        """The answers that the newest message with any offers."""
        found = ([label for _, label in _ANSWER.findall(turn.text)] for turn in reversed(self._of_bot()))
        return next((labels for labels in found if labels), [])

    async def hears(self, wanted: Wanted = None, *, within: float = PATIENCE) -> str:
        """The oldest message not heard yet that is `wanted`, waiting for it if need be; the others stay unheard."""
        with self.chat.bells.listening() as bell:
            try:
                async with asyncio.timeout(within):
                    while (found := self._take(wanted)) is None:
                        await bell.wait()
                    return found
            except TimeoutError:
                there = "\n".join(f"- {each}" for each in self.unheard) or "nothing"
                raise AssertionError(f"{self.name} did not hear {wanted!r}, but:\n{there}") from None

    def _take(self, wanted: Wanted) -> str | None:
        for turn in self._of_bot():
            if id(turn) in self._heard:
                continue
            if wanted is None or (wanted in turn.text if isinstance(wanted, str) else wanted(turn.text)):
                self._heard.add(id(turn))
                return turn.text
        return None

    def _of_bot(self) -> list[Turn]:
        return [turn for turn in tuple(self.chat.turns) if turn.by_bot]
