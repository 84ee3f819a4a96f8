"""What is owed and what was handed in: periods, obligations, submissions, flags, steps carried out."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from db.tables.naming import table_of


class Period(SQLModel, table=True):
    """One occurrence of a task. `settled_at` is set while time has nothing left to do with it.

    `title`: what people call the one period of a task with a single deadline; None for a week.
    """

    __tablename__ = "period"
    __table_args__ = (
        UniqueConstraint("task", "code"),
        Index(
            "ix_period_unsettled",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    task: str
    code: str
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    opened_at: datetime
    settled_at: datetime | None = None
    title: str | None = None


class Obligation(SQLModel, table=True):
    """(unit, task, period): count and moments, frozen at opening; an extension replaces the moments.

    `by_category`: so many items of each category are required, as its parts say.
    """

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("period_id", "unit_id"),
        Index("ix_obligation_unit_id_period_id", "unit_id", "period_id"),
        Index("ix_obligation_period_id_due_at_closes_at", "period_id", "due_at", "closes_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    unit_id: int = Field(foreign_key="unit.id")
    required: int
    due_at: datetime
    closes_at: datetime
    waived_at: datetime | None = None
    waived_by: int | None = Field(default=None, foreign_key="member.id")
    waived_reason: str = ""
    by_category: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class ObligationPart(SQLModel, table=True):
    """How much of an obligation is one category's, frozen with it; the parts add up to what is required.

    `takes`: the only kind of item that fits, empty when both do. `position`: the order in which categories are named.
    """

    __tablename__ = "obligation_part"

    obligation_id: int = Field(foreign_key="obligation.id", primary_key=True)
    category: str = Field(primary_key=True)
    required: int
    takes: str = ""
    position: int


class Submission(SQLModel, table=True):
    """One item of evidence; its id is the number people read (BC-2471).

    The source columns are what the platform called it, so that a redelivery finds itself again. `identity` is
    the link's identity or the picture's SHA-256; None while the picture is pending. `entered_by`: who handed it in
    for the member (a delegate has a delegation instead). A returned item may be mended until `mend_until`; the one
    that mends it `replaces` it. `category`: the part of the obligation that it is for, where there are any.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("channel", "account", "chat", "message", "item"),
        Index("ix_submission_period_id_unit_id_state", "period_id", "unit_id", "state"),
        Index("ix_submission_unit_id_task_identity", "unit_id", "task", "identity"),
        Index("ix_submission_member_id_id", "member_id", "id"),
        Index("ix_submission_media_sha", "media_sha"),
        Index(
            "ix_submission_link",
            "identity",
            sqlite_where=text("url IS NOT NULL"),
            postgresql_where=text("url IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    unit_id: int = Field(foreign_key="unit.id")
    task: str
    member_id: int = Field(foreign_key="member.id")
    kind: str
    state: str
    identity: str | None = None
    url: str | None = None
    media_sha: str | None = None
    effective_at: datetime
    recorded_at: datetime
    same_as: int | None = Field(default=None, foreign_key="submission.id")
    channel: str
    account: str
    chat: str
    message: str
    item: int
    entered_by: int | None = Field(default=None, foreign_key="member.id")
    delegation_id: int | None = Field(default=None, foreign_key="delegation.id")
    replaces: int | None = Field(default=None, foreign_key="submission.id")
    note: str | None = None
    returned_at: datetime | None = None
    return_reason: str | None = None
    mend_until: datetime | None = None
    category: str | None = None


class Media(SQLModel, table=True):
    """A stored picture. The file lies under its SHA-256 before this row is committed.

    `doomed_at`: when it was announced that the file will be deleted; `purged_at`: when it was. The row stays.
    """

    __tablename__ = "media"

    sha256: str = Field(primary_key=True)
    content_type: str
    size: int
    width: int
    height: int
    stored_at: datetime
    doomed_at: datetime | None = None
    purged_at: datetime | None = None


class Flag(SQLModel, table=True):
    """An AT_RISK or MISSED obligation that somebody must look at; at most one open per obligation.

    `level_unit_id`: whose coordinator has it now (None: the admins); `escalate_at`: when it goes up.
    """

    __tablename__ = "flag"
    __table_args__ = (
        Index(
            "uq_flag_open_obligation",
            "obligation_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_flag_escalate_at",
            "escalate_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_flag_obligation_id", "obligation_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    obligation_id: int = Field(foreign_key="obligation.id")
    kind: str
    raised_at: datetime
    level_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    acknowledged_by: int | None = Field(default=None, foreign_key="member.id")
    acknowledged_at: datetime | None = None
    note: str = ""
    escalate_at: datetime | None = None
    closed_at: datetime | None = None


class Alert(SQLModel, table=True):
    """A member was told of a flag, and has to be told when it is mended. `reason`: why this member, the last time."""

    __tablename__ = "alert"
    __table_args__ = (
        Index(
            "ix_alert_unresolved",
            "member_id",
            sqlite_where=text("resolved_told_at IS NULL"),
            postgresql_where=text("resolved_told_at IS NULL"),
        ),
    )

    flag_id: int = Field(foreign_key="flag.id", primary_key=True)
    member_id: int = Field(foreign_key="member.id", primary_key=True)
    reason: str
    told_at: datetime
    resolved_told_at: datetime | None = None


class DoneStep(SQLModel, table=True):
    """The database remembers which step of a period was carried out. Deleting a row asks for it again."""

    __tablename__ = "step"

    period_id: int = Field(foreign_key="period.id", primary_key=True)
    kind: str = Field(primary_key=True)
    moment: datetime = Field(primary_key=True)
    done_at: datetime


class Absence(SQLModel, table=True):
    """A member asked not to be reminded until a moment. The obligation stays."""

    __tablename__ = "absence"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    from_at: datetime
    until_at: datetime


PERIOD = table_of(Period)
OBLIGATION = table_of(Obligation)
OBLIGATION_PART = table_of(ObligationPart)
SUBMISSION = table_of(Submission)
MEDIA = table_of(Media)
FLAG = table_of(Flag)
ALERT = table_of(Alert)
STEP = table_of(DoneStep)
ABSENCE = table_of(Absence)
