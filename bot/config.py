"""Which settings are there, and what are they when `config.yaml` leaves them out?

`config.yaml` explains each of them. Secrets are no settings: see `bot.secret_text`.
"""

from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, PrivateAttr, ValidationError

from bot.config_addresses import DatabaseUrl, Host, OptionalWebUrl
from bot.config_channels import ChannelsSettings
from bot.config_checks import misfits
from bot.config_duty import CategorySettings, Levels, OnceSettings, OptionalDay, QuotasBy, ReminderMoment
from bot.config_faults import ConfigError, ConfigFault, faults_of, key_of, line_of, shown
from bot.config_file import Written, read_settings
from bot.config_reports import ReportSettings
from bot.config_section import Section
from bot.config_upkeep import BackupSettings, HealthSettings, LogSettings, WatchSettings
from bot.config_values import (
    AddressForm,
    BeforeDue,
    Chronic,
    Code,
    CountingRule,
    Country,
    DayOfMonth,
    Days,
    Flag,
    Follows,
    Grace,
    Keeping,
    Language,
    Misses,
    Moment,
    Months,
    Notice,
    Policy,
    Port,
    Quota,
    Share,
    Text,
    TimeOfDay,
    Validity,
    Version,
    Wait,
    Weeks,
    WorkingDays,
    Zone,
)
from core.calendar import HolidayPolicy, WeekMoment
from core.months import MonthMoment
from core.task import ChronicRule
from core.trust import Consequence, Counting

_SQLITE = "sqlite+aiosqlite:///"
_HOUR = timedelta(hours=1)


class WordsSettings(Section):
    """What the organisation calls its people."""

    secretary: Text = "đầu mối"
    coordinator: Text = "cán bộ phụ trách"


class OrganisationSettings(Section):
    """Who runs the bot, and how it speaks."""

    name: Text = "tổ chức"
    language: Language = "vi"
    address_form: AddressForm = "anh_chi"
    words: WordsSettings = WordsSettings()


class DatabaseSettings(Section):
    """Where the rows are kept."""

    url: DatabaseUrl = f"{_SQLITE}data/nhacnop.db"


class MediaSettings(Section):
    """Where the pictures are kept, and for how many months: those that counted once, and the others."""

    dir: Text = "data/media"
    keep: Months = 12
    keep_refused: Months = 3


class WebSettings(Section):
    """The one HTTP door."""

    enabled: Flag = True
    host: Host = "127.0.0.1"
    port: Port = 8080
    public_url: OptionalWebUrl = None


class WeekSettings(Section):
    """When a task's week opens and falls due, and how long after that it closes."""

    opens: Moment = WeekMoment.parse("mon 00:00")
    due: Moment = WeekMoment.parse("sun 20:00")
    grace: Grace = 12 * _HOUR


class EscalateSettings(Section):
    """When an alert goes one level up."""

    unacknowledged: Wait = 24 * _HOUR
    misses_in_a_row: Misses = 2
    chronic: Chronic = ChronicRule()


class MonthSettings(Section):
    """When a reporting month closes and when its report becomes final."""

    closes: DayOfMonth = MonthMoment.parse("22 12:00")
    final: DayOfMonth = MonthMoment.parse("24 12:00")


class LikenessSettings(Section):
    """What follows when an item is like an earlier one."""

    own_same: Follows = Consequence.REFUSE
    own_similar: Follows = Consequence.REVIEW
    other_same: Follows = Consequence.REVIEW
    other_similar: Follows = Consequence.IGNORE
    other_link: Follows = Consequence.IGNORE
    weeks: Weeks = 8


class ReviewSettings(Section):
    """What the coordinators look at, and what it means meanwhile."""

    sample: Share = 0.05
    counting: CountingRule = Counting.AT_ONCE
    mend: Days = 2


class TaskSettings(Section):
    """One duty: weekly, or with `once` one that has a single deadline."""

    code: Code = "tuan"
    title: Text = "Mỗi tuần một tin bài"
    owed_by: Levels = ("xã",)
    quota: Quota = 1
    quotas: QuotasBy = Field(default_factory=dict)
    categories: tuple[CategorySettings, ...] = ()
    active: Flag = True
    starts: OptionalDay = None
    ends: OptionalDay = None
    week: WeekSettings = WeekSettings()
    once: OnceSettings | None = None
    reminders: tuple[ReminderMoment, ...] = tuple(map(WeekMoment.parse, ("mon 08:00", "thu 19:30", "sun 09:00")))
    at_risk: BeforeDue = 24 * _HOUR
    escalate: EscalateSettings = EscalateSettings()
    month: MonthSettings = MonthSettings()
    likeness: LikenessSettings = LikenessSettings()
    review: ReviewSettings = ReviewSettings()


