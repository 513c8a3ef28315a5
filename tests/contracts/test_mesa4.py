"""What Mesa 4.0 removes is used nowhere, and every random number of the package comes from the keyed streams."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Gone in Mesa 4.0, whatever it is asked of.
GONE_NAMES = {"batch_run", "PropertyLayer", "reset_randomizer", "Simulator", "ABMSimulator", "DEVSimulator"}
GONE_MODULES = ("mesa.space", "mesa.batchrunner", "mesa.experimental.devs")
# Gone from a model, and from an agent.
GONE_ATTRIBUTES = {("model", "steps"), ("self", "steps"), ("agent", "pos"), ("person", "pos"), ("self", "pos")}
RANDOM_MODULES = ("random", "numpy.random", "secrets", "scipy.stats.qmc")
DRAWS = {"default_rng", "RandomState", "Generator", "rvs"}
TARGET = "_target_"


def sources(*folders: str) -> dict[str, ast.Module]:
    """The parsed Python of the folders that there are, notebooks included, by path."""
    found = {}
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix == ".py":
                found[str(path.relative_to(ROOT))] = ast.parse(path.read_text(encoding="utf-8"))
            elif path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts:
                found[str(path.relative_to(ROOT))] = ast.parse(code_of_notebook(path))
    return found


def code_of_notebook(path: Path) -> str:
    """The code cells of a notebook, without lines that are for the notebook itself."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    lines = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module or member that is imported, by its full name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an expression that is a chain of names; what stands before the chain is left out."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def gone_from_mesa(tree: ast.Module) -> list[str]:
    """Uses of what Mesa 4.0 removes."""
    found = [name for name in imports(tree) if name.startswith(GONE_MODULES) or name.split(".")[-1] in GONE_NAMES]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = dotted(node.value).split(".")[-1]
            if node.attr in GONE_NAMES or (owner, node.attr) in GONE_ATTRIBUTES:
                found.append(f"{owner}.{node.attr}")
            if dotted(node).startswith(GONE_MODULES):
                found.append(dotted(node))
        elif isinstance(node, ast.Call) and any(word.arg == "seed" for word in node.keywords):
            called = dotted(node.func)
            makes_a_model = called.split(".")[-1] == "Model" or ast.unparse(node.func) == "super().__init__"
            found += [f"{called}(seed=)"] if makes_a_model else []
    return found


def draws_elsewhere(tree: ast.Module) -> list[str]:
    """Random numbers that are not drawn from the streams."""
    found = [name for name in imports(tree) if name in RANDOM_MODULES or name.rpartition(".")[0] in RANDOM_MODULES]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            parts = dotted(node).split(".")
            if parts[-1] in DRAWS or parts[:2] in (["np", "random"], ["numpy", "random"]):
                found.append(".".join(parts))
            if parts[-1] in ("random", "rng") and len(parts) > 1 and parts[-2] in ("self", "model"):
                found.append(".".join(parts))
    return found


PACKAGE = sources("sim")
EVERYTHING = sources("sim", "experiments", "notebooks")


def test_there_is_something_to_look_at() -> None:
    assert "sim/model.py" in PACKAGE
    assert len(PACKAGE) > 30


# The screen has no Mesa in it, and a story has steps of its own.
@pytest.mark.parametrize("path", [path for path in EVERYTHING if not path.startswith("sim/workshop/")])
def test_nothing_that_mesa_4_removes(path: str) -> None:
    assert gone_from_mesa(EVERYTHING[path]) == []


# Designs and the resampling of results draw for themselves, by a seed of their own: they see a simulation from outside.
STATISTICS = ("sim/study/designs/", "sim/study/answers/", "sim/analysis/effects.py", "sim/analysis/portfolio.py")
# The code of a room must not be guessed, so it must not follow from a seed.
SECRET = ("sim/workshop/room.py",)


@pytest.mark.parametrize("path", [path for path in PACKAGE if not path.startswith(STATISTICS + SECRET)])
def test_every_draw_comes_from_the_streams(path: str) -> None:
    assert draws_elsewhere(PACKAGE[path]) == []


def test_no_configuration_makes_objects() -> None:
    files = sorted((ROOT / "configs").rglob("*.yaml"))
    assert files
    for file in files:
        assert TARGET not in file.read_text(encoding="utf-8"), file
    for path, tree in EVERYTHING.items():
        assert not [name for name in imports(tree) if re.match(r"hydra\.utils\.(instantiate|call)", name)], path


@pytest.mark.parametrize(
    "code",
    [
        "from mesa import batch_run",
        "import mesa.space",
        "mesa.space.MultiGrid(1, 1, True)",
        "print(model.steps)",
        "self.model.steps + 1",
        "agent.pos = (1, 1)",
        "mesa.Model(seed=1)",
        "class M:\n    def __init__(self):\n        super().__init__(seed=1)",
        "from mesa.experimental.devs import ABMSimulator",
        "model.reset_randomizer()",
    ],
)
def test_what_is_gone_is_recognised(code: str) -> None:
    assert gone_from_mesa(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "import random",
        "from random import random",
        "from numpy.random import default_rng",
        "np.random.seed(1)",
        "numpy.random.default_rng(1)",
        "model.random.random()",
        "self.rng.normal()",
        "self.model.rng.normal()",
        "norm.rvs(10)",
    ],
)
def test_a_draw_elsewhere_is_recognised(code: str) -> None:
    assert draws_elsewhere(ast.parse(code))
