"""How far a share may be off, since labels are a sample."""

from __future__ import annotations

LEVEL = 0.95  # of all intervals


def wilson(hits: int, count: int) -> tuple[float | None, float | None]:
    """The interval of a share of independent cases (Wilson 1927); None and None without cases."""
    from scipy.stats import binomtest

    if not count:
        return None, None
    interval = binomtest(hits, count).proportion_ci(LEVEL, method="wilson")
    return float(interval.low), float(interval.high)
