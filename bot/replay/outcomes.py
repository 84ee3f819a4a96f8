"""Which of the simulated secretaries meets which week, and how? Drawn from the seed alone, before anything runs."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LATE_SHARE = 0.1
"""About a tenth of the obligations that are met are met late."""


class Outcome(StrEnum):
    """How one obligation will end. GRACE: after due, before the close. MENDED: after the close."""

    ON_TIME = "on_time"
    GRACE = "grace"
    MENDED = "mended"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part, and how good the whole is: the share of obligations that are met in the end."""

    units: tuple[str, ...]
    weeks: int
    compliance: float
    seed: int


def outcomes(cast: Cast) -> list[dict[str, Outcome]]:
    """For each week the outcome of each unit. The share missed is met as exactly as whole numbers allow.

    Units differ in how reliable they are, so that the same ones tend to miss, as in life. What is mended is
    mended in the following week, so the last week has none.
    """
    dice = random.Random(f"outcomes:{cast.seed}")
    weakness = {unit: dice.expovariate(1.0) + 0.05 for unit in cast.units}
    plan: list[dict[str, Outcome]] = []
    missed_so_far = late_so_far = 0
    for week in range(1, cast.weeks + 1):
        all_so_far = week * len(cast.units)
        missing = round(all_so_far * (1 - cast.compliance)) - missed_so_far
        late = round(all_so_far * cast.compliance * LATE_SHARE) - late_so_far
        missed_units = _weakest(dice, cast.units, weakness, missing)
        others = [unit for unit in cast.units if unit not in missed_units]
        late_units = _weakest(dice, others, weakness, late)
        missed_so_far += len(missed_units)
        late_so_far += len(late_units)
        plan.append(
            {
                unit: Outcome.MISSED
                if unit in missed_units
                else _late(dice, last=week == cast.weeks)
                if unit in late_units
                else Outcome.ON_TIME
                for unit in cast.units
            }
        )
    return plan


def _weakest(dice: random.Random, units: Sequence[str], weakness: dict[str, float], number: int) -> set[str]:
    """That many units drawn without putting back, weak ones more likely."""
    keyed = sorted(units, key=lambda unit: dice.random() ** (1 / weakness[unit]), reverse=True)
    return set(keyed[: max(0, number)])


def _late(dice: random.Random, last: bool) -> Outcome:
    return Outcome.GRACE if last or dice.random() < 0.7 else Outcome.MENDED
