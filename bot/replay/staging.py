"""Setting a replay up: its folder, its database, its roster; and going on where a killed one stopped."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from bot.clock import HandClock
from bot.installation import Installation, install
from bot.paperwork import Paperwork
from bot.replay.living import Play, Replay, weeks_of
from bot.replay.pictures import Pictures, picture
from bot.roster_import import accept, read_content, read_file
from channels.local.channel import LocalChannel
from channels.local.platform import LocalPlatform
from core.organisation import Organisation
from core.roster import Roster, RosterCounts, SeatKind, roster_counts
from db import record, roster
from handlers.gathering import AlbumPatience

BUILT_IN_ROSTER = "quang-tri-2023.csv"


class CannotStage(Exception):
    """The replay cannot start here; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Script:
    """What makes two replays the same. `start` is the local start as written, `pictures` the folder they come from."""

    start: str
    weeks: int
    roster: str
    compliance: float
    seed: int
    pictures: str = ""


def read_script_roster(organisation: Organisation, path: Path | None) -> Roster:
    """The roster of the play: a file, or the province that comes with the program."""
    if path is not None:
        return read_file(path, organisation)
    content = files("bot").joinpath("rosters", BUILT_IN_ROSTER).read_bytes()
    return read_content(content, BUILT_IN_ROSTER, organisation)


def claim_folder(folder: Path, script: Script) -> None:
    """Use the folder for this script. Raises CannotStage when another one was begun there."""
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "replay.json"
    written = json.dumps(asdict(script), ensure_ascii=False, indent=1)
    if note.exists():
        if note.read_text(encoding="utf-8") != written:
            raise CannotStage(
                f"{folder} holds a replay with other settings (see {note}); choose another --out, or the same settings"
            )
        return
    if any(folder.iterdir()):
        raise CannotStage(f"{folder} is not empty and holds no replay; choose another --out")
    note.write_text(written, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Staged:
    """A replay that is ready to go on."""

    installation: Installation
    platform: LocalPlatform
    replay: Replay
    play: Play
    counts: RosterCounts


@asynccontextmanager
async def stage(
    organisation: Organisation,
    folder: Path,
    wanted: Roster,
    script: Script,
    start: datetime,
    *,
    passing: bool,
    pictures: Pictures = picture,
) -> AsyncIterator[Staged]:
    """Open (or open again) the replay in this folder; a `passing` one is deleted afterwards."""
    clock = HandClock(start)
    platform = LocalPlatform(folder / "local", clock.now)
    channel = LocalChannel(platform)
    url = f"sqlite+aiosqlite:///{(folder / 'replay.db').absolute().as_posix()}"
    patience = AlbumPatience(silence=0)  # the built-in platform delivers an album whole
    papers = Paperwork(folder / "documents", made=False)  # nobody opens them; the reports are written at the end
    installation = await install(
        organisation, url, folder / "media", [channel], clock, patience, passing=passing, paperwork=papers
    )
    try:
        await _begin(installation, clock, wanted, start)
        weeks, following = weeks_of(installation, start, script.weeks)
        quotas = quotas_of(organisation, wanted)
        play = Play(
            task=organisation.weekly,
            weeks=tuple(weeks),
            following=following,
            secretaries=tuple(quotas),
            quotas=quotas,
            coordinators=tuple(holder.unit for holder in wanted.holders if holder.kind is SeatKind.COORDINATOR),
            compliance=script.compliance,
            seed=script.seed,
        )
        replay = Replay(installation, platform, channel, clock, play, pictures)
        yield Staged(installation, platform, replay, play, roster_counts(wanted, organisation.owing_levels))
    finally:
        await installation.close()
        platform.close()


def quotas_of(organisation: Organisation, wanted: Roster) -> dict[str, int]:
    """How many items a week each unit with a secretary owes of the first weekly task, by unit code."""
    task = organisation.weekly
    owing = {each.code: task.quota_of(each.level, each.code) for each in wanted.units if each.level in task.owed_by}
    secretaries = (holder.unit for holder in wanted.holders if holder.kind is SeatKind.SECRETARY)
    return {unit: owing[unit].total for unit in secretaries if unit in owing and owing[unit].total}


async def _begin(installation: Installation, clock: HandClock, wanted: Roster, start: datetime) -> None:
    """Mark the database as a rehearsal and import the roster, once; later go on from the moment reached."""
    async with installation.database.transaction() as tx:
        state = await record.rehearsal(tx)
        if state is None:
            await record.begin_rehearsal(tx, start, 0.0)
        empty = await roster.is_empty(tx)
        last = await record.last_moment(tx)
    if state is not None:
        clock.set(max(state.reached_at, last or state.reached_at))
    if empty:
        await accept(installation.database, installation.organisation, wanted, start)
