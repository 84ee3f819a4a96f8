"""From what happens in the province to what the tabs hear: messages at once, the rest at a bearable pace."""

import asyncio
from typing import Any

from channels.local.messages import LocalMessage
from web.chat.feed import Feed
from web.chat.stage import Happening, Stage
from web.chat.words import face_words, message_words

PAUSE = 0.15
"""While time is pushed much happens at once; tabs look again at most so often (seconds)."""


class Live:
    """Tells a feed what happens on a stage. `run` it beside the page."""

    def __init__(self, stage: Stage, feed: Feed) -> None:
        self._stage = stage
        self._feed = feed
        self._fresh: set[Happening] = set()
        self._woken = asyncio.Event()
        self._listening_to: object = None
        stage.subscribe(self._happened)
        self._listen()

    async def run(self) -> None:
        """Tell what has happened, for ever."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            for what in sorted(self._fresh):
                self._feed.publish(what.value, self._words(what))
            self._fresh.clear()
            await asyncio.sleep(PAUSE)

    def _happened(self, what: Happening) -> None:
        if what is Happening.OPENED:
            self._listen()
        self._fresh.add(what)
        self._woken.set()

    def _listen(self) -> None:
        """Hear the messages of the platform, once it is there."""
        opened = self._stage.opened
        if opened is not None and self._listening_to is not opened.platform:
            self._listening_to = opened.platform
            opened.platform.subscribe(self._said)

    def _said(self, message: LocalMessage) -> None:
        self._feed.publish("message", message_words(message))

    def _words(self, what: Happening) -> Any:
        return face_words(self._stage.face()) if what is Happening.CLOCK else None
