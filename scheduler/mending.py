"""Whoever was alerted, and still looks after units, hears when the quota is met after all."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from core.notices import Notice, NoticeKind
from core.ports import Person
from core.roles import Action, scope_of
from db import flags, outbox, people
from db.flags import Mended
from scheduler.setting import DutySetting
from texts.duties import spoken
from texts.rendering import Sentence, lines


async def tell_mended(setting: DutySetting, now: datetime) -> int:
    """One message a person for all the flags that were closed since the last beat; how many flags."""
    told = 0
    while True:
        async with setting.database.transaction() as tx:
            rows = await flags.mended_untold(tx)
            if not rows:
                return told
            by_member: dict[int, list[Mended]] = defaultdict(list)
            for row in rows:
                by_member[row.member].append(row)
            for member, mended in by_member.items():
                view = await people.member_view(tx, member, setting.day(now))
                await flags.told_mended(tx, [row.flag for row in mended], member, now)
                if scope_of(Action.ACKNOWLEDGE, view.roles) is None:  # looks after nobody any more
                    continue
                names = await setting.told_apart(tx, view, {row.unit: row.unit_name for row in mended}, now)
                text = _sentence(setting, setting.person_of(view), mended, names)
                key = f"resolved:{mended[0].flag}:{member}"
                notice = Notice(key, NoticeKind.RESOLVED, str(text), member=member, period=mended[0].period)
                await outbox.queue(tx, [notice], now)
        told += len(rows)


def _sentence(setting: DutySetting, person: Person, mended: list[Mended], names: Mapping[int, str]) -> Sentence:
    texts = setting.texts
    facts = [
        {"unit": spoken(names[row.unit]), "week": row.week, "counted": row.counted, "required": row.required}
        for row in mended
    ]
    if len(facts) == 1:
        return texts.say(person, "resolved.one", **facts[0])
    return texts.say(
        person, "resolved.many", list=lines([texts.say(person, "resolved.line", **each) for each in facts])
    )
