"""Is the lock complete, hashed and free of host names, and is nothing in it under the GPL?"""

import importlib.metadata
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


# ---- the lock ----------------------------------------------------------------------------------------------


def locked_blocks() -> list[str]:
    """Return one text a locked package: its requirement, marker and hashes; without the comments."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return text.replace("\\\n", " ").splitlines()


def locked_versions() -> dict[str, str]:
    """Map the name of each locked package, in its canonical form, to its version."""
    pinned = [re.match(r"([\w.-]+)==([^\s;]+)", block) for block in locked_blocks()]
    return {canonicalize_name(pin[1]): pin[2] for pin in pinned if pin}


def test_each_line_of_the_lock_pins_one_version_with_hashes() -> None:
    for block in locked_blocks():
        assert re.fullmatch(r"[\w.-]+==[^\s;]+( ; [^\\]+?)?( +--hash=sha256:[0-9a-f]{64})+\s*", block), block
    assert len(locked_versions()) == len(locked_blocks())


def test_the_lock_names_no_host_and_no_index() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash=)", text, re.MULTILINE)


def test_the_lock_holds_what_pyproject_asks_for_and_not_the_project_itself() -> None:
    locked = locked_versions()
    for line in [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)]), line
    assert "nhacnop" not in locked


# ---- licences ----------------------------------------------------------------------------------------------


def stated_licences(name: str) -> list[str]:
    """Return what an installed distribution says about its licence, one statement an entry."""
    about = importlib.metadata.metadata(name)
    fields = [*(about.get_all("License-Expression") or []), *(about.get_all("License") or [])]
    classifiers = [entry for entry in about.get_all("Classifier") or [] if entry.startswith("License ::")]
    return [first_line for text in [*fields, *classifiers] if (first_line := text.partition("\n")[0])]


def is_gpl(statement: str) -> bool:
    """Tell whether a statement names the GPL or the AGPL; the LGPL is another licence."""
    return re.search(r"\bA?GPL|GNU (Affero )?General Public", statement, re.IGNORECASE) is not None


def test_no_dependency_is_under_the_gpl() -> None:
    installed = {canonicalize_name(found.name) for found in importlib.metadata.distributions()}
    for name in locked_versions().keys() & installed:
        statements = stated_licences(name)
        assert statements, f"{name} states no licence: read its files"
        assert not any(is_gpl(statement) for statement in statements), f"{name}: {statements}"


@pytest.mark.parametrize(
    ("statement", "gpl"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("MIT AND GPL-2.0-only", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT", False),
    ],
)
def test_the_gpl_is_told_from_the_lgpl(statement: str, gpl: bool) -> None:
    assert is_gpl(statement) is gpl
