"""The working days in which a request to erase must be answered: the admins are reminded before they run out.

On the last day in the morning, and every day once it is over, until somebody answers.
"""

from datetime import date, datetime

from core.notices import Notice, NoticeKind
from core.ports import Option
from core.roles import Action
from db import admins, data_requests, outbox
from db.data_requests import DataRequestView
from db.engine import Tx
from scheduler.daily import Daily


class LegalClock(Daily):
    """Reminds of requests, once a local day; an admin who comes later hears of them the next day."""

    async def _tidy_today(self, now: datetime, today: date) -> int:
        """Queue what is due today; how many messages are new."""
        async with self._setting.database.transaction() as tx:
            pressing = [each for each in await data_requests.open_ones(tx) if each.answer_by <= today]
            readers = await admins.reachable_admins(tx) if pressing else ()
            notices = [await self._reminder(tx, admin, each, today, now) for each in pressing for admin in readers]
            return await outbox.queue(tx, notices, now)

    async def _reminder(self, tx: Tx, admin: int, found: DataRequestView, today: date, now: datetime) -> Notice:
        person, texts = await self._setting.person(tx, admin, now), self._setting.texts
        key = "erase.last_day" if today == found.answer_by else "erase.overdue"
        text = texts.say(person, key, who=found.name, at=found.asked_at, day=found.answer_by)
        options = tuple(
            Option(texts.label(person, label), f"{Action.DATA_REQUESTS.value}:{word}:{found.id}")
            for label, word in (("look", "look"), ("erase_answer", "answer"))
        )
        about = f"data_request:{found.id}:{today}:{admin}"
        return Notice(about, NoticeKind.ADMIN, str(text), options, member=admin)
