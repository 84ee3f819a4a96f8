"""Whatever goes wrong, no name and no telephone number of anybody stands in what is written about it."""

import io
import logging

import pytest
from sqlalchemy import select

from bot.logs import LogFormat, write_logs
from core.roles import Action
from db.tables import INBOX
from handlers import table
from handlers.payload import Payload
from handlers.turn import Turn
from tests.journeys.cast import ADMIN_NAME, ROWS
from tests.journeys.stage import Stage


async def fails(turn: Turn, payload: Payload) -> None:
    raise ValueError(f"{turn.known.name}, 0912000001, cannot be told of {turn.first.text} by {ADMIN_NAME}")


@pytest.mark.parametrize("form", LogFormat)
async def test_a_session_in_which_everything_fails(
    stage: Stage, form: LogFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.StringIO()
    write_logs(form, written)
    monkeypatch.setitem(table.HANDLERS, Action.STATUS, fails)
    for row in ROWS[3:6]:
        await stage.hanh.says(f"/tiendo {row[5]} {row[6]}")
    await stage.hanh.says("/tiendo")
    logging.getLogger("nhacnop").error("a sheet of %s (%s)", ROWS[3][5], ROWS[3][6])
    root = logging.getLogger()
    for handler in [each for each in root.handlers if getattr(each, "nhacnop", False)]:
        root.removeHandler(handler)
    text = written.getvalue()
    assert text.count("ValueError") >= 3 and "•••" in text
    for row in ROWS:
        if row[6]:
            assert row[5] not in text and row[6] not in text and row[6][1:] not in text
    assert ADMIN_NAME not in text
    async with stage.installation.database.snapshot() as tx:
        kept = [str(error) for error in (await tx.execute(select(INBOX.c.error))).scalars() if error]
    assert any("ValueError" in error for error in kept)
    assert not [error for error in kept if ADMIN_NAME in error or ROWS[3][5] in error or "0912000001" in error]
