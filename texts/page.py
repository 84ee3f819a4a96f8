"""What does the chat page say? One YAML file a language, beside the catalogues; keys are flattened with dots."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml


@cache
def page_texts(language: str) -> Mapping[str, str]:
    """The page's texts in one of texts.catalogue.LANGUAGES, by their keys. `{name}` stands for a value."""
    source = Path(__file__).with_name(f"page.{language}.yaml").read_text(encoding="utf-8")
    return dict(_flat(yaml.safe_load(source), ""))


def _flat(branch: Mapping[str, object], above: str) -> Iterator[tuple[str, str]]:
    for name, value in branch.items():
        key = f"{above}{name}"
        if isinstance(value, dict):
            yield from _flat(value, f"{key}.")
        elif isinstance(value, str):
            yield key, value
        else:
            raise ValueError(f"texts/page.*.yaml, {key}: {value!r} is no text; put it in quotes")
