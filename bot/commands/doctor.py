"""`nhacnop doctor`: what went wrong and did not mend itself, and how a person mends it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import typer

from bot.clock import SystemClock
from bot.commands import doctor_database, doctor_machine, doctor_outside, doctor_pictures, doctor_plans
from bot.commands.finding import Finding, number_of
from bot.commands.printing import moment, print_json, run
from bot.config import Config
from bot.session import CommandError, Session, opened, settings
from bot.stopped import MEND, stop_line
from core.calendar import local_day
from db import doctor, errands, upkeep
from db.doctor import Stuck
from db.engine import DatabaseAway, Tx
from media.store import MediaStore

SLOW = timedelta(minutes=10)
"""What waits longer than this is stuck."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor", help="Look for what went wrong and did not mend itself; say how to mend it.")(examine)


def examine(
    days: int = typer.Option(7, min=1, max=3660, help="How far back to look for what failed or was set aside."),
    json: bool = typer.Option(False, "--json", help="One JSON document, with the whole tracebacks."),
) -> None:
    """Print a line for everything looked at; exit 1 when something is wrong. Changes nothing."""
    run(_examine(settings(), days, json))


async def _examine(config: Config, days: int, json: bool) -> None:
    now = SystemClock().now()
    findings = [
        *doctor_machine.disks(config),
        *doctor_database.rights(config),
        *await doctor_outside.look(config),
    ]
    unusable = await doctor_database.unusable(config)
    if unusable is None:
        try:
            async with opened(config) as session, session.database.snapshot() as tx:
                now, findings = session.now, [*await _look(tx, session, days), *findings]
        except DatabaseAway as away:  # in this very moment
            unusable = doctor_database.away_finding(away)
    if unusable is not None:
        findings = [unusable, *findings]
    healthy = not any(finding.number for finding in findings)
    if json:
        print_json({"now": moment(now), "healthy": healthy, "findings": [_as_json(each) for each in findings]})
    else:
        for line in _told(findings):
            print(line)
    if not healthy:
        raise CommandError("something is wrong, see above")


async def _look(tx: Tx, session: Session, days: int) -> list[Finding]:
    now, since = session.now, session.now - timedelta(days=days)
    return [
        await _stopped(tx, session),
        await _beat(tx, session),
        await doctor_machine.clock(tx, session),
        await _set_aside(tx, session, since),
        await _failed(tx, session, since),
        await _plans(tx, session),
        await _unsaid(tx, session, days),
        await _unreached(tx, session),
        _stuck(session, "unhandled", "update", "handled", await doctor.unhandled(tx, now - SLOW)),
        _stuck(session, "unanswered", "answer", "sent", await doctor.unanswered(tx, now - SLOW)),
        _stuck(session, "unmarked", "message", "marked after it was claimed", await doctor.unmarked(tx, now)),
        await _overdue(tx, session),
        await _errands(tx, session, since),
        await _rivals(tx, session),
        *await _pictures(tx, session),
    ]


async def _stopped(tx: Tx, session: Session) -> Finding:
    line = await stop_line(tx, session.organisation.calendar.zone)
    number = 0 if line is None else 1
    return Finding("stopped", "no emergency stop is on", line or "", MEND, number, [{"told": line}] * number)


async def _beat(tx: Tx, session: Session) -> Finding:
    """Whether `run` is running; before it ever ran nothing is wrong."""
    last = (await upkeep.all_done(tx)).get(upkeep.BEAT)
    since = [last.at] if last is not None and session.now - last.at >= SLOW else []
    return Finding(
        "beat",
        f"it beat last {_local(session, last.at)}" if last else "nhacnop run was never started here",
        f"nothing has beaten since {_local(session, since[0])}" if since else "",
        "start nhacnop run, or see what it logs",
        len(since),
        [{"since": moment(each)} for each in since],
    )


async def _set_aside(tx: Tx, session: Session, since: datetime) -> Finding:
    found = await doctor.set_aside(tx, since)
    return Finding(
        "set_aside",
        "no update was set aside",
        f"{number_of(len(found), 'update')} set aside after raising three times",
        "the senders were asked to send again; give the tracebacks (--json) to whoever looks after the program",
        len(found),
        [{"id": each.id, "channel": each.channel, "at": moment(each.at), "error": each.error} for each in found],
        [f"inbox {each.id}, {each.channel}, {_local(session, each.at)}: {each.reason}" for each in found],
    )


async def _failed(tx: Tx, session: Session, since: datetime) -> Finding:
    found = await doctor.failed(tx, since)
    number = sum(each.number for each in found)
    return Finding(
        "failed",
        "every message could be sent",
        f"{number_of(number, 'message')} failed for good",
        "Refused: give the reason to whoever looks after the program; Misconfigured: nhacnop check; "
        "otherwise see that this machine reaches the platform",
        number,
        [asdict(each) | {"last_at": moment(each.last_at)} for each in found],
        [f"{each.number} × {each.kind}, last {_local(session, each.last_at)}: {each.error}" for each in found],
    )


