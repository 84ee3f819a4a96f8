"""What is known of our bots on the platforms: who they are, which menus they show, which groups they serve."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from db.tables.naming import table_of


class BotAccount(SQLModel, table=True):
    """One bot of ours, as its platform introduced it. `link` opens it; "{code}" in it stands for an invitation's."""

    __tablename__ = "bot_account"

    channel: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    username: str
    link: str | None = None
    seen_at: datetime


class BotMonth(SQLModel, table=True):
    """What one bot sent and received in a local calendar month, "2026-11".

    `refused_at`: when its platform last said that the plan's messages are used up; null after a success.
    """

    __tablename__ = "bot_month"

    channel: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    sent: int = 0
    received: int = 0
    refused_at: datetime | None = None


class ShownMenu(SQLModel, table=True):
    """Which command menu a chat shows; an empty chat is everybody's menu, a language a chat."""

    __tablename__ = "shown_menu"

    channel: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    chat: str = Field(primary_key=True)
    menu: str
    shown_at: datetime


class BoundGroup(SQLModel, table=True):
    """A group of coordinators that also gets the digests of one unit, because an admin said so."""

    __tablename__ = "bound_group"
    __table_args__ = (UniqueConstraint("channel", "account", "chat"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    account: str
    chat: str
    unit_id: int = Field(foreign_key="unit.id", index=True)
    bound_by: int = Field(foreign_key="member.id")
    bound_at: datetime


BOT_ACCOUNT = table_of(BotAccount)
BOT_MONTH = table_of(BotMonth)
SHOWN_MENU = table_of(ShownMenu)
BOUND_GROUP = table_of(BoundGroup)
