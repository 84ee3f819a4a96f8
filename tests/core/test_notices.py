"""How urgent each kind of notice is, and which ones quiet hours bind."""

import pytest

from core.notices import Notice, NoticeKind

ANSWERS = [NoticeKind.REPLY, NoticeKind.RECEIPT, NoticeKind.EXPORT]
PRIORITY = {
    NoticeKind.RECEIPT: 0,
    NoticeKind.REPLY: 0,
    NoticeKind.EXPORT: 6,
    NoticeKind.ESCALATION: 3,
    NoticeKind.MISSED: 3,
    NoticeKind.AT_RISK: 3,
    NoticeKind.NUDGE: 4,
    NoticeKind.REMINDER: 6,
    NoticeKind.RESOLVED: 6,
    NoticeKind.REPORT: 6,
    NoticeKind.ADMIN: 6,
    NoticeKind.DIGEST: 6,
    NoticeKind.BROADCAST: 7,
    NoticeKind.OTHER: 6,
}


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_has_its_priority(kind: NoticeKind) -> None:
    assert Notice("key", kind).priority == PRIORITY[kind]


@pytest.mark.parametrize("kind", NoticeKind)
def test_answers_and_receipts_go_at_any_hour_and_all_else_is_started_by_the_bot(kind: NoticeKind) -> None:
    assert Notice("key", kind).started_by_bot is (kind not in ANSWERS)


def test_receipts_and_answers_overtake_everything_the_bot_starts() -> None:
    first = max(Notice("key", kind).priority for kind in (NoticeKind.RECEIPT, NoticeKind.REPLY))
    assert all(first < Notice("key", kind).priority for kind in NoticeKind if kind not in ANSWERS)


def test_a_notice_without_particulars_is_composed_at_sending_and_may_go_at_once_and_for_ever() -> None:
    notice = Notice("reminder:7:2026-11-16", NoticeKind.REMINDER, member=7)
    assert (notice.text, notice.options, notice.about) == (None, (), {})
    assert (notice.not_before, notice.expires_at) == (None, None)
