"""Special cases with a trail: deadlines moved, nothing to hand in, somebody else hands in, a seat changes hands."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from db.tables.naming import table_of


class Extension(SQLModel, table=True):
    """The deadline of one obligation was moved; the obligation holds the newest moments, this what was before."""

    __tablename__ = "extension"

    id: int | None = Field(default=None, primary_key=True)
    obligation_id: int = Field(foreign_key="obligation.id", index=True)
    due_before: datetime
    closes_before: datetime
    due_at: datetime
    closes_at: datetime
    reason: str
    decided_by: int = Field(foreign_key="member.id")
    decided_at: datetime


class Excuse(SQLModel, table=True):
    """A secretary says that there is nothing to hand in. ASKED, CONFIRMED (the obligation is waived) or REFUSED."""

    __tablename__ = "excuse"

    id: int | None = Field(default=None, primary_key=True)
    obligation_id: int = Field(foreign_key="obligation.id", index=True)
    reason: str
    said: str = ""
    asked_by: int = Field(foreign_key="member.id")
    asked_at: datetime
    state: str = "ASKED"
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = None


class Delegation(SQLModel, table=True):
    """Somebody may hand in for a seat for a while. Only the code's hash is kept; the chat once it was used."""

    __tablename__ = "delegation"

    id: int | None = Field(default=None, primary_key=True)
    seat_id: int = Field(foreign_key="seat.id", index=True)
    member_id: int = Field(foreign_key="member.id")
    code_hash: str = Field(unique=True)
    created_at: datetime
    expires_at: datetime
    channel: str | None = None
    account: str | None = None
    chat: str | None = None
    used_at: datetime | None = None
    ended_at: datetime | None = None


class Handover(SQLModel, table=True):
    """A seat is to change hands from a day on. ASKED, CONFIRMED or REFUSED."""

    __tablename__ = "handover"

    id: int | None = Field(default=None, primary_key=True)
    seat_id: int = Field(foreign_key="seat.id", index=True)
    from_day: date
    successor: str = ""
    phone: str | None = None
    asked_by: int | None = Field(default=None, foreign_key="member.id")
    asked_at: datetime
    state: str = "ASKED"
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = None


EXTENSION = table_of(Extension)
EXCUSE = table_of(Excuse)
DELEGATION = table_of(Delegation)
HANDOVER = table_of(Handover)
