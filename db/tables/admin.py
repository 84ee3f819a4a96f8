"""What admins do to everybody at once: words to many, holding everything back, and how the machine is looked after."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from db.tables.naming import table_of


class Broadcast(SQLModel, table=True):
    """The same words to many people. `reached` is the last member it was queued for, `audience` whom it is meant for.

    `ended_at`: nobody waits for it any more, `outcome` says how many had which; that survives the outbox.
    """

    __tablename__ = "broadcast"

    id: int | None = Field(default=None, primary_key=True)
    by_id: int = Field(foreign_key="member.id")
    text: str
    audience: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    people: int
    created_at: datetime
    reached: int = 0
    queued_at: datetime | None = None
    stopped_at: datetime | None = None
    stopped_by: int | None = Field(default=None, foreign_key="member.id")
    ended_at: datetime | None = None
    outcome: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class BroadcastReceiver(SQLModel, table=True):
    """Somebody a broadcast is for. `notice_id` is the message in the outbox, None for who was not linked to a chat.

    The outbox forgets, so that this is no foreign key.
    """

    __tablename__ = "broadcast_receiver"

    broadcast_id: int = Field(foreign_key="broadcast.id", primary_key=True)
    member_id: int = Field(foreign_key="member.id", primary_key=True)
    notice_id: int | None = None


class EmergencyStop(SQLModel, table=True):
    """For a while nothing but answers and receipts went out. At most one is not released."""

    __tablename__ = "emergency_stop"

    id: int | None = Field(default=None, primary_key=True)
    since: datetime
    by_id: int = Field(foreign_key="member.id")
    reason: str
    released_at: datetime | None = None
    released_by: int | None = Field(default=None, foreign_key="member.id")


class Upkeep(SQLModel, table=True):
    """When something that keeps the installation alive was done last: `beat`, `backup`, `restore`, `silence`.

    `fine_at` is the last time that it went well, `at` the last time that it was tried; `told` says in a line what
    came of it. A silence began at `fine_at` and ended at `at`: nothing beat in between.
    """

    __tablename__ = "upkeep"

    what: str = Field(primary_key=True)
    at: datetime
    fine_at: datetime | None = None
    told: str = ""


BROADCAST = table_of(Broadcast)
BROADCAST_RECEIVER = table_of(BroadcastReceiver)
EMERGENCY_STOP = table_of(EmergencyStop)
UPKEEP = table_of(Upkeep)
