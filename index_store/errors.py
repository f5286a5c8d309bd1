"""Failures a user can mend: the message is one line, shown as it is."""


class AbstractQAError(Exception):
    """Something expected went wrong; the message says what was found, what was expected, what mends it."""


class EmptyCollection(AbstractQAError):
    """The collection has no papers yet."""
