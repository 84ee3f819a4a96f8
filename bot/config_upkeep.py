"""Settings of those who look after the installation: backups, the watch from outside, the log."""

from datetime import time

from bot.config_addresses import OptionalWebUrl
from bot.config_section import Section
from bot.config_values import Backups, LogForm, OptionalText, OptionalTime, TimeOfDay
from bot.logs import LogFormat


class BackupSettings(Section):
    """Where backups go, when in local time, and how many are kept. Without a folder none is made by itself."""

    dir: OptionalText = None
    at: TimeOfDay = time(2)
    keep: Backups = 14


class WatchSettings(Section):
    """An address outside that is fetched after every good beat."""

    url: OptionalWebUrl = None


class LogSettings(Section):
    """How the log is written."""

    format: LogForm = LogFormat.TEXT


class HealthSettings(Section):
    """When, in local time, the admins hear how the installation is; None: only when they ask."""

    at: OptionalTime = time(7)
