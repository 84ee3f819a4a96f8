"""Which settings are in force? One holder for everybody who lives longer than a message."""

from core.organisation import Organisation
from texts.say import Texts


class InForce:
    """The organisation's settings that hold now, and the texts that speak in its words.

    Whoever keeps this instead of the settings themselves has the new ones from the moment they are taken.
    """

    def __init__(self, organisation: Organisation) -> None:
        self.take(organisation)

    @property
    def organisation(self) -> Organisation:
        """The settings as they are now."""
        return self._organisation

    @property
    def texts(self) -> Texts:
        """The sentences in the organisation's words, language and form of address."""
        return self._texts

    def take(self, organisation: Organisation) -> None:
        """From now on these settings hold."""
        self._organisation = organisation
        self._texts = Texts(
            organisation.words, organisation.calendar.zone, organisation.language, organisation.address_form
        )
