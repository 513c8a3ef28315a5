"""Errors that speak to the person who made them."""


class UserError(Exception):
    """Something that the person at the keyboard can mend; the message says what was given and what is allowed.

    One line for each thing that is wrong. The command line prints them without a traceback and ends with exit code 2.
    """


class NoAnswer(UserError):
    """The command was understood and done, and every run of it failed, so that there is no answer; exit code 1."""
