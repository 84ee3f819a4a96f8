"""`nhacnop doctor`: can the database be used at all, and may this user write where the bot writes?"""

import os

from bot.ailing import database_mend
from bot.commands.check import writable
from bot.commands.doctor_machine import folders
from bot.commands.finding import Finding, number_of
from bot.config import Config
from bot.file_rights import too_open
from bot.secret_text import database_url
from bot.session import config_path
from db.engine import DatabaseAway, away_in_words
from db.migrate import HalfDatabase, NewerDatabase, current, head

UNUSABLE = "; nothing else in it was looked at"


async def unusable(config: Config) -> Finding | None:
    """What keeps the rows from being looked at; None when nothing does. Leaves the database as it is."""
    try:
        revision = await current(database_url(config, os.environ).reveal())
    except DatabaseAway as away:
        return away_finding(away)
    except NewerDatabase as newer:
        told = f'the database is of a newer version of nhacnop (revision "{newer}"){UNUSABLE}'
        return Finding("database", "", told, "use that version, or bring an older backup back", 1, [{"told": told}])
    except HalfDatabase as half:
        told = f"the database is half made ({half}){UNUSABLE}"
        mend = "move it away and bring the newest backup back with nhacnop restore"
        return Finding("database", "", told, mend, 1, [{"told": told}])
    if revision in {None, head()}:
        return None
    told = f"the database is at revision {revision}, this program is at {head()}{UNUSABLE}"
    row = {"revision": revision, "head": head()}
    return Finding("migrations", "", told, "nhacnop backup DIR, then nhacnop migrate", 1, [row])


def away_finding(away: DatabaseAway) -> Finding:
    """The database cannot be used now."""
    told = f"the database cannot be used ({away_in_words(away)}){UNUSABLE}"
    return Finding("database", "", told, database_mend(away), 1, [{"told": told}])


def rights(config: Config) -> list[Finding]:
    """Where the bot cannot write, and where others can."""
    shut = [found for what, folder in folders(config) if not (found := writable(what, folder)).fine]
    others = [line.partition("; ") for line in too_open(config, os.environ, config_path())]
    return [
        Finding(
            "folders",
            "every folder can be written",
            f"{number_of(len(shut), 'folder')} that cannot be written",
            "; ".join(dict.fromkeys(each.mend for each in shut)),
            len(shut),
            [{"told": each.what} for each in shut],
            [each.what for each in shut],
        ),
        Finding(
            "rights",
            "nobody else on this machine can open what is kept",
            f"{number_of(len(others), 'file or folder')} that others on this machine can open or change",
            "; ".join(mend for _, _, mend in others),
            len(others),
            [{"told": what, "mend": mend} for what, _, mend in others],
            [what for what, _, _ in others],
        ),
    ]
