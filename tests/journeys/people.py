"""Somebody at a phone: writes, presses, sends pictures, and reads what the bot says."""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from channels.local.messages import LocalMessage
from channels.local.platform import LocalPlatform
from core.spelling import fold
from tests.journeys.manners import Bare, Manner
from tests.journeys.pictures import PDF, photo

if TYPE_CHECKING:
    from tests.journeys.stage import Stage


class Somebody:
    """A person with a chat. Everything done returns what the bot answers to it, as one text."""

    def __init__(self, stage: "Stage", chat: str, who: str, platform: LocalPlatform) -> None:
        self._stage = stage
        self._platform = platform
        self._read = 0
        self.chat = chat
        self.who = who
        platform.open_chat(chat, who)

    async def opens(self, code: str = "") -> str:
        """Opens the bot, with an invitation's code or without."""
        self._platform.start(self.chat, code)
        return await self._answer()

    async def says(self, text: str) -> str:
        """Types a message, in the manner of the journey."""
        self._platform.say(self.chat, self._stage.manner.typed(text))
        return await self._answer()

    async def presses(self, label: str) -> str:
        """Chooses what the newest message with this button offers, in the manner of the journey."""
        asked = self._newest_with(label)
        number, option = next((n, each) for n, each in enumerate(asked.options, start=1) if self._is(each.label, label))
        if self._stage.manner is Manner.BUTTONS:
            self._platform.press(self.chat, asked.id, option.action)
        else:
            assert asked == self._platform.last_asking(self.chat), f"{label!r} is offered by an older message"
            self._platform.say(self.chat, str(number) if self._stage.manner is Manner.NUMBERS else fold(option.label))
        return await self._answer()

    async def forges(self, action: str) -> str:
        """Sends a made-up button with a doctored client."""
        self._platform.press_forged(self.chat, 1, action)
        return await self._answer()

    async def sends_photo(self, name: str, caption: str = "") -> str:
        """Sends one photo."""
        return await self.sends_photos(name, caption=caption)

    async def sends_photos(self, *names: str, caption: str = "") -> str:
        """Sends photos together, as an album."""
        return await self.sends_pictures(*map(photo, names), caption=caption)

    async def sends_pictures(self, *contents: bytes, caption: str = "") -> str:
        """Sends these bytes as photos."""
        self._platform.send_pictures(self.chat, contents, self._stage.manner.typed(caption))
        return await self._answer()

    async def sends_file(
        self, name: str, content: bytes = PDF, caption: str = "", content_type: str | None = None
    ) -> str:
        """Sends a file."""
        self._platform.send_file(self.chat, name, content, caption, content_type=content_type)
        return await self._answer()

    def blocks_the_bot(self) -> None:
        """From now on the bot cannot write here."""
        self._platform.block(self.chat)

    def lets_the_bot_in_again(self) -> None:
        """The bot can write here again."""
        self._platform.unblock(self.chat)

    def hears(self) -> str:
        """What the bot wrote since this person last looked, oldest first, as one text."""
        messages = self._platform.messages(self.chat)
        news = [message.text for message in messages[self._read :] if message.from_bot]
        self._read = len(messages)
        heard = "\n\n".join(news)
        return heard if self._stage.manner is Manner.BUTTONS else Bare(heard)

    def transcript(self, zone: ZoneInfo) -> str:
        """This chat on paper."""
        return self._platform.transcript(self.chat, zone)

    @property
    def is_offered(self) -> list[str]:
        """The buttons of the newest message that has any."""
        return [option.label for option in self._platform.last_options(self.chat)]

    def _newest_with(self, label: str) -> LocalMessage:
        for message in reversed(self._platform.messages(self.chat)):
            if any(self._is(option.label, label) for option in message.options):
                return message
        raise AssertionError(f"nothing offers {label!r}; newest: {self.is_offered}")

    def _is(self, shown: str, label: str) -> bool:
        """Whether this is the button meant; one may quote what was typed."""
        return self._stage.manner.typed(shown) == self._stage.manner.typed(label)

    async def _answer(self) -> str:
        self.hears()
        await self._stage.settles()
        answer = self.hears()
        self._stage.moves_on()
        return answer
