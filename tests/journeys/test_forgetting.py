"""Raw messages, what was sent and who did what are kept as long as the settings say; counts and history stay."""

from sqlalchemy import func, select

from db.tables import AUDIT, INBOX, OUTBOX
from tests.journeys.stage import Stage


async def oldest(stage: Stage) -> list[str]:
    async with stage.installation.database.snapshot() as tx:
        moments = [
            (await tx.execute(select(func.min(column)))).scalar_one()
            for column in (INBOX.c.received_at, OUTBOX.c.created_at, AUDIT.c.at)
        ]
    return ["–" if moment is None else f"{moment:%Y-%m}" for moment in moments]


async def test_old_messages_go_and_what_counts_stays(stage: Stage) -> None:
    hanh = stage.hanh
    await stage.at("2026-11-16 09:00")
    await hanh.sends_photo("bài")
    assert await oldest(stage) == ["2026-11"] * 3
    await stage.is_down_until("2026-12-20 09:00")
    assert await oldest(stage) == ["–", "2026-11", "2026-11"]
    await stage.is_down_until("2027-03-20 09:01")
    await stage.is_down_until("2027-03-21 09:00")  # what waited for the start yesterday has expired since
    assert (await oldest(stage))[1:] == ["2027-03", "2026-11"]
    assert "BC-1" in await hanh.says("/lichsu")
