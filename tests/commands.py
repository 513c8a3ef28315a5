"""What a command says: where it does what it is told, and where it refuses in words."""

from pathlib import Path

import pytest

from sim.cli import main


def said(arguments: list[str | Path], capsys: pytest.CaptureFixture[str]) -> str:
    """What is said on standard output by a command that must do what it is told."""
    assert main([str(word) for word in arguments]) == 0
    return capsys.readouterr().out


def complaint(arguments: list[str | Path], capsys: pytest.CaptureFixture[str]) -> str:
    """What is said on standard error by a command that must fail politely."""
    assert main([str(word) for word in arguments]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert "Traceback" not in found.err
    assert found.err.strip()
    return found.err
