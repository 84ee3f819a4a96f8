"""A new version of the consent: everybody who agreed to an older one is asked once. Nothing waits for the answer."""

from collections.abc import Sequence
from datetime import date, datetime

from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action
from db import consents, outbox, people
from db.engine import Tx
from db.people import MemberView
from scheduler.setting import DutySetting
from texts.consent import consent_wording

AT_ONCE = 500
"""Of so many people one transaction takes care."""


class Consenting:
    """Asks for the version in force, once a local day."""

    def __init__(self, setting: DutySetting) -> None:
        self._setting = setting
        self._done_for: tuple[date, int] | None = None

    async def tidy(self, now: datetime) -> int:
        """Ask whoever was not asked for this version yet; how many."""
        version = self._setting.organisation.personal.consent_version
        today = self._setting.day(now)
        if self._done_for == (today, version):
            return 0
        asked = 0
        while True:
            async with self._setting.database.transaction() as tx:
                members = await consents.not_asked_yet(tx, version, today, AT_ONCE)
                await self._ask(tx, [member for member, _ in members], version, now)
            asked += len(members)
            if len(members) < AT_ONCE:
                self._done_for = (today, version)
                return asked

    async def _ask(self, tx: Tx, members: Sequence[int], version: int, now: datetime) -> None:
        if not members:
            return
        views = await people.member_views(tx, members, self._setting.day(now))
        by_language: dict[str, list[int]] = {}
        for member, view in views.items():
            by_language.setdefault(self._setting.person_of(view).language, []).append(member)
        for language, own in by_language.items():
            await consents.keep_wording(tx, version, language, self._wording(language), now)
            await consents.asked(tx, own, version, language, now)
        await outbox.queue(tx, [self._question(view, version) for view in views.values()], now)

    def _wording(self, language: str) -> str:
        rules = self._setting.organisation
        return consent_wording(self._setting.texts, language, rules.address_form, rules.media_months)

    def _question(self, view: MemberView, version: int) -> Notice:
        texts, person = self._setting.texts, self._setting.person_of(view)
        text = texts.say(person, "consent.again", n=version, months=self._setting.organisation.media_months)
        options = tuple(
            Option(texts.label(person, key), f"{Action.RECONSENT.value}:{word}:{version}")
            for key, word in (("agree", "yes"), ("details", "more"), ("disagree", "no"))
        )
        return Notice(f"consent:{version}:{view.id}", NoticeKind.OTHER, str(text), options, member=view.id)
