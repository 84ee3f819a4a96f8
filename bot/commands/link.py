"""`nhacnop link URL…`: what makes two links the same."""

import typer

from core.links import LinkIdentity, LinkRefusal, identify


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("link", help="A line for each link: its identity, or why it is refused. Opens nothing.")(link)


def link(urls: list[str] = typer.Argument(..., metavar="URL", help="The links.")) -> None:
    """Print a line for each link."""
    for url in urls:
        typer.echo(_line(identify(url)))


def _line(found: LinkIdentity | LinkRefusal) -> str:
    return found.identity if isinstance(found, LinkIdentity) else f"refused: {found.reason.value.replace('_', ' ')}"
