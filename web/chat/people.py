"""Whom can the visitor speak as? Everybody who holds a seat, the admins, and chats of nobody in particular."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from channels.local.messages import LocalChat, LocalKind, LocalMessage
from channels.local.platform import LocalPlatform
from channels.local.translation import ACCOUNT, NAME
from core.calendar import local_day
from core.roster import SeatKind
from db import directory
from db.directory import SeatHolder
from db.units import UnitView
from web.chat.stage import Opened, Stage

UNREAD_KNOWN = 20
"""A page counts unread messages up to this number."""

PREVIEW = 90


@dataclass(frozen=True, slots=True)
class Talk:
    """What a list shows of a chat: its newest message, the ids of the bot's newest ones, the id of the person's."""

    last: str = ""
    last_kind: str = ""
    from_bot: bool = False
    at: datetime | None = None
    bot_ids: tuple[int, ...] = ()
    own_id: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """One chat and who speaks in it. `role` is secretary, coordinator, admin or guest; `code` an invitation."""

    chat: str
    name: str
    role: str
    unit: str
    unit_name: str
    group: str
    linked: bool
    mine: bool
    blocked: bool
    code: str | None
    talk: Talk


@dataclass(frozen=True, slots=True)
class Everybody:
    """All chats, and the names of the groups (units above the secretaries') by their codes."""

    people: tuple[Person, ...]
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Who:
    chat: str
    name: str
    role: str
    unit: str = ""
    unit_name: str = ""
    group: str = ""
    linked: bool = False


async def read_people(opened: Opened, stage: Stage, now: datetime) -> Everybody:
    """Admins, then who holds a seat in the order of the roster, then guests."""
    day = local_day(opened.organisation.calendar, now)
    async with opened.database.snapshot() as tx:
        units = {unit.id: unit for unit in await directory.units_of_day(tx, day)}
        holders = await directory.seat_holders(tx, NAME, ACCOUNT, day)
        admins = await directory.admin_views(tx, NAME, ACCOUNT)
    chats = {chat.chat: chat for chat in opened.platform.chats()}
    titles = {name: chat.title for name, chat in chats.items()}
    known = {view.chat: _Who(view.chat, view.name, "admin", linked=True) for view in admins if view.chat}
    for holder in holders:
        who = _holder(holder, units, titles)
        known.setdefault(who.chat, who)
    for chat, title in titles.items():
        known.setdefault(chat, _Who(chat, title, "guest"))
    people = tuple(_person(who, chats, opened.platform, stage) for who in known.values())
    groups = {unit.code: unit.name for unit in units.values()}
    return Everybody(people, {person.group: groups.get(person.group, "") for person in people if person.group})


def _holder(holder: SeatHolder, units: Mapping[int, UnitView], titles: Mapping[str, str]) -> _Who:
    secretary = holder.kind is SeatKind.SECRETARY
    parent = units.get(holder.parent) if holder.parent is not None else None
    return _Who(
        holder.chat or _own_chat(holder, titles),
        holder.member_name,
        "secretary" if secretary else "coordinator",
        holder.unit_code,
        holder.unit_name,
        parent.code if parent and secretary else "",
        holder.linked,
    )


def _own_chat(holder: SeatHolder, titles: Mapping[str, str]) -> str:
    """The chat in which somebody without one would register: not the one of whoever held the seat before."""
    chat = f"{'s' if holder.kind is SeatKind.SECRETARY else 'c'}-{holder.unit_code}"
    return chat if titles.get(chat, holder.member_name) == holder.member_name else f"{chat}-{holder.member}"


def _person(who: _Who, chats: Mapping[str, LocalChat], platform: LocalPlatform, stage: Stage) -> Person:
    chat = chats.get(who.chat)
    return Person(
        who.chat, who.name, who.role, who.unit, who.unit_name, who.group, who.linked,
        mine=who.chat in stage.visitors,
        blocked=chat is not None and chat.blocked,
        code=None if who.linked else stage.codes.get(who.chat),
        talk=_talk(platform.messages(who.chat)),
    )  # fmt: skip


def _talk(messages: list[LocalMessage]) -> Talk:
    if not messages:
        return Talk()
    last = messages[-1]
    bot_ids = tuple(message.id for message in messages if message.from_bot)[-UNREAD_KNOWN:]
    own_id = next((message.id for message in reversed(messages) if not message.from_bot), 0)
    return Talk(preview(last), last.kind.value, last.from_bot, last.at, bot_ids, own_id)


def preview(message: LocalMessage) -> str:
    """The beginning of what was said, on one line; an invitation's code is not shown."""
    text = "" if message.kind is LocalKind.START else " ".join(message.text.split())
    return text[:PREVIEW]
