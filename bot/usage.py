"""How the command line says what it takes and what was wrong with it: in words for people, not for programmers."""

from difflib import get_close_matches
from typing import Any

import typer

UsageError: Any = typer.BadParameter.__base__
"""What typer raises when it cannot make sense of the command line."""


def for_people(command: Any) -> Any:
    """The command, and those below it, with a help that names no types of the programming language."""
    for each in command.params:
        _say(each)
    own = command.get_help_option
    command.get_help_option = lambda context: _say(own(context))
    for each in getattr(command, "commands", {}).values():
        for_people(each)
    return command


def told(error: Any) -> str:
    """What was wrong with the command line and what would be right, in one sentence."""
    more = "" if error.ctx is None else f"; see {error.ctx.command_path} --help"
    return _wrong(error) + more


def _wrong(error: Any) -> str:
    match type(error).__name__:
        case "MissingParameter":
            return f"{_name(error.param)} is missing"
        case "BadParameter":
            wanted = _wanted(error.param)
            return f"{_name(error.param)} takes {wanted}" if wanted else f"{_name(error.param)}: {error.message}"
        case "NoSuchOption":
            return f"there is no option {error.option_name}{_or_else(sorted(error.possibilities or ()))}"
        case "BadOptionUsage":
            alone = "requires" in str(error.message)
            return f"{error.option_name} {'is followed by nothing' if alone else 'stands alone, without a value'}"
        case _:
            return _out_of_place(error)


def _out_of_place(error: Any) -> str:
    """A word where none is wanted, or a command that there is not."""
    message = str(error.format_message()).rstrip(".")
    if message.startswith("No such command"):
        word = message.split("'")[1]
        names = error.ctx.command.list_commands(error.ctx)
        return f'there is no command "{word}"{_or_else(get_close_matches(word, names, 1))}'
    if message.startswith("Got unexpected extra"):
        return f'nothing is done with "{message.rpartition("(")[2].removesuffix(")")}"'
    return message


def _or_else(near: list[str]) -> str:
    return f"; was {' or '.join(near)} meant?" if near else ""


def _name(param: Any) -> str:
    return param.opts[0] if param.opts[0].startswith("-") else str(param.metavar or param.name)


def _say(param: Any) -> Any:
    """Have the help say what the parameter takes in `_label`'s words, and a number's limits but once."""
    if param is not None and hasattr(param, "type_descriptor"):
        param.display_type = lambda context: _label(param)
        param._get_number_range_help_str = lambda: None
    return param


def _label(param: Any) -> str:
    kind = param.type_descriptor
    if not param.opts[0].startswith("-"):  # its name says it
        return ""
    if kind.is_choice:
        return "|".join(str(each.value) for each in kind.choices)
    if kind.annotation is bool:
        return ""
    if kind.is_path:
        return "PATH"
    return _limits(param) or ("NUMBER" if kind.annotation in (int, float) else "TEXT")


def _wanted(param: Any) -> str:
    """What could be written there; "" where nothing is known."""
    kind = getattr(param, "type_descriptor", None)
    if kind is None:
        return ""
    if kind.is_choice:
        return " or ".join(str(each.value) for each in kind.choices)
    if kind.annotation in (int, float):
        limits = _limits(param)
        among = f" from {limits.removeprefix('from ')}" if limits else ""
        return f"a {'whole ' if kind.annotation is int else ''}number{among}"
    return ""


def _limits(param: Any) -> str:
    limits = param.type_descriptor.parameter_info
    if limits.max is None:
        return "" if limits.min is None else f"from {limits.min:g} on"
    return f"{limits.min:g} to {limits.max:g}"
