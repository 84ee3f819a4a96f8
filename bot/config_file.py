"""What does a settings file say, and on which line? Knows YAML and knows no setting.

Every value is kept as the text that stands there, so that `21:00` and `no` mean what they say; YAML itself
would read 1260 and false. The settings' own types read the texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.config_faults import ConfigError, ConfigFault, Place, key_of

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STANDARD_TAGS = "tag:yaml.org,2002:"
_NULL = f"{_STANDARD_TAGS}null"


@dataclass(frozen=True, slots=True)
class Written:
    """A file's settings: texts, None, lists and sections, and the line (from 1) of each place."""

    values: Mapping[str, object]
    lines: Mapping[Place, int]


def read_settings(path: Path) -> Written:
    """The file's settings; an empty file has none. Raises ConfigError."""
    name = str(path)
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        right = f"at {path.absolute()}; or name another file with --config FILE or NHACNOP_CONFIG"
        raise _error(name, None, "missing", right) from None
    except UnicodeDecodeError as error:
        raise _error(name, _line_at(error.object, error.start), "not UTF-8", "saved as UTF-8 text") from None
    except OSError as error:
        raise _error(name, None, f"not readable ({error.strerror})", "a file that can be read") from None
    return _read(name, source)


def _read(name: str, source: str) -> Written:
    try:
        node = yaml.compose(source, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise _syntax_error(name, source, error) from None
    reader = _Reader()
    values = {} if node is None else reader.read(node, ())
    if reader.faults:
        raise ConfigError(reader.faults, name)
    if values is None:
        values = {}
    if not isinstance(values, dict):
        kind = "a list" if isinstance(values, list) else "a single value"
        raise _error(name, 1, kind, 'made of sections such as "organisation:" and "tasks:"')
    return Written(values, reader.lines)


@dataclass(slots=True)
class _Reader:
    """Walks the nodes of one file once, noting lines and faults."""

    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[ConfigFault] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def read(self, node: yaml.Node, place: Place) -> object:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if not node.tag.startswith(_STANDARD_TAGS):
            self._fault(node, place, f"marked {node.tag}", "a plain value without a mark")
        if isinstance(node, yaml.ScalarNode):
            return None if node.tag == _NULL else node.value
        if id(node) in self.seen:  # an alias: it could also go round in a circle
            self._fault(node, place, "written with an anchor and an alias", "written out")
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*place, index)) for index, item in enumerate(node.value)]
        return self._section(node, place)

    def _section(self, node: yaml.Node, place: Place) -> dict[str, object]:
        values: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fault(key, place, "without a plain name for a value", "written `name: value`")
                continue
            below = (*place, key.value)
            if key.value in values:
                right = f"there once; it stands in line {self.lines[below]} already"
                self._fault(key, below, "written twice", right)
                continue
            self.lines[below] = key.start_mark.line + 1
            values[key.value] = self.read(value, below)
        return values

    def _fault(self, node: yaml.Node, place: Place, value: str, right: str) -> None:
        self.faults.append(ConfigFault(node.start_mark.line + 1, key_of(place) or "the file", value, right))


def _syntax_error(name: str, source: str, error: yaml.YAMLError) -> ConfigError:
    """One line without the source text, which might hold a secret."""
    if isinstance(error, yaml.MarkedYAMLError):
        mark, problem = error.problem_mark or error.context_mark, error.problem or error.context
        line = None if mark is None else mark.line + 1
    else:  # a character that YAML does not allow
        line, problem = _line_at(source, getattr(error, "position", 0)), getattr(error, "reason", "")
    right = "`name: value` lines, those of a section indented with spaces"
    return _error(name, line, f"no YAML here ({problem})", right)


def _line_at(text: str | bytes, position: int) -> int:
    before = text[:position]
    return 1 + (before.count("\n") if isinstance(before, str) else before.count(b"\n"))


def _error(name: str, line: int | None, value: str, right: str) -> ConfigError:
    return ConfigError([ConfigFault(line, "the file", value, right)], name)
