"""Somebody at a phone: writes, reads, and presses buttons."""

from tests.telegram.fake.chats import Platform, Press, Turn
from tests.telegram.fake.checks import Json
from tests.telegram.fake.keyboards import data_of, labels
from tests.telegram.fake.menus import menu_in
from tests.telegram.fake.messages import Heard
from tests.telegram.fake.updates import Updates
from tests.telegram.fake.writing import Writer


class Person(Writer):
    """A person with a private chat. What can be sent stands in `Writer`, what can be heard in `Reader`."""

    def __init__(self, platform: Platform, updates: Updates, user: Json, phone: str, *, started: bool) -> None:
        super().__init__(platform, updates, user, phone, started=started)
        self._presses: list[Press] = []

    # ---- buttons -----------------------------------------------------------------------------------------------

    def presses(self, label: str, *, under: Heard | None = None, stale: bool = False, gone: bool = False) -> None:
        """Presses the button with this label: of `under`, of the newest message that has it, or of the keyboard.

        `stale`: the bot learns of it too late to answer. `gone`: the bot cannot see the message any more.
        """
        with self._platform.lock:
            message = under.raw if under else self._newest_with(label)
            if message is None:
                return self._presses_keyboard(label)
            data = data_of(message, label)
            assert data is not None, f"{label!r} is no button that tells the bot anything"
            return self._press(message, data, label, stale=stale, gone=gone)

    def forges(self, data: str) -> None:
        """Presses a button that the bot never made, with a doctored client."""
        with self._platform.lock:
            newest = next((turn.message for turn in reversed(self.chat.turns) if turn.by_bot), None)
            assert newest is not None, "the bot has written nothing yet"
            self._press(newest, data, data, stale=False, gone=False)

    @property
    def toasts(self) -> list[str]:
        """What the bot answered to the presses so far: a text each, "" for a plain answer."""
        return [text for press in self._presses for text in press.answers]

    @property
    def unanswered(self) -> int:
        """How many presses the bot has not answered: their buttons still show the clock."""
        return sum(not press.answers for press in self._presses)

    @property
    def menu(self) -> list[str]:
        """The commands that this person's menu shows."""
        return [each["command"] for each in menu_in(self._platform, self.chat, self.user.get("language_code", ""))]

    # ---- how it is done ----------------------------------------------------------------------------------------

    def _newest_with(self, label: str) -> Json | None:
        for message in reversed(self.chat.messages.values()):
            if label in labels(message):
                return message
        return None

    def _presses_keyboard(self, label: str) -> None:
        button = next((each for each in self.chat.keyboard if each["text"] == label), None)
        assert button is not None, f"nothing offers {label!r}; newest: {self.options}"
        if button.get("request_contact"):
            self.shares_contact()
        else:
            self.says(label)

    def _press(self, message: Json, data: str, label: str, *, stale: bool, gone: bool) -> None:
        press = self._platform.press(stale=stale)
        self._presses.append(press)
        left = {"chat": message["chat"], "message_id": message["message_id"], "date": 0}
        chat = self._platform.chat(message["chat"]["id"])
        chat.take(Turn(self._platform.now, False, message, pressed=label, who=self.name))
        self._updates.add(
            "callback_query",
            {
                "id": press.id,
                "from": self.user,
                "message": left if gone else message,
                "chat_instance": str(-7_000_000_000 - abs(chat.id)),
                "data": data,
            },
        )
