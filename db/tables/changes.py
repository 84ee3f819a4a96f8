"""How the roster was before, and is to become: units' past, lineage, plans, a sheet that waits, one more chat."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from db.tables.naming import table_of


class UnitPast(SQLModel, table=True):
    """How a unit was from a local day until another (half-open), before its name, level or place changed.

    What it is now stands in `unit`; so of a day there is at most one row here, and none where nothing changed since.
    """

    __tablename__ = "unit_past"
    __table_args__ = (UniqueConstraint("unit_id", "from_day"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")
    name: str
    folded_name: str = Field(index=True)
    level: str
    parent_id: int | None = Field(default=None, foreign_key="unit.id")
    from_day: date
    until_day: date


class Lineage(SQLModel, table=True):
    """One unit went on as another from a local day on: two rows after a merge of two, two after a split in two."""

    __tablename__ = "lineage"
    __table_args__ = (UniqueConstraint("before_id", "after_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    before_id: int = Field(foreign_key="unit.id")
    after_id: int = Field(foreign_key="unit.id", index=True)
    day: date
    kind: str


class UnitPlan(SQLModel, table=True):
    """A change of units that was decided for a local day to come. PLANNED, DONE, CANCELLED or FAILED."""

    __tablename__ = "unit_plan"
    __table_args__ = (
        Index(
            "ix_unit_plan_planned",
            "from_day",
            sqlite_where=text("state = 'PLANNED'"),
            postgresql_where=text("state = 'PLANNED'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    from_day: date
    details: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    decided_by: int = Field(foreign_key="member.id")
    decided_at: datetime
    state: str = "PLANNED"
    ended_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="member.id")


class AddressCode(SQLModel, table=True):
    """A one-time code by which a member links one more chat, valid for minutes. Only the code's hash is kept."""

    __tablename__ = "address_code"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    code_hash: str = Field(unique=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class SentRoster(SQLModel, table=True):
    """A roster's file that a member sent and has not decided on; the newest one of each. Purged after days."""

    __tablename__ = "sent_roster"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    name: str
    content: bytes
    sent_at: datetime


UNIT_PAST = table_of(UnitPast)
LINEAGE = table_of(Lineage)
UNIT_PLAN = table_of(UnitPlan)
ADDRESS_CODE = table_of(AddressCode)
SENT_ROSTER = table_of(SentRoster)
