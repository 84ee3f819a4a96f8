"""By which rules fingerprints are made: apart from their making, which is slow to import."""

from typing import Final

VERSION: Final = 5
"""The first byte of each; fingerprints of two versions cannot be compared. After a change all are made anew, in the
background, from the pictures that are still there (scheduler/likening.py)."""
