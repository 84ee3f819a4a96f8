"""Who there is: units with validity, seats that outlive their holders, members, tenures, chat addresses."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from db.tables.naming import table_of


class Unit(SQLModel, table=True):
    """A node of the organisation's tree. `valid_from` and `valid_to` are local days, half-open."""

    __tablename__ = "unit"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    folded_name: str = Field(index=True)
    level: str
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    valid_from: date
    valid_to: date | None = None


class Seat(SQLModel, table=True):
    """The secretary's or the coordinator's place in a unit."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("unit_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")
    kind: str
    title: str = ""


class Member(SQLModel, table=True):
    """A person of the roster. `consented_at` is when he or she agreed to what is kept.

    `erased_at`: everything about this person was erased; the row stays for the counts.
    """

    __tablename__ = "member"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    phone: str | None = None
    language: str | None = None
    form: str | None = None
    consented_at: datetime | None = None
    consent_version: int | None = None
    erased_at: datetime | None = None


class Tenure(SQLModel, table=True):
    """A member holds a seat from a local day until a local day (half-open; None: still)."""

    __tablename__ = "tenure"
    __table_args__ = (
        Index(
            "uq_tenure_open_seat",
            "seat_id",
            unique=True,
            sqlite_where=text("until_day IS NULL"),
            postgresql_where=text("until_day IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    seat_id: int = Field(foreign_key="seat.id", index=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    from_day: date
    until_day: date | None = None


class Deputy(SQLModel, table=True):
    """A second person may act for a seat from a local day until a local day (half-open; None: still)."""

    __tablename__ = "deputy"

    id: int | None = Field(default=None, primary_key=True)
    seat_id: int = Field(foreign_key="seat.id", index=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    from_day: date
    until_day: date | None = None
    named_by: int | None = Field(default=None, foreign_key="member.id")
    named_at: datetime


class ChatAddress(SQLModel, table=True):
    """Where a member is reached. LIVE, DEAD (blocked, left) or REVOKED (another phone took over)."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("channel", "account", "chat"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    channel: str
    account: str
    chat: str
    state: str = "LIVE"
    preference: int = 0
    linked_at: datetime
    dead_at: datetime | None = None


class RoleGrant(SQLModel, table=True):
    """Somebody was made an admin: of everything, or of a unit and all below it. Seats give the other roles."""

    __tablename__ = "role_grant"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    role: str
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    granted_at: datetime
    granted_by: int | None = Field(default=None, foreign_key="member.id")
    revoked_at: datetime | None = None


class Invite(SQLModel, table=True):
    """A one-time code for one seat, or without a seat for an admin, of everything or of one unit and all below it.

    Only the code's hash is kept. `channel` and `account`: the bot that it names, where a bot takes few people.
    """

    __tablename__ = "invite"

    id: int | None = Field(default=None, primary_key=True)
    seat_id: int | None = Field(default=None, foreign_key="seat.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="member.id")
    role: str
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    issued_by: int | None = Field(default=None, foreign_key="member.id")
    code_hash: str = Field(unique=True)
    channel: str | None = None
    account: str | None = None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    voided_at: datetime | None = None


UNIT = table_of(Unit)
DEPUTY = table_of(Deputy)
SEAT = table_of(Seat)
MEMBER = table_of(Member)
TENURE = table_of(Tenure)
ADDRESS = table_of(ChatAddress)
ROLE_GRANT = table_of(RoleGrant)
INVITE = table_of(Invite)
