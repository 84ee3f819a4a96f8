"""What must hold of any finished replay, checked against the rows it left behind."""

from collections import defaultdict
from datetime import timedelta

from tests.replay.ledger import Ledger, local, moment, quiet

REMINDER_HOURS = {"08:00", "19:30", "09:00"}


def check_nothing_was_started_in_quiet_hours(ledger: Ledger) -> None:
    """Reminders, digests, alerts: none between 21:00 and 06:30."""
    started = ledger.rows("SELECT kind, done_at FROM outbox WHERE state = 'SENT' AND started_by_bot")
    assert started
    early_or_late = [(row["kind"], row["done_at"]) for row in started if quiet(local(row["done_at"]))]
    assert early_or_late == []


def check_only_the_short_were_reminded(ledger: Ledger) -> None:
    """At each reminder's moment exactly those who were short then, and could be reached, got one message."""
    reminded: dict[str, set[int]] = defaultdict(set)
    rows = ledger.rows("SELECT member_id, done_at FROM outbox WHERE state = 'SENT' AND key LIKE 'reminder:%'")
    for row in rows:
        assert row["member_id"] not in reminded[row["done_at"]], "one message a person"
        reminded[row["done_at"]].add(row["member_id"])
    assert reminded
    assert {local(at).strftime("%H:%M") for at in reminded} == REMINDER_HOURS
    for at, members in reminded.items():
        assert members == _short_members(ledger, at), f"at {local(at):%a %Y-%m-%d %H:%M}"


def _short_members(ledger: Ledger, at: str) -> set[int]:
    """Who held a seat and was short just before a moment, in a week that ran then."""
    rows = ledger.rows(
        """
        SELECT t.member_id FROM obligation o
        JOIN period p ON p.id = o.period_id
        JOIN seat s ON s.unit_id = o.unit_id AND s.kind = 'secretary'
        JOIN tenure t ON t.seat_id = s.id
        WHERE p.opens_at <= ?1 AND o.closes_at > ?1 AND (
            SELECT count(*) FROM submission i WHERE i.period_id = o.period_id AND i.unit_id = o.unit_id
            AND i.state = 'COUNTED' AND i.recorded_at < ?1) < o.required
        """,
        at,
    )
    return {row["member_id"] for row in rows}


def check_coordinators_were_told_of_their_own_short_units(ledger: Ledger) -> None:
    """Before each deadline every coordinator with short units got one digest that names these and no others."""
    digests = ledger.rows(
        "SELECT member_id, text, done_at, period_id FROM outbox WHERE state = 'SENT' AND kind = 'at_risk'"
    )
    assert digests
    seen: set[tuple[int, int]] = set()
    for digest in digests:
        assert (digest["member_id"], digest["period_id"]) not in seen, "one digest a coordinator and week"
        seen.add((digest["member_id"], digest["period_id"]))
        short = _short_units_below(ledger, digest["member_id"], digest["period_id"], digest["done_at"])
        named = {line.split(" ", 1)[1].rsplit(" 0/", 1)[0] for line in digest["text"].split("\n")[1:]}
        assert named == short
        due = ledger.rows("SELECT due_at FROM period WHERE id = ?", digest["period_id"])[0]["due_at"]
        assert moment(digest["done_at"]) < moment(due)
    expected = _coordinators_with_short_units(ledger)
    assert seen == expected


def _short_units_below(ledger: Ledger, member: int, period: int, at: str) -> set[str]:
    rows = ledger.rows(
        """
        SELECT u.name FROM obligation o JOIN unit u ON u.id = o.unit_id
        JOIN seat s ON s.unit_id = u.parent_id AND s.kind = 'coordinator'
        JOIN tenure t ON t.seat_id = s.id AND t.member_id = ?1
        WHERE o.period_id = ?2 AND (
            SELECT count(*) FROM submission i WHERE i.period_id = o.period_id AND i.unit_id = o.unit_id
            AND i.state = 'COUNTED' AND i.recorded_at < ?3) < o.required
        """,
        member, period, at,
    )  # fmt: skip
    return {row["name"] for row in rows}


def _coordinators_with_short_units(ledger: Ledger) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for period in ledger.rows("SELECT id, due_at FROM period"):
        at = (moment(period["due_at"]) - timedelta(hours=24)).strftime("%Y-%m-%d %H:%M:%S.%f")
        for row in ledger.rows(
            "SELECT t.member_id FROM tenure t JOIN seat s ON s.id = t.seat_id AND s.kind = 'coordinator'"
        ):
            if _reached(period["due_at"], ledger) and _short_units_below(ledger, row["member_id"], period["id"], at):
                found.add((row["member_id"], period["id"]))
    return found


def _reached(due_at: str, ledger: Ledger) -> bool:
    last = ledger.rows("SELECT reached_at FROM rehearsal")[0]["reached_at"]
    return moment(last) >= moment(due_at)


def check_each_miss_was_flagged_once(ledger: Ledger) -> None:
    """Every obligation short at its close has exactly one MISSED flag, and no other obligation has one."""
    last = ledger.rows("SELECT reached_at FROM rehearsal")[0]["reached_at"]
    missed = {
        row["id"]
        for row in ledger.rows(
            """
            SELECT o.id FROM obligation o WHERE o.closes_at <= ?1 AND (
                SELECT count(*) FROM submission i WHERE i.period_id = o.period_id AND i.unit_id = o.unit_id
                AND i.state = 'COUNTED' AND i.effective_at < o.closes_at) < o.required
            """,
            last,
        )
    }
    flags = [row["obligation_id"] for row in ledger.rows("SELECT obligation_id FROM flag WHERE kind = 'MISSED'")]
    assert len(flags) == len(set(flags))
    assert set(flags) == missed
    assert missed


def check_receipts_are_kept_promises(ledger: Ledger) -> None:
    """Every number in a receipt that somebody read is an item that is there."""
    there = {row["id"] for row in ledger.rows("SELECT id FROM submission")}
    promised = ledger.numbers_promised()
    assert promised
    assert promised <= there
    assert ledger.unsent() == 0
