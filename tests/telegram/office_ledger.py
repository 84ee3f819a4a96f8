"""What a killed bot left on disk, read from outside: what was recorded, promised, sent, and what may be repeated."""

import hashlib
import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any


class Ledger:
    """Questions to the database file and the folder of pictures. Reading never hinders the bot, nor mends anything."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """The rows of one statement, as they are now."""
        file = f"file:{(self._folder / 'nhacnop.db').as_posix()}?mode=ro"
        with closing(sqlite3.connect(file, uri=True, timeout=10)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> Any:
        """The only value of a statement."""
        return self.rows(sql, *values)[0][0]

    def busy(self) -> dict[str, int]:
        """What is still to be done, by where it waits; empty when nothing is."""
        found = self.rows(
            """
            SELECT (SELECT count(*) FROM inbox WHERE state = 'NEW') AS inbox,
                   (SELECT count(*) FROM outbox WHERE state IN ('QUEUED', 'CLAIMED')) AS outbox
            """
        )[0]
        return {where: found[where] for where in ("inbox", "outbox") if found[where]}

    def waiting(self, kind: str) -> int:
        """How many messages of this kind still have to go out."""
        sql = "SELECT count(*) FROM outbox WHERE kind = ? AND state IN ('QUEUED', 'CLAIMED')"
        return int(self.one(sql, kind))

    # ---- what came in ------------------------------------------------------------------------------------------

    def items(self) -> Counter[tuple[str, str]]:
        """How many items each message has, by chat and message."""
        return Counter((row["chat"], row["message"]) for row in self.rows("SELECT chat, message FROM submission"))

    def counted(self) -> int:
        """How many items count."""
        return int(self.one("SELECT count(*) FROM submission WHERE state = 'COUNTED'"))

    def pictures(self) -> set[str]:
        """The SHA-256 of every picture that an item names; each lies in the store, whole."""
        named = {row[0] for row in self.rows("SELECT media_sha FROM submission WHERE media_sha IS NOT NULL")}
        for sha256 in named:
            (file,) = (self._folder / "media" / sha256[:2]).glob(f"{sha256[2:]}.*")
            assert hashlib.sha256(file.read_bytes()).hexdigest() == sha256
        return named

    def pictures_to_come(self) -> int:
        """How many items count whose picture is still to be fetched."""
        return int(self.one("SELECT count(*) FROM pending_picture"))

    # ---- what went out -----------------------------------------------------------------------------------------

    def sent(self) -> Counter[tuple[str, str]]:
        """The messages that the bot believes to have sent, by chat and text."""
        return Counter((row[0], row[1]) for row in self.rows("SELECT chat, text FROM outbox WHERE state = 'SENT'"))

    def receipts(self) -> list[Counter[tuple[str, str]]]:
        """Of each receipt that the bot believes to have sent: how many items it numbers, by chat and message."""
        sources = {row["id"]: row["message"] for row in self.rows("SELECT id, message FROM submission")}
        rows = self.rows("SELECT chat, text FROM outbox WHERE state = 'SENT' AND kind = 'receipt'")
        return [Counter((row["chat"], sources[number]) for number in _item_numbers(row["text"])) for row in rows]

    def reminded(self) -> Counter[str]:
        """How many reminders the bot believes to have sent to each chat."""
        rows = self.rows("SELECT chat, count(*) FROM outbox WHERE state = 'SENT' AND kind = 'reminder' GROUP BY chat")
        return Counter({row[0]: row[1] for row in rows})

    def failed(self) -> list[str]:
        """The keys of messages that could not be sent to somebody who has a chat."""
        rows = self.rows(
            """
            SELECT key FROM outbox o WHERE state IN ('FAILED', 'EXPIRED') AND (chat IS NOT NULL
            OR EXISTS (SELECT 1 FROM address a WHERE a.member_id = o.member_id AND a.state = 'LIVE'))
            """
        )
        return [row[0] for row in rows]

    def claimed(self) -> Counter[str]:
        """How many messages to each chat are claimed and not marked: those that a death now may repeat."""
        rows = self.rows(
            """
            SELECT coalesce(o.chat, (SELECT a.chat FROM address a WHERE a.member_id = o.member_id AND a.state = 'LIVE'))
            FROM outbox o WHERE o.state = 'CLAIMED'
            """
        )
        return Counter(row[0] for row in rows)


def _item_numbers(text: str) -> list[int]:
    """The items that a Vietnamese receipt names: one by one, or from the first to the last."""
    spans = [(int(first), int(last or first)) for first, last in re.findall(r"BC-(\d+)(?: đến BC-(\d+))?", text)]
    return [number for first, last in spans for number in range(first, last + 1)]
