"""The wheel holds what it needs: installed far from the checkout, it lists, loads and runs."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import mesa
import pytest

ROOT = Path(__file__).parents[2]
LOAD = """
import sim
from sim.configuration.places import packaged_configs
settings = sim.load_settings(["authority=training_team", "intervention=[all]", "years=1"])
print(sim.__file__, packaged_configs(), len(settings.interventions), sep="\\n")
"""


def ran(*command: str | Path, folder: Path, **environment: str) -> str:
    """What a command prints, run in `folder` with nothing of this checkout on its path; its errors fail the test."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    ran(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment that borrows the libraries of this one and has the wheel installed."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ran(
        sys.executable, "-m", "pip", f"--python={python}", "install", "--no-deps", "--no-index", "--quiet", wheel,
        folder=folder,
    )  # fmt: skip
    return python


@pytest.fixture
def libraries(tmp_path: Path) -> str:
    """The libraries that the package needs and nothing else: this environment's own, without the checkout."""
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    borrowed = Path(mesa.__file__).parents[1]
    for entry in borrowed.iterdir():
        if "coalface" not in entry.name:
            (libraries / entry.name).symlink_to(entry)
    return str(libraries)


def test_it_holds_every_configuration_and_nothing_beside_the_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    configs = {f"sim/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "configs").rglob("*.yaml")}
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "sim").rglob("*.py")}
    page = {path.relative_to(ROOT).as_posix() for path in (ROOT / "sim" / "workshop" / "page").rglob("*.*")}
    assert configs
    assert page
    assert configs | sources | page <= names
    assert all(name.startswith(("sim/", "coalface-")) for name in names)
    assert not [name for name in names if "__pycache__" in name]


def test_installed_elsewhere_it_loads_its_own_files(installed: Path, libraries: str, tmp_path: Path) -> None:
    package, configs, interventions = ran(installed, "-c", LOAD, folder=tmp_path, PYTHONPATH=libraries).splitlines()
    environment = installed.parents[1].resolve()
    assert environment in Path(package).resolve().parents
    assert Path(configs).resolve() == Path(package).resolve().parent / "configs"
    assert int(interventions) > 0


def test_installed_elsewhere_the_command_line_works(installed: Path, libraries: str, tmp_path: Path) -> None:
    listed = ran(installed, "-m", "sim", "list", folder=tmp_path, PYTHONPATH=libraries)
    assert "england_average" in listed
    assert "rotation" in listed
    explained = ran(
        installed.parent / "coalface", "explain", "mechanism.reporting.fear", folder=tmp_path, PYTHONPATH=libraries
    )
    assert "0.4" in explained
    # In plain Python: compiling at a new place would take longer than the rest of the file.
    words = ("run", "authority=training_team", "years=1", "warmup_years=1", "replicates=1")
    outcomes = ran(installed, "-m", "sim", *words, folder=tmp_path, PYTHONPATH=libraries, NUMBA_DISABLE_JIT="1")
    assert "turnover of permanent staff" in outcomes
