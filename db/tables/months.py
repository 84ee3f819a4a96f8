"""The reports of the months: what was frozen, who agreed, what was carried out, which documents are to be made."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from db.tables.naming import table_of


class ReportEdition(SQLModel, table=True):
    """A month's report as it was frozen (number 1), or an amendment to it (2 and on). Never changed.

    `facts` are packed; `fingerprint` is the SHA-256 of the text. `totals` and `changes` as in GatheredMonth.
    `frozen_by` None: the bot, at its moment.
    """

    __tablename__ = "report_edition"
    __table_args__ = (UniqueConstraint("month", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    month: str
    number: int
    taken_at: datetime
    frozen_at: datetime
    frozen_by: int | None = Field(default=None, foreign_key="member.id")
    fingerprint: str
    facts: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    totals: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    changes: list[Any] = Field(sa_column=Column(JSON, nullable=False))


class ReportedWeek(SQLModel, table=True):
    """A week stands in this frozen month, and so in no other."""

    __tablename__ = "reported_week"

    period_id: int = Field(foreign_key="period.id", primary_key=True)
    month: str = Field(index=True)


class ReportOpinion(SQLModel, table=True):
    """What a unit's coordinator says to the month's draft: AGREED, or MENDING (something is to be corrected,
    `note` in own words)."""

    __tablename__ = "report_opinion"
    __table_args__ = (UniqueConstraint("month", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    month: str
    unit_id: int = Field(foreign_key="unit.id")
    member_id: int = Field(foreign_key="member.id")
    state: str
    note: str = ""
    said_at: datetime


class DoneMonthStep(SQLModel, table=True):
    """The database remembers which step of a month was carried out."""

    __tablename__ = "month_step"

    month: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    moment: datetime = Field(primary_key=True)
    done_at: datetime


class Errand(SQLModel, table=True):
    """Long work that somebody, or time, asked for: documents to make, a month to freeze. WANTED, DONE or FAILED.

    `wanted` is the order, `receivers` the members who get the outcome. `asked_by`: somebody waits for it in the chat;
    None: time wants it. `round` counts how often it was carried out: a file that vanished is made once more.
    """

    __tablename__ = "errand"
    __table_args__ = (
        Index(
            "ix_errand_wanted", "not_before", sqlite_where=text("state = 'WANTED'"),
            postgresql_where=text("state = 'WANTED'"),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    wanted: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    receivers: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    asked_by: int | None = Field(default=None, foreign_key="member.id")
    state: str = "WANTED"
    wanted_at: datetime
    not_before: datetime
    tries: int = 0
    round: int = 0
    done: int = 0
    total: int = 0
    done_at: datetime | None = None
    files: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    error: str | None = None


REPORT_EDITION = table_of(ReportEdition)
REPORTED_WEEK = table_of(ReportedWeek)
REPORT_OPINION = table_of(ReportOpinion)
MONTH_STEP = table_of(DoneMonthStep)
ERRAND = table_of(Errand)
