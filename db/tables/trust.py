"""How far evidence is trusted: what pictures look like, and what somebody has to look at."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from db.tables.naming import table_of


class Fingerprint(SQLModel, table=True):
    """What a stored picture looks like, so that another one of the same post is found.

    `sketch`: the numbers it is found by; None in rows from before they were kept.
    """

    __tablename__ = "fingerprint"

    sha256: str = Field(primary_key=True, foreign_key="media.sha256")
    version: int
    content: bytes
    sketch: bytes | None = None


class FreshItem(SQLModel, table=True):
    """An item that was recorded and not yet compared with earlier ones nor drawn for a sample."""

    __tablename__ = "fresh_item"

    submission_id: int = Field(primary_key=True, foreign_key="submission.id")


class Review(SQLModel, table=True):
    """One item that a coordinator should look at, and why; at most one open for each item and reason.

    `kind`: similar, elsewhere, objection, joint or sample. `verdict`: PASSED or RETURNED, None while open.
    """

    __tablename__ = "review"
    __table_args__ = (
        Index(
            "uq_review_submission_id_kind_open",
            "submission_id",
            "kind",
            unique=True,
            sqlite_where=text("verdict IS NULL"),
            postgresql_where=text("verdict IS NULL"),
        ),
        Index("ix_review_open", "id", sqlite_where=text("verdict IS NULL"), postgresql_where=text("verdict IS NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    kind: str
    other_id: int | None = Field(default=None, foreign_key="submission.id")
    likeness: float | None = None
    said: str = ""
    created_at: datetime
    skipped_at: datetime | None = None
    verdict: str | None = None
    reason: str = ""
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="member.id")


FINGERPRINT = table_of(Fingerprint)
FRESH_ITEM = table_of(FreshItem)
REVIEW = table_of(Review)
