"""The unit in which a time reads well."""

UNITS = (("seconds", 1), ("minutes", 60), ("hours", 3600))


def unit_of(longest: float) -> tuple[str, int]:
    """Choose the unit that suits so many seconds, and say how many of them it has."""
    return next(pair for pair in reversed(UNITS) if longest >= 3 * pair[1] or pair[1] == 1)
