"""What does an organisation want to stand on its reports? Words for the head and the end, or a template of its own."""

from dataclasses import dataclass

UNIT, ABOVE = "{unit}", "{above}"
"""What stands for the name of the unit that a report is of, and of what is above it, in `issuer` and `issuer_above`."""


@dataclass(frozen=True, slots=True)
class ReportLayout:
    """The body that issues a report and the one above it, the place before the date, who signs, who receives it.

    Empty words leave dots to be filled in by hand. `template`: the file of the organisation's own .docx, absolute.
    """

    issuer: str = UNIT
    issuer_above: str = ABOVE
    place: str = ""
    signs_for: str = ""
    position: str = ""
    signer: str = ""
    receivers: tuple[str, ...] = ()
    template: str | None = None

    def issued_by(self, unit: str, above: str) -> tuple[str, str]:
        """The issuing body of the report on this unit, and the one above it."""
        bodies = (self.issuer, self.issuer_above)
        of_unit, of_above = (body.replace(UNIT, unit).replace(ABOVE, above).strip() for body in bodies)
        return of_unit, of_above


USUAL_LAYOUT = ReportLayout()
