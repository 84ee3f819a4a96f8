"""What one person takes along: everything kept about him or her, once to read and once as data."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from core.ports import Attachment
from db import own_record
from db.consents import ConsentLine
from db.own_record import OwnItem, OwnRecord
from scheduler.moment import Composed, Moment
from texts.duties import spoken, spoken_phone
from texts.rendering import Sentence, lines

READABLE = "utf-8-sig"
"""With the mark that old editors need to see the letters right."""


async def export(moment: Moment) -> Composed:
    """The two files; where a channel carries none, the readable one stands in the message itself."""
    record = await own_record.of_member(moment.tx, moment.member)
    name, text = moment.say("export.file"), str(_readable(moment, record))
    files = (
        Attachment(f"{name}.txt", text.replace("\n", "\r\n").encode(READABLE)),
        Attachment(f"{name}.json", _as_json(moment, record)),
    )
    return Composed(str(moment.say("export.caption")), attachments=files, without_files=text)


def _as_json(moment: Moment, record: OwnRecord) -> bytes:
    """Names as in `OwnRecord`; moments ISO 8601 in UTC."""
    made = {"organisation": moment.setting.organisation.words.organisation, "made_at": moment.now}
    return json.dumps(made | asdict(record), ensure_ascii=False, indent=2, default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    raise TypeError(f"{value!r} has no place in an export")


def _readable(moment: Moment, record: OwnRecord) -> Sentence:
    say = moment.say
    person = [
        say("my_data.name", name=record.name),
        say("my_data.phone", phone=spoken_phone(record.phone)) if record.phone else say("my_data.no_phone"),
    ]
    parts: Sequence[tuple[str, Iterable[Sentence]]] = (
        ("person", person),
        ("chats", (_chat(moment, chat) for chat in record.chats)),
        ("seats", (_seat(moment, held) for held in record.seats)),
        ("roles", (_role(moment, *role) for role in record.roles)),
        ("consents", (_consent(moment, line) for line in record.consents)),
        ("items", (_item(moment, item) for item in record.items)),
        ("absences", (say("export.absence", at=since, until=until) for since, until in record.absences)),
        ("excuses", (say("export.excuse", code=code, reason=why, at=at) for code, why, _, at in record.excuses)),
        ("requests", (say("export.request", at=at, day=day) for at, day, _ in record.requests)),
        ("deeds", (say("export.deed", at=deed.at, said=deed.action) for deed in record.deeds)),
    )
    told = [say("export.title", name=record.name, at=moment.now)]
    for head, listed in parts:
        told.append(lines([say(f"export.{head}"), *(list(listed) or [say("export.nothing")])]))
    return lines(told, "\n\n")


def _chat(moment: Moment, chat: own_record.Chat) -> Sentence:
    key = "export.chat_ended" if chat.state == "REVOKED" else "export.chat"
    return moment.say(key, kind=chat.channel, code=chat.chat, at=chat.linked_at)


def _seat(moment: Moment, held: own_record.Held) -> Sentence:
    key = "export.deputy" if held.deputy else "export.seat"
    key = key if held.until is None else f"{key}_ended"
    return moment.say(key, unit=spoken(held.unit), day=held.since, until=held.until or held.since)


def _role(moment: Moment, role: str, since: datetime, until: datetime | None) -> Sentence:
    return moment.say(
        "export.role" if until is None else "export.role_ended", kind=role, at=since, until=until or since
    )


def _consent(moment: Moment, line: ConsentLine) -> Sentence:
    state = "withdrawn" if line.withdrawn_at else {"GIVEN": "given", "DECLINED": "declined"}.get(line.answer or "")
    at = line.withdrawn_at or line.answered_at or line.asked_at
    return moment.say("export.consent", n=line.version, state=moment.say(f"export.{state or 'unanswered'}"), at=at)


def _item(moment: Moment, item: OwnItem) -> Sentence:
    told = moment.say(
        "export.item",
        item=moment.say("item.number", n=item.number),
        kind=moment.say(f"item.{item.kind.value}"),
        unit=spoken(item.unit),
        code=item.period,
        at=item.effective_at,
        state=moment.say(f"item.state_{item.state.value.lower()}"),
    )
    more = "; ".join(each for each in (item.url, item.note) if each)
    return moment.say("export.item_more", line=told, said=more) if more else told
