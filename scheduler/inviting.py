"""Invitations for many: the codes are issued when their cards are made, so none lies anywhere before.

Codes are stored before they are drawn. A crash in between leaves codes that nobody has, and the errand is done once
more with fresh ones; the lost ones expire.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime

from core.documents import Clerk, MadeFile, Told
from core.invitations import CardSheet
from core.metering import Account
from core.notices import Notice, NoticeKind
from core.plans import Plan
from core.roles import Action, Scope, scope_of
from db import errands, invites, inviting, outbox, units
from db.engine import Tx
from db.errands import Errand
from db.invites import Unlinked
from db.people import MemberView
from scheduler.delivering import Delivery, carried
from scheduler.setting import DutySetting


class Inviting:
    """Does errands of invitations. `bots`: ours, by channel and account, and what the plan of each lets it do."""

    def __init__(
        self, setting: DutySetting, clerk: Clerk, delivery: Delivery, bots: Mapping[Account, Plan | None]
    ) -> None:
        self._setting = setting
        self._clerk = clerk
        self._delivery = delivery
        self._bots = bots

    async def invite(self, errand: Errand, now: datetime, told: Told) -> None:
        """Codes for everybody meant who is not linked by now, as cards and as a list. Raises CannotMake.

        Whoever lost the right since gets nothing, and none is issued.
        """
        sheet = await self._issue(errand, now)
        files = await self._clerk.cards(sheet, now, told) if sheet.cards else ()
        async with self._setting.database.transaction() as tx:
            round_ = await errands.done(tx, errand, files, now)
            await outbox.queue(tx, await self._told(tx, errand, sheet, files, round_, now), now)

    async def _issue(self, errand: Errand, now: datetime) -> CardSheet:
        day, until = self._setting.day(now), now + self._setting.organisation.invite_life
        async with self._setting.database.transaction() as tx:
            views = await self._delivery.entitled(tx, errand, now)
            seats = [seat for view in views for seat in await self._seats(tx, view, errand, now)]
            by = errand.asked_by
            issued = await inviting.issue_to(tx, seats, now, until, secrets.token_bytes, self._bots, by)
            link = await inviting.deep_link(tx, self._bots, now)
            return await inviting.card_sheet(tx, issued, link, day, until)

    async def _seats(self, tx: Tx, view: MemberView, errand: Errand, now: datetime) -> list[Unlinked]:
        below = None
        if scope_of(Action.INVITE, view.roles) is not Scope.ALL:
            below = await units.subtree(tx, sorted(view.looks_after(Action.INVITE)))
        if errand.order.unit is not None:
            chosen = await units.subtree(tx, [errand.order.unit])
            below = chosen if below is None else below & chosen
        return await invites.unlinked_seats(tx, self._setting.day(now), below, errand.order.code)

    async def _told(
        self, tx: Tx, errand: Errand, sheet: CardSheet, files: tuple[MadeFile, ...], round_: int, now: datetime
    ) -> list[Notice]:
        notices = []
        for view in await self._delivery.entitled(tx, errand, now):
            person = self._setting.person_of(view)
            say = self._setting.texts.say
            key = "invites.made" if files else "invites.nobody_left"
            text = say(person, key, n=len(sheet.cards), until=sheet.until)
            about = carried(errand, round_, files, str(say(person, "document.no_link")))
            notices.append(
                Notice(f"document:{errand.id}:{round_}:{view.id}", NoticeKind.REPLY, str(text), member=view.id,
                       about=about)
            )  # fmt: skip
        return notices
