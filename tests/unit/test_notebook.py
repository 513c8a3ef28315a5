"""The notebook runs from top to bottom in a fresh kernel."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

TOUR = Path(__file__).parents[2] / "notebooks" / "tour.ipynb"


def test_tour_runs():
    notebook = nbformat.read(TOUR, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    printed = "".join(str(cell.get("outputs")) for cell in notebook.cells)
    assert "first week that differs: 60" in printed
    assert "image/png" in printed
