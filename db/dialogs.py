"""Where one chat's conversation stands: options offered last, an open question, wrong codes tried."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from core.ports import Address, Option
from db.engine import Tx
from db.insert import put, put_all
from db.people import by_account
from db.tables import ADDRESS, DIALOG


@dataclass(frozen=True, slots=True)
class DialogState:
    """What is remembered of one chat between two messages."""

    language: str | None = None
    question: str | None = None
    context: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    wrong_codes: int = 0
    wrong_at: datetime | None = None


_DIALOGS_OF = select(DIALOG).where(
    DIALOG.c.channel == bindparam("channel"),
    DIALOG.c.account == bindparam("account"),
    DIALOG.c.chat.in_(bindparam("chats", expanding=True)),
)


async def read(tx: Tx, address: Address) -> DialogState:
    """The state of this chat; an empty one for a chat never seen."""
    return (await read_all(tx, [address]))[address]


async def read_all(tx: Tx, addresses: Collection[Address]) -> dict[Address, DialogState]:
    """The states of these chats; a statement for each bot account."""
    found = dict.fromkeys(addresses, DialogState())
    for (channel, account), chats in by_account(addresses).items():
        rows = await tx.execute(_DIALOGS_OF, {"channel": channel, "account": account, "chats": chats})
        for row in rows:
            options = tuple(Option(label, action) for label, action in row.options)
            found[Address(channel, account, row.chat)] = DialogState(
                row.language, row.question, row.context, options, row.wrong_codes, row.wrong_at
            )
    return found


async def write(tx: Tx, address: Address, state: DialogState, now: datetime) -> None:
    """Remember this state for the chat."""
    key = {"channel": address.channel, "account": address.account, "chat": address.chat}
    values = {
        "language": state.language,
        "question": state.question,
        "context": dict(state.context),
        "options": listed(state.options),
        "wrong_codes": state.wrong_codes,
        "wrong_at": state.wrong_at,
        "updated_at": now,
    }
    await put(tx, DIALOG, key, values)


async def offer(tx: Tx, offers: Mapping[Address, Sequence[Option]], now: datetime) -> None:
    """Messages with options go out: from now on a number typed in such a chat means one of its options."""
    rows = [
        {
            "channel": address.channel,
            "account": address.account,
            "chat": address.chat,
            "options": listed(options),
            "updated_at": now,
            "context": {},
            "wrong_codes": 0,
        }
        for address, options in offers.items()
    ]
    await put_all(tx, DIALOG, ("channel", "account", "chat"), ("options", "updated_at"), rows)


async def take_back(tx: Tx, address: Address, options: Sequence[Option]) -> None:
    """A message with these options never arrived: unless others were offered since, no number means anything."""
    here = (DIALOG.c.channel == address.channel, DIALOG.c.account == address.account, DIALOG.c.chat == address.chat)
    offered = (await tx.execute(select(DIALOG.c.options).where(*here))).scalar_one_or_none()
    if offered == listed(options):
        await tx.execute(update(DIALOG).where(*here).values(options=[]))


async def forget_strangers(tx: Tx, before: datetime) -> int:
    """Delete what is remembered of chats that belong to no member and were silent since `before`."""
    columns = DIALOG.c
    linked = (
        select(ADDRESS.c.id)
        .where(
            ADDRESS.c.channel == columns.channel,
            ADDRESS.c.account == columns.account,
            ADDRESS.c.chat == columns.chat,
            ADDRESS.c.state != "REVOKED",
        )
        .exists()
    )
    return (await tx.execute(delete(DIALOG).where(columns.updated_at < before, ~linked))).rowcount


def listed(options: Sequence[Option]) -> list[list[str]]:
    """Options as JSON keeps them."""
    return [[option.label, option.action] for option in options]
