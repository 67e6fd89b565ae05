"""The error of a data set whose target cannot be looked at."""

from sametrials.common.errors import ConfigError


class UnreadableError(ConfigError):
    """The kind cannot be known: says which key of `dataset` is wrong, and what was expected."""

    def __init__(self, key: str, found: str, expected: str):
        super().__init__(f"config: dataset.{key}: found {found}, expected {expected}")
        self.key, self.found, self.expected = key, found, expected
