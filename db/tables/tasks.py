"""What was decided about tasks in the chat: when they run, and where holidays or a storm make the duty lighter."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from db.tables.naming import table_of


class TaskRun(SQLModel, table=True):
    """A task of the settings as an admin runs it: periods open from one local day on, and until another."""

    __tablename__ = "task_run"

    task: str = Field(primary_key=True)
    from_day: date | None = None
    until_day: date | None = None
    decided_by: int = Field(foreign_key="member.id")
    decided_at: datetime


class Relief(SQLModel, table=True):
    """The duty of an area is kept, moved, reduced or waived in the periods due on some local days, both included.

    `unit_id`: the top of the area, None for everybody; `task`: None for every task. `way`: KEEP, MOVE (by `days`),
    REDUCE (to `percent`) or WAIVE. Ended early, it does nothing to periods that open later.
    """

    __tablename__ = "relief"

    id: int | None = Field(default=None, primary_key=True)
    task: str | None = None
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    from_day: date
    until_day: date
    way: str
    days: int = 0
    percent: int = 100
    reason: str
    decided_by: int = Field(foreign_key="member.id")
    decided_at: datetime
    ended_by: int | None = Field(default=None, foreign_key="member.id")
    ended_at: datetime | None = None


class Relieved(SQLModel, table=True):
    """An obligation that a relief made lighter, and what was required of it before."""

    __tablename__ = "relieved"

    relief_id: int = Field(foreign_key="relief.id", primary_key=True)
    obligation_id: int = Field(foreign_key="obligation.id", primary_key=True)
    required_before: int


class ReliefTelling(SQLModel, table=True):
    """Everybody whom a relief concerns is told of it. `reached` is the last member for whom that was queued.

    `about` is what is told; `first_notice` and `last_notice` are the first and the last message in the outbox, which
    forgets. `ended_at`: no message waits any more.
    """

    __tablename__ = "relief_telling"

    relief_id: int = Field(foreign_key="relief.id", primary_key=True)
    about: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    reached: int = 0
    first_notice: int | None = None
    last_notice: int | None = None
    unlinked: int = 0
    queued_at: datetime | None = None
    ended_at: datetime | None = None


TASK_RUN = table_of(TaskRun)
RELIEF = table_of(Relief)
RELIEVED = table_of(Relieved)
RELIEF_TELLING = table_of(ReliefTelling)
