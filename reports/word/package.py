"""Joining a filled template, its content and its pictures into one .docx, without holding the pictures in memory.

A .docx is a zip of XML files. python-docx writes the template; here its text gets the content, its relations get
links and pictures, and each picture goes from the spool to the disk. Every entry has the same fixed time, so that
the same facts give the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import IO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from docx.document import Document as Paper

from reports.word.markup import Relations
from reports.word.template import MARKS

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MEDIA = "nhacnop-{number}.{kind}"
_CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png"}

Read = Mapping[str, "Picture"]


class Picture:
    """A picture that is read when it is written: its kind (jpg or png) and where it comes from."""

    def __init__(self, kind: str, content: Iterable[bytes]) -> None:
        self.kind = kind
        self.content = content


def write_package(
    paper: Paper, parts: Mapping[str, Iterable[str]], relations: Relations, pictures: Read, file: Path
) -> None:
    """Write the document. `parts` has what comes at each mark, `pictures` what each key of the relations means."""
    base = BytesIO()
    paper.save(base)
    text = str(paper.part.partname)[1:]
    folder, _, name = text.rpartition("/")
    links = f"{folder}/_rels/{name}.rels"
    with ZipFile(base) as source, ZipFile(file, "w") as target:
        written = {entry.filename for entry in source.infolist()}
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == text:
                with target.open(_entry(text), "w") as out:
                    _write_text(out, content, parts)
            elif entry.filename == "[Content_Types].xml":
                target.writestr(_entry(entry.filename), _with_types(content))
            elif entry.filename == links:
                target.writestr(_entry(links), _with_relations(content, relations, pictures))
            else:
                target.writestr(_entry(entry.filename), content)
        assert links in written, "python-docx's documents have relations: to their styles, at least"
        for number, key in enumerate(relations.pictures, 1):
            picture = pictures[key]
            path = f"{folder}/media/{_MEDIA.format(number=number, kind=picture.kind)}"
            with target.open(_entry(path, ZIP_STORED), "w") as out:
                out.writelines(picture.content)


def _entry(name: str, compression: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, _LONG_AGO)
    entry.compress_type = compression
    entry.external_attr = 0o600 << 16
    return entry


def _write_text(out: IO[bytes], content: bytes, parts: Mapping[str, Iterable[str]]) -> None:
    """The document's text, with each part in the place of its mark."""
    rest = content
    for name in sorted(MARKS, key=lambda name: content.index(MARKS[name])):
        before, _, rest = rest.partition(MARKS[name])
        out.write(before)
        for piece in parts.get(name, ()):
            out.write(piece.encode())
    out.write(rest)


def _with_types(content: bytes) -> bytes:
    known = content.lower()
    missing = [
        f'<Default Extension="{kind}" ContentType="{content_type}"/>'
        for kind, content_type in _CONTENT_TYPES.items()
        if f'extension="{kind}"'.encode() not in known
    ]
    head, mark, rest = content.partition(b"<Types")
    opening, bracket, inside = rest.partition(b">")
    return b"".join((head, mark, opening, bracket, "".join(missing).encode(), inside))


def _with_relations(content: bytes, relations: Relations, pictures: Read) -> bytes:
    added = "".join((*_links(relations), *_images(relations, pictures)))
    before, mark, after = content.rpartition(b"</Relationships>")
    return b"".join((before, added.encode(), mark, after))


def _links(relations: Relations) -> Iterator[str]:
    for address, name in relations.links.items():
        target = quoteattr(address)
        yield f'<Relationship Id="{name}" Type="{_TYPES}/hyperlink" Target={target} TargetMode="External"/>'


def _images(relations: Relations, pictures: Read) -> Iterator[str]:
    for number, (key, name) in enumerate(relations.pictures.items(), 1):
        file = _MEDIA.format(number=number, kind=pictures[key].kind)
        yield f'<Relationship Id="{name}" Type="{_TYPES}/image" Target="media/{file}"/>'
