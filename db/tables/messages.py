"""What came in, what goes out, and where each conversation stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from db.tables.naming import table_of


class InboxRow(SQLModel, table=True):
    """A raw update as the platform delivered it. NEW, DONE, or ASIDE after it raised three times.

    Where several processes handle what came in, one of them holds it until a moment (see db/claims.py).
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "account", "key"),
        Index("ix_inbox_new", "id", sqlite_where=text("state = 'NEW'"), postgresql_where=text("state = 'NEW'")),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    account: str
    key: str
    chat: str
    album: str | None = None
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    received_at: datetime
    state: str = "NEW"
    tries: int = 0
    error: str | None = None
    done_at: datetime | None = None
    claimed_by: str | None = None
    claimed_until: datetime | None = None


class OutboxRow(SQLModel, table=True):
    """One outgoing message. `key` says what it means, so writing it twice sends it once.

    To a member (the address is chosen when it is sent) or to one chat (an answer). `text` is None for those
    composed when they are sent. State: QUEUED, CLAIMED, SENT, FAILED, EXPIRED, DROPPED (no longer true).
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("member_id IS NOT NULL OR chat IS NOT NULL", name="has_target"),
        Index(
            "ix_outbox_queued",
            "priority",
            "not_before",
            sqlite_where=text("state = 'QUEUED'"),
            postgresql_where=text("state = 'QUEUED'"),
        ),
        Index(
            "ix_outbox_claimed",
            "id",
            sqlite_where=text("state = 'CLAIMED'"),
            postgresql_where=text("state = 'CLAIMED'"),
        ),
        Index("ix_outbox_period_id_kind", "period_id", "kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    channel: str | None = None
    account: str | None = None
    chat: str | None = None
    text: str | None = None
    options: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    about: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    period_id: int | None = Field(default=None, foreign_key="period.id")
    started_by_bot: bool
    priority: int
    created_at: datetime
    not_before: datetime
    expires_at: datetime | None = None
    state: str = "QUEUED"
    leased_until: datetime | None = None
    tries: int = 0
    done_at: datetime | None = None
    message: str | None = None
    error: str | None = None


class Dialog(SQLModel, table=True):
    """Where one chat stands: the options last offered, an open question. A stranger's fades."""

    __tablename__ = "dialog"

    channel: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    chat: str = Field(primary_key=True)
    language: str | None = None
    question: str | None = None
    context: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    options: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    wrong_codes: int = 0
    wrong_at: datetime | None = None
    updated_at: datetime


class JoinRequest(SQLModel, table=True):
    """A stranger asked to be linked to a unit. WAITING, ACCEPTED, REFUSED or EXPIRED."""

    __tablename__ = "join_request"

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    account: str
    chat: str
    said: str
    seat_id: int | None = Field(default=None, foreign_key="seat.id")
    state: str = "WAITING"
    created_at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="member.id")


class PendingPicture(SQLModel, table=True):
    """A counted picture that could not be fetched yet. Fetching goes on until `give_up_at`."""

    __tablename__ = "pending_picture"

    submission_id: int = Field(foreign_key="submission.id", primary_key=True)
    channel: str
    account: str
    reference: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    tries: int = 0
    next_try_at: datetime = Field(index=True)
    give_up_at: datetime


INBOX = table_of(InboxRow)
OUTBOX = table_of(OutboxRow)
DIALOG = table_of(Dialog)
JOIN_REQUEST = table_of(JoinRequest)
PENDING_PICTURE = table_of(PendingPicture)
