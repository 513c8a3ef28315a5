"""Errors that speak to the person who made them."""


class UserError(Exception):
    """Something that the person at the keyboard can mend; the message says what was given and what is allowed.

    One line for each thing that is wrong. The command line prints them without a traceback and ends with exit code 2.
    """


class Terminated(KeyboardInterrupt):
    """The operating system, or another program, asks for an end (SIGTERM): work stops as at Ctrl-C; exit code 143."""


def stopped_code(stopped: KeyboardInterrupt) -> int:
    """The exit code of a command that was stopped: 130 by Ctrl-C, 143 by SIGTERM."""
    return 143 if isinstance(stopped, Terminated) else 130


class NoAnswer(UserError):
    """The command was understood and done, and every run of it failed, so that there is no answer; exit code 1."""
