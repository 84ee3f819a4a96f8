"""What every duty needs: the database, the rules that are in force, the texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.calendar import local_day
from core.organisation import Organisation
from core.ports import Person
from db import people, units
from db.engine import Database, Tx
from db.people import MemberView
from texts.duties import told_apart
from texts.in_force import InForce
from texts.say import Texts


@dataclass(frozen=True, slots=True)
class DutySetting:
    """Shared by all duties of one installation."""

    database: Database
    in_force: InForce

    @property
    def organisation(self) -> Organisation:
        """The settings as they are now."""
        return self.in_force.organisation

    @property
    def texts(self) -> Texts:
        """The sentences, in the organisation's words."""
        return self.in_force.texts

    def day(self, moment: datetime) -> date:
        """The local day of a moment."""
        return local_day(self.organisation.calendar, moment)

    async def person(self, tx: Tx, member: int, now: datetime) -> Person:
        """How to speak to a member."""
        return self.person_of(await people.member_view(tx, member, self.day(now)))

    async def told_apart(self, tx: Tx, view: MemberView, names: Mapping[int, str], now: datetime) -> dict[int, str]:
        """Names of units, by unit, as they are told apart for somebody who looks after these and perhaps others."""
        roots = [seat.unit for seat in view.coordinated_units]
        within = None if view.admin or not roots else await units.subtree(tx, roots)
        return told_apart(names, await units.namesakes(tx, names.keys(), self.day(now), within))

    def person_of(self, view: MemberView) -> Person:
        """How to speak to a member who was looked up."""
        return Person(
            view.language or self.organisation.language, view.form or self.organisation.address_form, view.name
        )
