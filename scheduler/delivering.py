"""Messages about documents: they carry the files, say how far the work is, or that it could not be done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.documents import CannotMake, ErrandKind, Format, MadeFile, Order, Trouble
from core.figures_facts import last_week
from core.notices import Notice, NoticeKind
from core.ports import Person
from core.roles import Action, reaches, scope_of
from db import editions, people, reporting, units
from db.engine import Tx
from db.errands import Errand
from db.people import MemberView
from scheduler.setting import DutySetting
from texts.duties import spoken
from texts.months import mark, month_name, stretch_name
from texts.rendering import Sentence


class Delivery:
    """Makes the notices of one errand; none for somebody who may not have its files any more."""

    def __init__(self, setting: DutySetting) -> None:
        self._setting = setting

    async def of_files(
        self, tx: Tx, errand: Errand, files: Sequence[MadeFile], round_: int, now: datetime
    ) -> list[Notice]:  # fmt: skip
        """The report first, with all its files; the parts of a split document follow, a message each."""
        first, parts = _parted(files)
        notices: list[Notice] = []
        for view in await self.entitled(tx, errand, now):
            person = self._setting.person_of(view)
            key = f"document:{errand.id}:{round_}:{view.id}"
            no_link = str(self._say(view, "document.no_link"))
            first_files = carried(errand, round_, first, no_link)
            notices.append(await self._main(tx, errand, view, key, first_files, now))
            for number, part in enumerate(parts, 1):
                text = self._setting.texts.say(person, "document.part", n=number, of=len(parts), name=part.name)
                about = carried(errand, round_, [part], no_link)
                notices.append(Notice(f"{key}:{number}", _kind(errand), str(text), member=view.id, about=about))
        return notices

    async def without_files(self, tx: Tx, errand: Errand, error: CannotMake, now: datetime) -> list[Notice]:
        """What time wanted goes out without its documents; whoever asked hears why there are none."""
        notices: list[Notice] = []
        for view in await self.entitled(tx, errand, now):
            key = f"document:{errand.id}:0:{view.id}"
            if errand.asked_by is None:
                notices.append(await self._main(tx, errand, view, key, {}, now))
            else:
                name = await self._named(tx, errand.order, self._setting.person_of(view), now)
                text = self._say(view, f"document.failed_{error.trouble.value}", document=name)
                notices.append(Notice(key, NoticeKind.REPLY, str(text), member=view.id))
        return notices

    async def of_progress(self, tx: Tx, errand: Errand, done: int, total: int, now: datetime) -> list[Notice]:
        """How far it is, for whoever waits in a chat."""
        if errand.asked_by is None or done >= total:
            return []
        view = await people.member_view(tx, errand.asked_by, self._setting.day(now))
        cards = errand.order.kind is ErrandKind.INVITES
        text = self._say(view, "document.progress_cards" if cards else "document.progress", done=done, total=total)
        key = f"document:{errand.id}:{errand.round + 1}:{view.id}:progress:{done * 4 // total}"
        return [Notice(key, NoticeKind.REPLY, str(text), member=view.id)]

    async def to_admins(self, tx: Tx, errand: Errand, error: CannotMake, now: datetime) -> list[Notice]:
        """What somebody has to mend: once a day, however much stands still because of it."""
        if error.trouble is Trouble.NOTHING:
            return []
        day = self._setting.day(now)
        notices: list[Notice] = []
        for admin in await people.reachable_admins(tx):
            view = await people.member_view(tx, admin, day)
            name = await self._named(tx, errand.order, self._setting.person_of(view), now)
            text = self._say(view, f"document.admin_{error.trouble.value}", document=name, detail=str(error))
            key = f"clerk:{error.trouble.value}:{day.isoformat()}:{admin}"
            notices.append(Notice(key, NoticeKind.OTHER, str(text), member=admin))
        return notices

    async def _main(
        self, tx: Tx, errand: Errand, view: MemberView, key: str, carried: dict[str, Any], now: datetime
    ) -> Notice:  # fmt: skip
        """What was asked for is answered in words; what time wants is composed when it is sent."""
        order = errand.order
        if errand.asked_by is not None:
            text = await self._answer(tx, order, view, now)
            return Notice(key, NoticeKind.REPLY, str(text), member=view.id, about=carried)
        report = "amendment" if order.kind is ErrandKind.AMENDMENT else errand.key.partition(":")[0]
        about = {"report": report, "month": order.code, "unit": order.unit, "number": order.number, **carried}
        return Notice(key, NoticeKind.REPORT, member=view.id, about=about, period=await self._week(tx, order))

    async def _week(self, tx: Tx, order: Order) -> int | None:
        """The week that a message about a month concerns."""
        return last_week(await reporting.month_weeks(tx, self._setting.organisation, order.code))

    async def _answer(self, tx: Tx, order: Order, view: MemberView, now: datetime) -> Sentence:
        known = await editions.editions(tx, order.code)
        name = await self._named(tx, order, self._setting.person_of(view), now)
        if order.kind is ErrandKind.MONTH and known:
            first = known[0]
            shown = mark(first.fingerprint)
            return self._say(view, "document.final", document=name, at=first.frozen_at, mark=shown)
        return self._say(view, "document.made", document=name, at=now)

    async def _named(self, tx: Tx, order: Order, person: Person, now: datetime) -> Sentence:
        """What these documents are called in a sentence."""
        texts = self._setting.texts
        if order.kind is ErrandKind.INVITES:
            return texts.say(person, "document.name_invites")
        frozen = order.code in await editions.frozen_months(tx)
        unit = (await units.units_by_id(tx, [order.unit])).get(order.unit) if order.unit is not None else None
        values = {"unit": spoken(unit.name) if unit else self._setting.organisation.words.organisation}
        if order.kind is ErrandKind.YEAR:
            return texts.say(person, "document.name_year", year=order.code, **values)
        if order.kind is ErrandKind.WEEKS:
            return stretch_name(texts, person, order.code, values["unit"])
        month = month_name(texts, person, order.code)
        if order.kind is ErrandKind.AMENDMENT:
            return texts.say(person, "document.name_amendment", n=order.number, report_month=month, **values)
        if order.formats == (Format.PNG,):
            return texts.say(person, "document.name_heat_map", report_month=month, **values)
        key = "document.name_report" if frozen or order.kind is not ErrandKind.MONTH else "document.name_draft"
        return texts.say(person, key, report_month=month, **values)

    async def entitled(self, tx: Tx, errand: Errand, now: datetime) -> list[MemberView]:
        """Those of the receivers whose right reaches the unit today."""
        unit = errand.order.unit
        path = await units.path_of(tx, unit) if unit is not None else ()
        views = (await people.member_views(tx, set(errand.receivers), self._setting.day(now))).values()
        if errand.order.kind is ErrandKind.INVITES:
            return [view for view in views if _may_invite(view, path)]
        return [view for view in views if may_read(view, path)]

    def _say(self, view: MemberView, key: str, **values: object) -> Sentence:
        return self._setting.texts.say(self._setting.person_of(view), key, **values)


def may_read(view: MemberView, path: Sequence[int]) -> bool:
    """Whether somebody may read the report of a unit; `path`: it and those above it, empty for everything."""
    scope = scope_of(Action.REPORT, view.roles)
    return reaches(scope, path, (), view.looks_after(Action.REPORT))


def _may_invite(view: MemberView, path: Sequence[int]) -> bool:
    """Whether somebody may invite people there; without a unit: anywhere at all, for nobody else is invited then."""
    scope = scope_of(Action.INVITE, view.roles)
    return scope is not None if not path else reaches(scope, path, (), view.looks_after(Action.INVITE))


def _parted(files: Sequence[MadeFile]) -> tuple[list[MadeFile], list[MadeFile]]:
    """The files that go together, and the parts of a document that was too large for one file."""
    documents = [file for file in files if file.name.endswith(".docx")]
    parts = documents[1:]
    return [file for file in files if file not in parts], parts


def carried(errand: Errand, round_: int, files: Sequence[MadeFile], no_link: str) -> dict[str, Any]:
    """What the outbox row says of its files; without any, nothing. `no_link`: said where no way leads to them."""
    if not files:
        return {}
    told = [file.as_json() for file in files]
    return {"errand": errand.id, "round": round_, "files": told, "no_link": no_link}


def _kind(errand: Errand) -> NoticeKind:
    return NoticeKind.REPORT if errand.asked_by is None else NoticeKind.REPLY
