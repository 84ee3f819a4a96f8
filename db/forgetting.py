"""What is remembered of one chat is forgotten: a bare name takes its place where a row must stay."""

from sqlalchemy import delete, update

from core.ports import Address
from db.engine import Tx
from db.tables import DIALOG, INBOX, JOIN_REQUEST, OUTBOX, SUBMISSION


async def forget_chat(tx: Tx, address: Address, name: str) -> None:
    """In what came in, went out, was recorded and asked. What still waits to be sent or handled is left to be done."""
    for table, done, blank in (
        (SUBMISSION, None, {}),
        (OUTBOX, OUTBOX.c.state.not_in(["QUEUED", "CLAIMED"]), {"text": None, "options": [], "error": None}),
        (INBOX, INBOX.c.state != "NEW", {"payload": {}, "error": None}),
    ):
        here = [table.c.channel == address.channel, table.c.chat == address.chat]
        here += [table.c.account == address.account, *([done] if done is not None else [])]
        await tx.execute(update(table).where(*here).values(chat=name, **blank))
    for table in (DIALOG, JOIN_REQUEST):
        columns = table.c
        here = [columns.channel == address.channel, columns.account == address.account, columns.chat == address.chat]
        await tx.execute(delete(table).where(*here))
