"""How the installation's health is told: one sentence that says whether all is well, then a line for each fact."""

from core.health import Health, Worry, worries
from core.ports import Person
from texts.rendering import Sentence, lines
from texts.say import Texts


def health_text(texts: Texts, person: Person, health: Health) -> Sentence:
    """The whole message: what must be seen to has a sign in front, so that nobody reads over it."""
    found = worries(health)
    head = texts.say(person, "health.worries" if found else "health.fine", at=health.at, n=len(found))
    told = [*_stopped_or_silent(texts, person, health, found), *_backup(texts, person, health, found)]
    told += [_channel(texts, person, name, failed) for name, failed in health.failed.items()]
    told += [_queue(texts, person, health, found)]
    if Worry.INTAKE_HANGS in found and health.unhandled_since is not None:
        told.append(texts.say(person, "health.intake_hangs", n=health.unhandled, since=health.unhandled_since))
    if Worry.SET_ASIDE in found:
        told.append(texts.say(person, "health.set_aside", n=health.set_aside))
    if health.beat_at is not None and Worry.BEAT_HANGS not in found:
        told.append(texts.say(person, "health.beat", at=health.beat_at))
    return lines([head, *told])


def _stopped_or_silent(texts: Texts, person: Person, health: Health, found: list[Worry]) -> list[Sentence]:
    told = []
    if health.stopped_since is not None:
        told.append(texts.say(person, "health.stopped", since=health.stopped_since))
    if health.silence is not None and Worry.WAS_SILENT in found:
        told.append(texts.say(person, "health.was_silent", since=health.silence.since, until=health.silence.until))
    told += [texts.say(person, "health.rival", bot=bot) for bot in health.rivals]
    if health.beat_at is not None and Worry.BEAT_HANGS in found:
        told.append(texts.say(person, "health.beat_hangs", at=health.beat_at))
    return told


def _backup(texts: Texts, person: Person, health: Health, found: list[Worry]) -> list[Sentence]:
    backup, restore = health.backup, health.restore
    if backup is None:
        return [texts.say(person, "health.no_backup")]
    if not backup.fine and backup.fine_at is None:
        told = [texts.say(person, "health.backup_failed_always", at=backup.at, said=backup.told or "–")]
    elif not backup.fine:
        told = [texts.say(person, "health.backup_failed", at=backup.at, said=backup.told or "–", until=backup.fine_at)]
    else:
        told = [texts.say(person, "health.backup_old" if Worry.BACKUP_OLD in found else "health.backup", at=backup.at)]
    if restore is None:
        told.append(texts.say(person, "health.never_restored"))
    else:
        key = "health.restored" if restore.fine else "health.restore_failed"
        told.append(texts.say(person, key, at=restore.at, said=restore.told or "–"))
    return told


def _channel(texts: Texts, person: Person, name: str, failed: int) -> Sentence:
    key = f"platform.{name}"
    shown = texts.say(person, key) if texts.has(key) else name
    return texts.say(person, "health.channel_failed" if failed else "health.channel", name=shown, n=failed)


def _queue(texts: Texts, person: Person, health: Health, found: list[Worry]) -> Sentence:
    if not health.queued or health.queued_since is None:
        return texts.say(person, "health.queue_empty")
    key = "health.queue_hangs" if Worry.QUEUE_HANGS in found else "health.queue"
    return texts.say(person, key, n=health.queued, since=health.queued_since)
