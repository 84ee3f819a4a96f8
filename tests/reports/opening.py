"""Opening what was written, and reading it."""

from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.oxml.ns import qn


def read(file: Path) -> Paper:
    """The document as python-docx opens it."""
    with file.open("rb") as content:
        return Document(content)


def words(paper: Paper) -> str:
    """Every word of it, tables and links too, a line for each paragraph."""
    return "\n".join(
        "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))
        for paragraph in paper.element.body.iter(qn("w:p"))
    )
