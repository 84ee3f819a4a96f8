"""What was done by whom, and whether this database is a rehearsal."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from db.tables.naming import table_of


class AuditRow(SQLModel, table=True):
    """One change in plain facts: who, what, about which unit, from what to what."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    actor_id: int | None = Field(default=None, foreign_key="member.id")
    action: str
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    details: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Rehearsal(SQLModel, table=True):
    """One row marks the database as a rehearsal and holds how far its time has come. No row: real life."""

    __tablename__ = "rehearsal"

    id: int = Field(default=1, primary_key=True)
    began_at: datetime
    reached_at: datetime
    speed: float


class SettingsTaken(SQLModel, table=True):
    """The settings were read again, by whom (None: at the machine), from a file with this fingerprint."""

    __tablename__ = "settings_taken"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    by_id: int | None = Field(default=None, foreign_key="member.id")
    mark: str


AUDIT = table_of(AuditRow)
SETTINGS_TAKEN = table_of(SettingsTaken)
REHEARSAL = table_of(Rehearsal)
