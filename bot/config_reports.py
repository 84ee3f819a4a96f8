"""The settings of the monthly reports and the year's rating."""

from bot.config_section import Section
from bot.config_values import Lasting, OptionalText, Percent, Text
from core.figures_year import USUAL_THRESHOLDS
from core.report_layout import ABOVE, UNIT


class RatingSettings(Section):
    """One rating of the year's sheet, and what it takes: shares of the weeks owed."""

    title: Text
    met: Percent = 0
    on_time: Percent = 0


_USUAL_RATINGS = tuple(
    RatingSettings(title=usual.title, met=usual.met, on_time=usual.on_time) for usual in USUAL_THRESHOLDS
)


class ReportSettings(Section):
    """What stands on a report besides its figures, and how long its files are kept."""

    issuer: Text = UNIT
    issuer_above: Text = ABOVE
    place: OptionalText = None
    signs_for: OptionalText = None
    position: OptionalText = None
    signer: OptionalText = None
    receivers: tuple[Text, ...] = ()
    template: OptionalText = None
    keep: Lasting = 30
    ratings: tuple[RatingSettings, ...] = _USUAL_RATINGS
