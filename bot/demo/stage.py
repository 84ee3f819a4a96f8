"""The demo as the page sees it: opening (or opening again) the province, its clock, its people."""

import secrets
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import DemoClock
from bot.demo.living import Living
from bot.demo.note import Note
from bot.demo.people import begin
from bot.demo.pictures import picture
from bot.demo.script import Script, coming, roles_of
from bot.installation import Installation, install
from channels.local.channel import LocalChannel
from channels.local.platform import LocalPlatform
from core.organisation import Organisation
from core.roster import Roster
from db import record
from handlers.gathering import AlbumPatience
from web.chat.stage import ClockFace, Happening, Opened, Phase

DATABASE_NAME = "demo.db"


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and what is played. `admin` is the name of the admin."""

    folder: Path
    organisation: Organisation
    roster: Roster
    admin: str


class DemoStage:
    """Keeps the promises of web.chat.stage.Stage, once `played` has opened the province."""

    def __init__(self, scene: Scene, note: Note) -> None:
        self._scene = scene
        self._note = note
        self._clock = DemoClock(note.first)
        self._listeners: list[Callable[[Happening], None]] = []
        self._opened: Opened | None = None
        self._living: Living | None = None

    @asynccontextmanager
    async def played(self) -> AsyncIterator[Living]:
        """Open the province where it was left, or begin it. The caller runs the Living while the block lasts."""
        async with self._installed() as (installation, platform, channel):
            scene, note = self._scene, self._note
            await begin(installation, platform, scene.roster, scene.admin, note)
            self._clock.set(await _left_at(installation, platform))
            script = Script(scene.organisation, roles_of(scene.organisation, scene.roster), note.first, note.seed)
            living = Living(installation, platform, channel, self._clock, script, note, self._passed)
            if self._clock.now() < note.ready:
                living.push(note.ready)
            else:
                self._clock.go()
            self._living = living
            self._opened = Opened(scene.organisation, installation.database, platform)
            self._tell(Happening.OPENED)
            try:
                yield living
            finally:
                self._opened = self._living = None
                await living.reached()

    @asynccontextmanager
    async def _installed(self) -> AsyncIterator[tuple[Installation, LocalPlatform, LocalChannel]]:
        folder = self._scene.folder
        url = f"sqlite+aiosqlite:///{(folder / DATABASE_NAME).absolute().as_posix()}"
        patience = AlbumPatience(silence=0)  # the built-in platform delivers an album whole
        with LocalPlatform(folder / "local", self._clock.now) as platform:
            channel = LocalChannel(platform)
            media = folder / "media"
            installation = await install(self._scene.organisation, url, media, [channel], self._clock, patience)
            try:
                yield installation, platform, channel
            finally:
                await installation.close()

    # ---- what the page asks -------------------------------------------------------------------------------

    @property
    def organisation(self) -> Organisation:
        """Whose province it is."""
        return self._scene.organisation

    @property
    def world(self) -> str:
        """Drawn when the province began."""
        return self._note.world

    @property
    def opened(self) -> Opened | None:
        """The province; None while it is being prepared."""
        return self._opened

    def face(self) -> ClockFace:
        """What the clock shows now."""
        now, living = self._clock.now(), self._living
        until = living.until if living else None
        ahead = coming(self._scene.organisation, self._note.first, now)
        return ClockFace(self._phase(), now, living.since if living else None, until, ahead, self._note.people_live)

    def _phase(self) -> Phase:
        if self._living is None:
            return Phase.PREPARING
        if self._clock.now() < self._note.ready:
            return Phase.PAST
        running = self._clock.going and self._living.until is None
        return Phase.RUNNING if running else Phase.PASSING

    @property
    def visitors(self) -> Collection[str]:
        """The chats that are left to the visitor."""
        return self._note.visitors

    @property
    def codes(self) -> Mapping[str, str]:
        """Invitation codes that wait for somebody, by chat."""
        return self._note.codes

    def sample_picture(self) -> bytes:
        """A made-up post; another one each time."""
        return picture(secrets.token_hex(4))

    # ---- what the page does -------------------------------------------------------------------------------

    def push(self, until: datetime) -> None:
        """Let time pass until then; nothing while the province is being prepared."""
        if self._living is not None:
            self._living.push(until)
            self._tell(Happening.CLOCK)

    def stop(self) -> None:
        """Let a push end; the past cannot be stopped, because the visitor comes in at its end."""
        if self._living is not None and self._clock.now() >= self._note.ready:
            self._living.stop()
            self._tell(Happening.CLOCK)

    def let_people_live(self, on: bool) -> None:
        """Whether the simulated people go on doing what they do; what they leave out is not made up for."""
        self._note.people_live = on
        self._note.save()
        self._tell(Happening.CLOCK)

    def leave_to_visitor(self, chat: str) -> None:
        """The visitor speaks here from now on."""
        if chat not in self._note.visitors:
            self._note.visitors.append(chat)
            self._note.save()
            self._tell(Happening.PEOPLE)

    def hand_back(self, chat: str) -> None:
        """The simulated person speaks here again."""
        if chat in self._note.visitors:
            self._note.visitors.remove(chat)
            self._note.save()
            self._tell(Happening.PEOPLE)

    # ---- who is told --------------------------------------------------------------------------------------

    def subscribe(self, listener: Callable[[Happening], None]) -> None:
        """Call the listener whenever something is to be looked at again."""
        self._listeners.append(listener)

    def _passed(self) -> None:
        for what in (Happening.CLOCK, Happening.BOARD, Happening.PEOPLE):
            self._tell(what)

    def _tell(self, what: Happening) -> None:
        for listener in self._listeners:
            listener(what)


async def _left_at(installation: Installation, platform: LocalPlatform) -> datetime:
    """How far time had come: a restart never goes back behind anything that was said."""
    async with installation.database.snapshot() as tx:
        state, last = await record.rehearsal(tx), await record.last_moment(tx)
    said = (messages[-1].at for chat in platform.chats() if (messages := platform.messages(chat.chat)))
    known = [state.reached_at if state else None, last, *said]
    return max(moment for moment in known if moment is not None)
