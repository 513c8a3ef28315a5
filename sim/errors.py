"""Errors that speak to the person who made them."""

import signal

# By these somebody else asks for an end: another program, or, where the system has it, a terminal that is closed.
ENDING = (signal.SIGTERM, *((signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()))


class UserError(Exception):
    """Something that the person at the keyboard can mend; the message says what was given and what is allowed.

    One line for each thing that is wrong. The command line prints them without a traceback and ends with exit code 2.
    """


class Terminated(KeyboardInterrupt):
    """Somebody else asks for an end, by one of `ENDING`: work stops as at Ctrl-C. number: of the signal."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__()


def stopped_code(stopped: KeyboardInterrupt) -> int:
    """The exit code of a command that was stopped: 130 by Ctrl-C, 143 by SIGTERM, 129 by SIGHUP."""
    return 128 + (stopped.number if isinstance(stopped, Terminated) else int(signal.SIGINT))


class NoAnswer(UserError):
    """The command was understood and done, and every run of it failed, so that there is no answer; exit code 1."""
