"""The errors a user can put right: each message says what was found, where, and what to do."""


class UserError(Exception):
    """Base of the errors that are shown as one clear message, without a traceback."""


class ConfigError(UserError):
    """The configuration asks for something that cannot be done."""


class DataError(UserError):
    """A data set cannot be fetched, or is not what it should be."""


class SearchError(UserError):
    """The search cannot go on."""
