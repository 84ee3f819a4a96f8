"""A part of the settings, as every file of them builds on."""

from pydantic import BaseModel, ConfigDict, model_validator


class Section(BaseModel):
    """A part of the settings; an empty one means its defaults, an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _empty_means_defaults(cls, values: object) -> object:
        return {} if values is None else values
