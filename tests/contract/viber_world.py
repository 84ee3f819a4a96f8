"""The stand-in for Viber, which only pushes."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from channels.viber.access import Access
from channels.viber.channel import ACCOUNT, ViberChannel
from core.ports import Clock, Misconfigured, Refused, SendError, Throttled, Unavailable, Unreachable, WindowClosed
from tests.contract.pushed import Pushed, pushing_to
from tests.contract.worlds import PATIENCE, Heard, Receiving, Store
from tests.telegram.fake.refusals import Refusal
from tests.viber.fake import FakeViber, Person, serving

BEGIN_LABEL = "Bắt đầu"


class ViberPhone:
    """Somebody on Viber."""

    def __init__(self, person: Person) -> None:
        self._person = person

    @property
    def chat(self) -> str:
        """The person's id at the bot."""
        return self._person.id

    @property
    def heard(self) -> list[Heard]:
        """The bot's messages; the welcome of an opened chat is the platform's and not counted."""
        shown = [each for each in self._person.shown if each.text != WELCOME]
        return [Heard(each.text, tuple(label for label, _ in each.buttons)) for each in shown]

    def starts(self) -> None:
        """Wrote in the past."""
        self._person.subscribed = True

    def opens(self, code: str) -> None:
        """By the link of the invitation, and then the only button."""
        person = self._person
        person.opens_link(code)
        # Viber shows the answer at once; whoever presses is what the bot hears first.
        person.fake.pushes_after_welcome(person, BEGIN_LABEL)

    def says(self, text: str) -> None:
        """Types."""
        self._person.says(text)

    def sends_photos(self, *pictures: bytes) -> None:
        """As single messages."""
        self._person.sends_photos(pictures)

    def sends_what_is_no_evidence(self) -> None:
        """A sticker."""
        self._person.sends_sticker()

    def chooses(self, label: str) -> None:
        """Presses it."""
        self._person.presses(label)


WELCOME = "Kính chào anh/chị!"


class ViberWorld:
    """The bot on Viber."""

    def __init__(self, fake: FakeViber, channel: ViberChannel, pushed: Pushed) -> None:
        self._fake = fake
        self._pushed = pushed
        self.channel = channel
        self.secret = fake.token
        self.receiving = Receiving(channel)

    @property
    def failures(self) -> Mapping[type[SendError], Callable[[], object]]:
        """As the platform answers: a status inside HTTP 200."""

        def refusing(status: int, words: str) -> Callable[[], object]:
            return lambda: self._fake.when("send_message").refuses(Refusal(status, words))

        return {
            Throttled: refusing(12, "tooManyRequests"),
            Unavailable: lambda: self._fake.when("send_message").answers(504),
            Refused: refusing(3, "badData"),
            Unreachable: refusing(6, "receiverNotSubscribed"),
            WindowClosed: refusing(16, "inchatReplyMessageNotAllowed"),
            Misconfigured: refusing(2, "invalidAuthToken"),
        }

    def phone(self, name: str) -> ViberPhone:
        """Somebody new."""
        return ViberPhone(self._fake.person(name))

    async def delivers(self, store: Store) -> None:
        """Until everything that was pushed is stored."""
        self._pushed.store = store
        self.receiving.begins(store)
        await self._fake.bells.until(lambda: bool(self._fake.hook), PATIENCE)
        await self._pushed.until(lambda: not self._fake.waiting)

    async def delivers_again(self, store: Store) -> None:
        """As Viber does when a 200 was lost."""
        await self._pushed.again()


@asynccontextmanager
async def viber_world(clock: Clock, folder: Path) -> AsyncIterator[ViberWorld]:
    """Through the web door."""
    async with serving(clock) as fake:

        def made(hook_url: str) -> ViberChannel:
            access = Access(fake.token, fake.api_url)
            return ViberChannel(
                access, clock, hook_url=hook_url, sender="Nhắc Nộp", welcome=WELCOME, begin=BEGIN_LABEL, paced=False
            )

        async with pushing_to(made, ("viber", ACCOUNT)) as (channel, pushed), channel:
            world = ViberWorld(fake, channel, pushed)
            yield world
            await world.receiving.ends()
