"""Where the packaged configuration files are, and which groups of them there are."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
# The groups from which files are chosen, and where the settings of a chosen file stand.
GROUPS = {
    "authority": "authority",
    "mechanism": "mechanism",
    "intervention": "interventions.NAME",
    "event": "events.NAME",
    "scenario": "_global_",
}
# The commands that have a file of their own, which says what is chosen where nothing is named.
COMMANDS = ("run", "compare")
# The groups in which one file is chosen (none or one for a scenario); in the others any number is stacked.
ONE_CHOICE = ("authority", "scenario")
# A scenario chooses files in all the other groups, and sets values on top of them.
SCENARIO = "scenario"


def packaged_configs() -> Path:
    """The folder of packaged files: inside the package once installed, beside it in a checkout."""
    for folder in (PACKAGE / "configs", PACKAGE.parent / "configs"):
        if (folder / "compare.yaml").is_file():
            return folder
    raise FileNotFoundError(f"the packaged configs are missing beside {PACKAGE}; install coalface again")


def names_in(folder: Path, group: str) -> tuple[str, ...]:
    """Names of the files of one group in a configuration folder, sorted; none where the group has no folder."""
    return tuple(sorted(path.stem for path in (folder / group).glob("*.yaml")))
