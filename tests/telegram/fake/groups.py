"""A group chat, and the bot's coming and going in it."""

from tests.telegram.fake.chats import Platform, Standing
from tests.telegram.fake.checks import Json
from tests.telegram.fake.messages import membership
from tests.telegram.fake.people import Person
from tests.telegram.fake.reading import Reader
from tests.telegram.fake.updates import Updates


class Group(Reader):
    """A group or supergroup. The bot is in privacy mode: of what people say it sees commands, mentions and replies."""

    def __init__(self, platform: Platform, updates: Updates, title: str, *, supergroup: bool) -> None:
        super().__init__(platform.open_group(title, supergroup=supergroup))
        self._platform = platform
        self._updates = updates

    @property
    def id(self) -> int:
        """The chat's id; another one after the group became a supergroup."""
        return self.chat.id

    def takes_bot_in(self, by: Person) -> None:
        """Somebody adds the bot."""
        with self._platform.lock:
            self._stands(Standing.MEMBER, by, "left", "member")
            self._service(by, {"new_chat_members": [self._platform.bot_user]})

    def puts_bot_out(self, by: Person) -> None:
        """Somebody removes the bot for good."""
        with self._platform.lock:
            self._stands(Standing.KICKED, by, "member", "kicked")

    def lets_only_admins_write(self, *, on: bool = True) -> None:
        """Somebody takes the right to write from all members, or gives it back. No bot is told."""
        with self._platform.lock:
            self.chat.silenced = on

    def is_deleted(self) -> None:
        """Its owner deletes it. No bot is told."""
        with self._platform.lock:
            self.chat.standing = Standing.DELETED

    def becomes_supergroup(self, by: Person) -> None:
        """The group goes on under another id; whoever writes to the old one is told the new one."""
        with self._platform.lock:
            old = self.chat
            self.chat = self._platform.open_group(old.told["title"], supergroup=True)
            self.chat.standing = old.standing
            self._updates.add("message", self._platform.post(old, by.user, {"migrate_to_chat_id": self.chat.id}))
            self._service(by, {"migrate_from_chat_id": old.id})
            old.standing, old.moved_to = Standing.MIGRATED, self.chat.id

    def _stands(self, standing: Standing, by: Person, old: str, new: str) -> None:
        self.chat.standing = standing
        told = membership(self.chat.told, by.user, self._platform.date, self._platform.bot_user, old, new)
        self._updates.add("my_chat_member", told)

    def _service(self, by: Person, content: Json) -> None:
        self._updates.add("message", self._platform.post(self.chat, by.user, content))