async def _plans(tx: Tx, session: Session) -> Finding:
    found = await doctor_plans.near_end(tx, session)
    return Finding(
        "plans",
        "no bot's plan nears its end",
        f"{number_of(len(found), 'plan')} near the end",
        "raise the plan and its numbers in the settings, or add a bot there and invite people to it",
        len(found),
        [asdict(each) for each in found],
        [each.line for each in found],
    )


async def _unsaid(tx: Tx, session: Session, days: int) -> Finding:
    number, rows, told = await doctor_plans.unsaid(tx, session, timedelta(days=days))
    return Finding(
        "unsaid",
        "nothing was left unsaid because a plan was used up",
        f"{number_of(number, 'message')} left unsaid because a plan was used up",
        "tell these people otherwise; what they handed in is recorded",
        number,
        rows,
        told,
    )


async def _unreached(tx: Tx, session: Session) -> Finding:
    found = await doctor.unreached(tx, local_day(session.organisation.calendar, session.now))
    return Finding(
        "unreached",
        "everybody who was linked can be reached",
        f"{number_of(len(found), 'seat')} whose holder blocked the bot or left",
        "call them: whoever writes to the bot again is linked again; "
        "for a lost phone issue a new code with nhacnop invites --unit CODE",
        len(found),
        [asdict(each) | {"since": moment(each.since)} for each in found],
        [
            f"{each.unit} {each.unit_name}, {each.seat} {each.member}: {each.channel}, {_local(session, each.since)}"
            for each in found
        ],
    )


def _stuck(session: Session, kind: str, what: str, deed: str, found: Stuck) -> Finding:
    since = [] if found.since is None else [found.since]
    return Finding(
        kind,
        f"no {what} waits to be {deed}",
        f"{number_of(found.number, what)} not {deed}",
        "see that nhacnop run is running and what it logs; when it starts it takes them up by itself",
        found.number,
        [{"number": found.number, "since": moment(each)} for each in since],
        [f"since {_local(session, each)}" for each in since],
    )


async def _overdue(tx: Tx, session: Session) -> Finding:
    found = await doctor.overdue_pictures(tx, session.now)
    return Finding(
        "overdue_pictures",
        "no picture is waited for in vain",
        f"{number_of(len(found), 'picture')} counted, never fetched and not given up",
        "see that nhacnop run is running and what it logs; it fetches them or gives them up by itself",
        len(found),
        [asdict(each) | {"give_up_at": moment(each.give_up_at)} for each in found],
        [f"BC-{each.submission}, {each.unit_name}, since {_local(session, each.give_up_at)}" for each in found],
    )


async def _errands(tx: Tx, session: Session, since: datetime) -> Finding:
    found = await errands.failed_since(tx, since)
    return Finding(
        "errands",
        "every document could be made",
        f"{number_of(len(found), 'document')} could not be made",
        "mend what the line says (a full disk, a broken template); nhacnop report makes the month's documents by hand, "
        "and whoever asked in the chat may ask again",
        len(found),
        [asdict(each) | {"at": moment(each.at)} for each in found],
        [f"{each.key}, {_local(session, each.at)}: {each.error}" for each in found],
    )


async def _rivals(tx: Tx, session: Session) -> Finding:
    found = upkeep.rivals_in(await upkeep.all_done(tx), session.now)
    return Finding(
        "rivals",
        "no other program uses a bot's token",
        f"another program uses the token of {', '.join(found)}: each of the two loses what the other takes",
        "stop the other installation, or renew the token with the platform and set it here only",
        len(found),
        [{"bot": bot} for bot in found],
    )


async def _pictures(tx: Tx, session: Session) -> list[Finding]:
    found = await doctor_pictures.look(tx, MediaStore(session.config.media_dir))
    missing = Finding(
        "missing_pictures",
        "each picture has its file",
        f"{number_of(len(found.missing), 'picture')} without a file",
        f"put them back into {session.config.media_dir} from a backup; the items still count, reports show a gap",
        len(found.missing),
        [{"sha256": sha256, "submission": item} for sha256, item in found.missing.items()],
        doctor_pictures.named(found),
    )
    unclaimed = Finding(
        "unclaimed_pictures",
        "each file has its picture's row",
        f"{number_of(len(found.unclaimed), 'file')} that no row names",
        "see that nhacnop run is running; it deletes them once a day",
        len(found.unclaimed),
        [{"sha256": sha256} for sha256 in found.unclaimed],
    )
    return [missing, unclaimed]


def _local(session: Session, at: datetime) -> str:
    return at.astimezone(session.organisation.calendar.zone).strftime("%Y-%m-%d %H:%M")


def _as_json(finding: Finding) -> dict[str, Any]:
    mend = finding.mend if finding.number else ""
    return {"kind": finding.kind, "number": finding.number, "mend": mend, "rows": list(finding.rows)}


def _told(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        if not finding.number:
            yield f"ok    {finding.fine}"
            continue
        yield f"WRONG {finding.wrong}; to mend: {finding.mend}"
        yield from (f"      {line}" for line in finding.lines)
