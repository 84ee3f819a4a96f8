"""`make bench` (or `python -m bench NAME…`): run the measurements, all or the named ones."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Mapping

from bench import (
    broadcast,
    comparing,
    coordinating,
    country,
    idle,
    lasting,
    province,
    reports,
    roster,
    several,
    soak,
    starting,
    telegram,
    telegram_rates,
    webhooks,
)
from bench.report import Report

BENCHES: Mapping[str, Callable[[Report], Coroutine[None, None, None]]] = {
    "starting": starting.measure,
    "province": province.measure,
    "country": country.measure,
    "coordinating": coordinating.measure,
    "broadcast": broadcast.measure,
    "roster": roster.measure,
    "reports": reports.measure,
    "likeness": comparing.measure,
    "telegram": telegram.measure,
    "webhooks": webhooks.measure,
    "idle": idle.measure,
    "several": several.measure,
    "lasting": lasting.measure,
    "reminders": telegram_rates.reminders,
    "burst": telegram_rates.burst,
}
LONGER: Mapping[str, Callable[[Report], Coroutine[None, None, None]]] = {
    "likeness-history": comparing.long_history,
    "likeness-loading": comparing.loading,
    "all-reminders": telegram_rates.all_reminders,
    "whole-burst": telegram_rates.whole_burst,
    "soak": soak.alone,
    "soak-many": soak.among_others,
}
"""Only when they are named: minutes of waiting for what the shorter ones show on a sample."""


def main() -> None:
    """Run what was asked for; exit 2 for an unknown name."""
    names = sys.argv[1:] or list(BENCHES)
    known = {**BENCHES, **LONGER}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"there is no bench {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        raise SystemExit(2)
    report = Report()
    for name in names:
        print(f"== {name}", flush=True)
        asyncio.run(known[name](report))
    raise SystemExit(0 if report.all_met else 1)


if __name__ == "__main__":
    main()
