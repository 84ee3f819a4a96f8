"""What a clerk works with: apart, so that a process that leaves documents to another one loads none of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.organisation import Organisation
from texts.report import ReportTexts

if TYPE_CHECKING:
    from reports.word.document import Wish


@dataclass(frozen=True, slots=True)
class Desk:
    """What a clerk works with. `documents` is the folder of the store; `limit`: the most bytes a file may have."""

    organisation: Organisation
    pictures: Path
    documents: Path
    limit: int | None = None

    @property
    def texts(self) -> ReportTexts:
        """The words of its reports."""
        return ReportTexts(self.organisation.words, self.organisation.calendar.zone, self.organisation.language)

    def wish(self, *, draft: bool) -> "Wish":
        """How its documents are wanted."""
        from reports.word.document import Wish  # noqa: PLC0415 - Word's library is for whoever makes documents

        layout = self.organisation.layout
        return Wish(draft, None if layout.template is None else Path(layout.template), self.limit, layout)
