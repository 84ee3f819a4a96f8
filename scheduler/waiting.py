"""A question that waits goes to whoever looks after the unit by now, when that is somebody else than it went to."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.hierarchy import Hierarchy, Post
from db import outbox, stopping, units, waiting
from db.waiting import OpenQuestion
from scheduler.every import Every
from scheduler.setting import DutySetting

LOOKS_EVERY = timedelta(minutes=10)


class WaitingQuestions:
    """Passes questions on in the words in which they were asked; each person is asked once."""

    def __init__(self, setting: DutySetting) -> None:
        self._setting = setting
        self._looks = Every(LOOKS_EVERY)

    async def pass_on(self, now: datetime) -> int:
        """Queue every question for those who decide on it at `now` and do not have it; how many messages.

        Looks every ten minutes, and after a start; not while an emergency stop is on.
        """
        if not self._looks.is_time(now):
            return 0
        self._looks.looked(now)
        async with self._setting.database.snapshot() as tx:
            questions = await waiting.open_questions(tx, now)
            if not questions or await stopping.current(tx):
                return 0
            sent = await waiting.as_sent(tx, questions)
            tree = await units.hierarchy(tx, self._setting.day(now), now)
        notices = []
        for question in questions:
            known = sent.get(question.about, [])
            have = {notice.member for notice in known}
            for member in _decides(tree, question).members if known else ():
                if member not in have and member != question.asked_by:
                    notices.append(replace(known[-1], key=f"{question.about}:{member}", member=member))
        if notices:
            async with self._setting.database.transaction() as tx:
                await outbox.queue(tx, notices, now)
        return len(notices)


def _decides(tree: Hierarchy, question: OpenQuestion) -> Post:
    """Who looks after the unit; somebody who asks never decides on it alone."""
    post: Post | None = tree.coordinator_of(question.unit)
    while post is not None and post.members == (question.asked_by,):
        post = tree.next_level(post.unit)
    return post or Post(None, tree.admins)
