"""Errors that a user can correct: each message says what was found, where, and what to do."""


class UserError(Exception):
    """Base of the errors that are shown as one clear message, without a traceback."""


class ConfigError(UserError):
    """The configuration asks for something that cannot be done."""


class DataError(UserError):
    """A data set cannot be fetched, or its content is wrong."""


class SearchError(UserError):
    """The search cannot go on."""