class QuietSettings(Section):
    """When the bot starts nothing, in local time; `from` equal to `to` means never."""

    start: TimeOfDay = Field(default=time(21), validation_alias="from")
    end: TimeOfDay = Field(default=time(6, 30), validation_alias="to")


class HolidaySettings(Section):
    """Whose holidays count, and what they do to a week that is due on one."""

    country: Country = "VN"
    policy: Policy = HolidayPolicy.MOVE_DUE
    warn: Notice = timedelta(days=7)


class PersonalSettings(Section):
    """How personal data is kept."""

    consent_version: Version = 1
    answer_days: WorkingDays = 2
    incoming: Keeping = timedelta(days=30)
    outgoing: Keeping = timedelta(days=90)
    audit: Months = 24


class InvitationSettings(Section):
    """How long a code is good for."""

    valid: Validity = timedelta(days=30)


class Config(Section):
    """Every setting, checked and frozen. `Config()` has the defaults and lies in the working folder."""

    organisation: OrganisationSettings = OrganisationSettings()
    timezone: Zone = ZoneInfo("Asia/Ho_Chi_Minh")
    database: DatabaseSettings = DatabaseSettings()
    media: MediaSettings = MediaSettings()
    backup: BackupSettings = BackupSettings()
    channels: ChannelsSettings = ChannelsSettings()
    web: WebSettings = WebSettings()
    tasks: tuple[TaskSettings, ...] = Field(default=(TaskSettings(),), min_length=1)
    report: ReportSettings = ReportSettings()
    quiet_hours: QuietSettings = QuietSettings()
    holidays: HolidaySettings = HolidaySettings()
    invitations: InvitationSettings = InvitationSettings()
    personal_data: PersonalSettings = PersonalSettings()
    watch: WatchSettings = WatchSettings()
    logs: LogSettings = LogSettings()
    health: HealthSettings = HealthSettings()
    _folder: Path = PrivateAttr(default_factory=Path)

    def resolve(self, path: str | Path) -> Path:
        """The absolute path that a path in the settings means: relative ones start at the file's folder."""
        return self._folder.absolute() / Path(path).expanduser()

    @property
    def media_dir(self) -> Path:
        """The pictures' folder, absolute."""
        return self.resolve(self.media.dir)

    @property
    def backup_dir(self) -> Path | None:
        """The folder of the backups, absolute; None when none is made by itself."""
        return None if self.backup.dir is None else self.resolve(self.backup.dir)

    @property
    def documents_dir(self) -> Path:
        """The folder of the documents that go out, absolute: beside the pictures."""
        return self.media_dir.parent / "documents"

    @property
    def database_url(self) -> str:
        """The database's URL; that of an SQLite file with its absolute path. Never holds a password."""
        return self.absolute_url(self.database.url)

    def absolute_url(self, url: str) -> str:
        """A database's URL; that of an SQLite file with the absolute path that it means in the settings."""
        if not url.startswith(_SQLITE):
            return url
        path, mark, query = url.removeprefix(_SQLITE).partition("?")
        return f"{_SQLITE}{self.resolve(path).as_posix()}{mark}{query}"


def load_config(path: Path) -> Config:
    """The settings of a file. Raises ConfigError with every fault found in it."""
    config = _checked(read_settings(path), str(path))
    config._folder = path.absolute().parent
    return config


def config_of(values: Mapping[str, object]) -> Config:
    """Settings without a file, as sections of texts or ready values; paths start at the working folder.

    Raises ConfigError without line numbers.
    """
    return _checked(Written(values, {}), "settings")


def _checked(written: Written, source: str) -> Config:
    try:
        config = Config.model_validate(written.values)
    except ValidationError as error:
        raise ConfigError(faults_of(error, Config, written.lines), source) from None
    faults = [
        ConfigFault(line_of(found.place, written.lines), key_of(found.place), shown(found.value), found.right)
        for found in misfits(config)
    ]
    if faults:
        raise ConfigError(faults, source)
    return config
