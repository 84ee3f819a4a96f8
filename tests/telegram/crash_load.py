"""What people send while the bot is dying, and what must be true of it afterwards."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count

from scheduler.dispatch import IN_FLIGHT
from tests.journeys.pictures import photo
from tests.telegram.fake import Person
from tests.telegram.fake.checks import Json
from tests.telegram.office_process import ProcessOffice

SECRETARIES = ("hanh", "hai", "lam", "mai", "son")


class Load:
    """People who send evidence, no two pieces alike, and remember it."""

    def __init__(self, office: ProcessOffice) -> None:
        self._office = office
        self._numbers = count(1)
        self._items: Counter[tuple[str, str]] = Counter()
        self._messages: list[set[tuple[str, str]]] = []
        self._pictures: set[str] = set()
        self._may_repeat: Counter[str] = Counter()

    def everybody_sends(self, names: Sequence[str] = SECRETARIES) -> None:
        """A message from each of these people, no two of them of one kind."""
        ways: list[Callable[[Person], None]] = [self.photo, self.album, self.link, self.file, self.photo_with_link]
        for name, way in zip(names, ways, strict=False):
            way(self._office.person(name))

    # ---- what they send ------------------------------------------------------------------------------------------

    def photo(self, person: Person) -> None:
        """One photo."""
        self._remember(person, [person.sends_photo(self._fresh())], [1])

    def album(self, person: Person) -> None:
        """Three photos together: one message to those who read, three to Telegram."""
        self._remember(person, person.sends_album([self._fresh() for _ in range(3)]), [1, 1, 1])

    def link(self, person: Person) -> None:
        """A link in a text."""
        self._remember(person, [person.says(f"Em gửi bài ạ https://vi-du.example/{next(self._numbers)}")], [1])

    def file(self, person: Person) -> None:
        """A picture as a file."""
        self._remember(person, [person.sends_file("man-hinh.jpg", self._fresh())], [1])

    def photo_with_link(self, person: Person) -> None:
        """A photo with a link under it: two items."""
        url = f"https://vi-du.example/{next(self._numbers)}"
        self._remember(person, [person.sends_photo(self._fresh(), url)], [2])

    def _fresh(self) -> bytes:
        picture = photo(f"bài {next(self._numbers)}")
        self._pictures.add(hashlib.sha256(picture).hexdigest())
        return picture

    def _remember(self, person: Person, messages: Sequence[Json], items: Sequence[int]) -> None:
        names = [(str(person.id), str(message["message_id"])) for message in messages]
        self._messages.append(set(names))
        self._items.update(dict(zip(names, items, strict=True)))

    # ---- what must be true ---------------------------------------------------------------------------------------

    def notes_death(self) -> Counter[str]:
        """The bot has just died: what it had claimed and not marked may come twice, and nothing else."""
        claimed = self._office.ledger.claimed()
        assert sum(claimed.values()) <= IN_FLIGHT
        self._may_repeat += claimed
        return claimed

    def repeated(self) -> Counter[str]:
        """How many messages beyond those that the bot believes to have sent each chat got."""
        heard = self._heard()
        surplus = heard - self._office.ledger.sent()
        chats: Counter[str] = Counter()
        for (chat, _), number in surplus.items():
            chats[chat] += number
        return chats

    def check(self) -> None:
        """Everything recorded once, every receipt there, nothing repeated but what was in flight at a death."""
        ledger = self._office.ledger
        _same("items by chat and message", ledger.items(), self._items)
        _same("items that count", ledger.counted(), sum(self._items.values()))
        _same("pictures", ledger.pictures(), self._pictures)
        self._check_receipts(ledger.receipts())
        _same("updates not done", ledger.one("SELECT count(*) FROM inbox WHERE state != 'DONE'"), 0)
        _same("messages that failed", ledger.failed(), [])
        _same("messages marked as sent that nobody heard", ledger.sent() - self._heard(), Counter())
        _same("messages repeated without having been in flight", self.repeated() - self._may_repeat, Counter())
        _same("people reminded twice", ledger.reminded() - Counter(ledger.reminded().keys()), Counter())

    def _check_receipts(self, receipts: Sequence[Counter[tuple[str, str]]]) -> None:
        """Each item is numbered in one receipt, and an album in one and the same.

        How many receipts there are is no promise: a chat that sends faster than it can be answered gets fewer.
        """
        _same("items numbered in receipts", sum(receipts, Counter()), self._items)
        answers = [sum(not message.isdisjoint(receipt) for receipt in receipts) for message in self._messages]
        _same("messages with another number of receipts than one", [n for n in answers if n != 1], [])

    def _heard(self) -> Counter[tuple[str, str]]:
        people = self._office.people.values()
        return Counter((str(person.id), heard.text) for person in people for heard in person.received)


def _same(what: str, found: object, wanted: object) -> None:
    assert found == wanted, f"{what}: {found}, not {wanted}"
