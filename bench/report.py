"""How a measurement is printed: what, how much, what was wanted, and whether it was met."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """Collects and prints figures as they come."""

    missed: list[str] = field(default_factory=list)

    @property
    def all_met(self) -> bool:
        """Whether every figure that has a limit keeps it."""
        return not self.missed

    def figure(
        self, what: str, value: float, unit: str, limit: float | None = None, least: float | None = None
    ) -> None:
        """Print one figure; `limit` is the most it may be, `least` the least."""
        wanted = "" if limit is None else f"   wanted: at most {limit:g} {unit}"
        wanted += "" if least is None else f"   wanted: at least {least:g} {unit}"
        missed = (limit is not None and value > limit) or (least is not None and value < least)
        verdict = ("   MISSED" if missed else "   ok") if wanted else ""
        if missed:
            self.missed.append(what)
        print(f"{what:66s} {value:10.2f} {unit}{wanted}{verdict}", flush=True)
