"""Pushing the clock: an hour, a day, to the next moment of the calendar, or to one that is named."""

from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from web.bodies import Refusal, flag_in, json_of, text_in
from web.chat.stage import ClockFace, Opened, Stage
from web.chat.words import face_words

FARTHEST = timedelta(days=31)
"""Nobody pushes farther than this at a time."""

_STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


class Clocking:
    """The routes of the clock."""

    def __init__(self, stage: Stage, province: Callable[[], Opened]) -> None:
        self._stage = stage
        self._province = province

    def routes(self) -> list[Route]:
        """All of them are POST."""
        return [
            Route("/api/clock", self.clock, methods=["POST"]),
            Route("/api/people-live", self.people_live, methods=["POST"]),
        ]

    async def clock(self, request: Request) -> JSONResponse:
        """`push`: hour, day or next, counted from where a running push ends; or stop. `until`: a moment."""
        document = await json_of(request)
        push, until = text_in(document, "push", 20), text_in(document, "until", 40)
        self._province()
        face = self._stage.face()
        if push == "stop":
            self._stage.stop()
        elif until or push:
            moment = _moment(until) if until else _target(face, push)
            if moment > face.now + FARTHEST:
                raise Refusal(409, "too_far", days=FARTHEST.days)
            if moment > face.now:
                self._stage.push(moment)
        else:
            raise Refusal(400, "bad_request", field="push")
        return JSONResponse(face_words(self._stage.face()))

    async def people_live(self, request: Request) -> JSONResponse:
        """Whether the simulated people go on living."""
        on = flag_in(await json_of(request), "on")
        self._province()
        self._stage.let_people_live(on)
        return JSONResponse(face_words(self._stage.face()))


def _target(face: ClockFace, push: str) -> datetime:
    begin = face.until or face.now
    if push in _STEPS:
        return begin + _STEPS[push]
    if push != "next":
        raise Refusal(400, "bad_request", field="push")
    return next((coming.at for coming in face.coming if coming.at > begin), begin + _STEPS["day"])


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(400, "bad_request", field="until") from None
    if moment.tzinfo is None:
        raise Refusal(400, "bad_request", field="until")
    return moment
