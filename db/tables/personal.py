"""Personal data: who agreed to which wording, and who asked for what is kept to be erased."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from db.tables.naming import table_of


class ConsentWording(SQLModel, table=True):
    """What a version of the consent said, in each language in which somebody was asked. Never changed."""

    __tablename__ = "consent_wording"

    version: int = Field(primary_key=True)
    language: str = Field(primary_key=True)
    wording: str
    first_shown_at: datetime


class Consent(SQLModel, table=True):
    """A member was asked for the consent of a version. `answer`: GIVEN, DECLINED, or None while there is none.

    `withdrawn_at`: until when a given one held.
    """

    __tablename__ = "consent"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    version: int
    language: str
    asked_at: datetime
    answer: str | None = None
    answered_at: datetime | None = None
    withdrawn_at: datetime | None = None


class DataRequest(SQLModel, table=True):
    """Somebody asked for everything about him or her to be erased. ASKED, DONE, REFUSED or CANCELLED.

    `answer_by` is the last local day for it. `kept_frozen`: what stands in frozen reports was left there.
    """

    __tablename__ = "data_request"
    __table_args__ = (
        Index(
            "uq_data_request_member_id_asked",
            "member_id",
            unique=True,
            sqlite_where=text("state = 'ASKED'"),
            postgresql_where=text("state = 'ASKED'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    asked_at: datetime
    answer_by: date
    state: str = "ASKED"
    kept_frozen: bool | None = None
    reason: str = ""
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = None


CONSENT_WORDING = table_of(ConsentWording)
CONSENT = table_of(Consent)
DATA_REQUEST = table_of(DataRequest)
