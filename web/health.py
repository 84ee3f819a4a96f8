"""Is the bot alive, and how is it? For whoever watches from the same side of the proxy: a machine, not a person.

`/healthz` answers 200 while it beats and takes things in, else 503 and what is wrong. `/metrics` gives the few figures
that matter, in Prometheus' text form. Neither names a person or a unit.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.health import Health, Worry, worries

Look = Callable[[], Awaitable[Health]]

DEADLY = frozenset({Worry.BEAT_HANGS, Worry.QUEUE_HANGS, Worry.INTAKE_HANGS})
"""What makes `/healthz` say no. The rest wants a person, not another process."""


class Watching:
    """`look` reads the facts; what it raises is answered 503."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def routes(self) -> Sequence[Route]:
        """Two, to look at only."""
        return [Route("/healthz", self._healthz, methods=["GET"]), Route("/metrics", self._metrics, methods=["GET"])]

    async def _healthz(self, _: Request) -> Response:
        try:
            health = await self._look()
        except Exception as error:
            return JSONResponse(
                {"alive": True, "ready": False, "wrong": ["database"], "error": type(error).__name__}, 503
            )
        wrong = [worry.value for worry in worries(health)]
        ready = not DEADLY.intersection(worries(health))
        told = {
            "alive": True,
            "ready": ready,
            "wrong": wrong,
            "last_beat": health.beat_at.isoformat() if health.beat_at else None,
            **{name: value for name, value in _figures(health).items() if name.endswith("seconds")},
        }
        return JSONResponse(told, HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)

    async def _metrics(self, _: Request) -> Response:
        try:
            health = await self._look()
        except Exception:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return Response(_told(health), media_type=CONTENT_TYPE_PLAIN_0_0_4)


_HELP: Mapping[str, str] = {
    "nhacnop_beat_age_seconds": "Seconds since the last beat; it beats every 20.",
    "nhacnop_outbox_waiting": "Messages that might go now and have not gone.",
    "nhacnop_outbox_oldest_seconds": "How long the oldest of them has waited.",
    "nhacnop_inbox_waiting": "Updates that came in and are not handled yet.",
    "nhacnop_inbox_oldest_seconds": "How long the oldest of them has waited.",
    "nhacnop_inbox_set_aside": "Updates of the last day that could not be handled.",
    "nhacnop_backup_age_seconds": "Seconds since the last backup that went well; -1 when there is none.",
    "nhacnop_restore_age_seconds": "Seconds since a backup was last proved by a restore; -1 for never.",
    "nhacnop_stopped": "1 while an emergency stop holds messages back.",
}


def _figures(health: Health) -> Mapping[str, float]:
    def since(moment: datetime | None) -> float:
        return -1.0 if moment is None else max(0.0, (health.at - moment).total_seconds())

    backup, restore = health.backup, health.restore
    return {
        "nhacnop_beat_age_seconds": since(health.beat_at),
        "nhacnop_outbox_waiting": health.queued,
        "nhacnop_outbox_oldest_seconds": 0.0 if health.queued_since is None else since(health.queued_since),
        "nhacnop_inbox_waiting": health.unhandled,
        "nhacnop_inbox_oldest_seconds": 0.0 if health.unhandled_since is None else since(health.unhandled_since),
        "nhacnop_inbox_set_aside": health.set_aside,
        "nhacnop_backup_age_seconds": since(backup.fine_at if backup else None),
        "nhacnop_restore_age_seconds": since(restore.fine_at if restore else None),
        "nhacnop_stopped": float(health.stopped_since is not None),
    }


def _told(health: Health) -> bytes:
    registry = CollectorRegistry()
    for name, value in _figures(health).items():
        Gauge(name, _HELP[name], registry=registry).set(value)
    failed = Gauge(
        "nhacnop_outbox_failed", "Messages of the last day that could not be sent.", ["channel"], registry=registry
    )
    for channel, number in health.failed.items():
        failed.labels(channel).set(number)
    return generate_latest(registry)
