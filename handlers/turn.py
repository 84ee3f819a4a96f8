"""One message being answered: who wrote, what is known, and how to answer. Lives inside one transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from core.calendar import local_day
from core.notices import Notice, NoticeKind
from core.organisation import Organisation
from core.plans import Plan
from core.ports import Address, Inbound, Option, Person
from core.reform import Refused
from core.roles import Action, Role, Scope, allowed, reaches, scope_of
from core.roster import SeatKind
from core.settings_change import SettingsFile
from db import dialogs, people, units
from db.delegations import DelegationView
from db.dialogs import DialogState
from db.engine import Tx
from db.people import MemberView
from db.reform_deeds import Done
from handlers.payload import encode
from handlers.roster_files import SheetSent
from media.fetching import Fetched
from texts.duties import told_apart
from texts.phrases import Phrases
from texts.rendering import Sentence
from texts.say import Texts


@dataclass(frozen=True, slots=True)
class Setting:
    """What is in force while a message is answered.

    `unreachable` tells whoever looks after a member that blocked us. `bots`: ours, by channel and account, and what
    the plan of each lets it do. `settings_file`: where the settings come from, if they come from a file.
    """

    organisation: Organisation
    texts: Texts
    phrases: Phrases
    unreachable: Callable[[Tx, int, datetime], Awaitable[None]]
    reform: Callable[[Tx, int, datetime], Awaitable[Done | Refused | None]]
    bots: Mapping[tuple[str, str], Plan | None] = field(default_factory=dict)
    settings_file: SettingsFile | None = None

    def person(self, member: MemberView | None, dialog: DialogState | None = None) -> Person:
        """How to speak to a member, or to a stranger."""
        language = (member.language if member else None) or (dialog.language if dialog else None)
        form = member.form if member else None
        return Person(
            language or self.organisation.language,
            form or self.organisation.address_form,
            member.name if member else "",
        )


@dataclass(frozen=True, slots=True)
class Instead:
    """Somebody hands in for a unit whose secretary he or she is not. `roles` and `sayer` are the writer's own.

    `note` says so in the history. Either a `delegation` or the member who `entered` it.
    """

    roles: frozenset[Role]
    sayer: MemberView | None
    note: str
    delegation: int | None = None
    entered_by: int | None = None


@dataclass(slots=True)
class Turn:
    """One message (or album) of one person, and everything needed to answer it.

    `pictures` holds what became of each inbound's picture, by the platform's message id; `sheets` the tables that
    came, if the writer may import. `delegation`: the stranger
    who writes may hand in for this seat; `instead`: that, or the like, is being done.
    """

    tx: Tx
    now: datetime
    setting: Setting
    messages: Sequence[Inbound]
    pictures: dict[str, Fetched]
    source: str
    member: MemberView | None
    dialog: DialogState
    delegation: DelegationView | None = None
    instead: Instead | None = None
    sheets: Sequence[SheetSent] = ()
    replies: int = field(default=0, init=False)
    notices: list[Notice] = field(default_factory=list, init=False)

    @property
    def first(self) -> Inbound:
        """The message itself; of an album the first item."""
        return self.messages[0]

    @property
    def address(self) -> Address:
        """Where the answer goes."""
        return self.first.address

    @property
    def organisation(self) -> Organisation:
        """The installation's settings."""
        return self.setting.organisation

    @property
    def today(self) -> date:
        """The local day."""
        return local_day(self.organisation.calendar, self.now)

    @property
    def person(self) -> Person:
        """How to speak to whoever wrote."""
        return self.setting.person(self.instead.sayer if self.instead else self.member, self.dialog)

    @property
    def roles(self) -> frozenset[Role]:
        """What the writer is today."""
        if self.instead is not None:
            return self.instead.roles
        invited = {Role.INVITED} if self.dialog.question in {"seat", "consent", "declined"} else set()
        if self.member is not None:
            return frozenset(invited | self.member.roles)
        return frozenset(invited | {Role.STRANGER} | ({Role.DELEGATE} if self.delegation else set()))

    @property
    def known(self) -> MemberView:
        """The member who wrote; only where the action is closed to strangers."""
        assert self.member is not None
        return self.member

    def say(self, key: str, **values: object) -> Sentence:
        """A text for whoever wrote."""
        return self.setting.texts.say(self.person, key, **values)

    def option(self, key: str, action: Action, *arguments: object, **values: object) -> Option:
        """A button for whoever wrote."""
        return Option(self.setting.texts.label(self.person, key, **values), encode(action, *arguments))

    def option_for(self, person: Person, key: str, action: Action, *arguments: object) -> Option:
        """A button for somebody else."""
        return Option(self.setting.texts.label(person, key), encode(action, *arguments))

    async def reply(
        self,
        text: str,
        *options: Option,
        kind: NoticeKind = NoticeKind.REPLY,
        period: int | None = None,
        pictures: Sequence[str] = (),
    ) -> None:
        """Answer in the same chat; queued with the changes, so it is sent exactly when they are kept.

        Queued at the end of the turn: until then the outbox does not show it. `pictures` are stored ones, by their
        SHA-256, shown with the text where the channel can.
        """
        if self.instead is not None:  # the other buttons are the secretary's to press
            mine = allowed(self.roles)
            options = tuple(option for option in options if option.action.partition(":")[0] in mine)
        self.replies += 1
        key = f"reply:{self.address.channel}:{self.address.account}:{self.source}:{self.replies}"
        about = {"pictures": list(pictures)} if pictures else {}
        self.notices.append(Notice(key, kind, str(text), options, address=self.address, period=period, about=about))

    async def answer(self, key: str, *options: Option, **values: object) -> None:
        """Answer with one text of the catalogue."""
        await self.reply(self.say(key, **values), *options)

    async def tell(self, notice: Notice) -> None:
        """Queue a message to somebody else, at the end of the turn."""
        self.notices.append(notice)

    async def person_of(self, member: int) -> Person:
        """How to speak to another member."""
        return self.setting.person(await people.member_view(self.tx, member, self.today))

    async def remember(self, **changes: object) -> None:
        """Change what is remembered of this chat between messages."""
        self.dialog = replace(self.dialog, **changes)  # type: ignore[arg-type]  # field names are checked at run time
        await dialogs.write(self.tx, self.address, self.dialog, self.now)

    async def reload(self) -> None:
        """Look again who is writing, after this message changed it."""
        self.member = await people.member_at(self.tx, self.address, self.today)

    async def reaches(self, action: Action, unit: int) -> bool:
        """Whether the writer's right to do this reaches that unit."""
        if self.member is None:
            return False
        own = self.member.serves(action)
        below = self.member.looks_after(action)
        return reaches(scope_of(action, self.roles), await units.path_of(self.tx, unit), own, below)

    async def reaches_seat(self, action: Action, unit: int, kind: SeatKind) -> bool:
        """Whether the right reaches this seat: a coordinator's only from above, or as an admin; never the own one."""
        if kind is SeatKind.SECRETARY or self.member is None or scope_of(action, self.roles) is Scope.ALL:
            return await self.reaches(action, unit)
        path = await units.path_of(self.tx, unit)
        above = reaches(Scope.SUBTREE, path[1:], (), self.member.coordinates(action))
        return above or reaches(Scope.SUBTREE, path, (), self.member.is_entrusted(action))

    async def told_apart(self, action: Action, names: Mapping[int, str]) -> dict[int, str]:
        """Names of units, by unit, as they are told apart within the reach of the writer's right."""
        within = await self.reach(action)
        return told_apart(names, await units.namesakes(self.tx, names.keys(), self.today, within))

    async def reach(self, action: Action) -> set[int] | None:
        """The units the writer's right reaches; None means all of them."""
        if scope_of(action, self.roles) is Scope.OWN:
            return self.known.serves(action)
        roots = self.roots(action)
        return None if roots is None else await units.subtree(self.tx, roots)

    def roots(self, action: Action) -> list[int] | None:
        """The units below which the writer's right reaches, themselves included; None means everywhere."""
        scope = scope_of(action, self.roles)
        if scope is Scope.ALL:
            return None
        return sorted(self.known.looks_after(action)) if scope is Scope.SUBTREE else []
