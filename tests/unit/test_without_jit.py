"""The very same source in plain Python gives the very same bytes as compiled."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from exact import differing

from sim.compiled import jit_is_off
from sim.configuration.loader import load_settings
from sim.study.runs import run_arm, warm_up

RUNS = {
    "every intervention": (
        "authority=training_team",
        "intervention=[all]",
        "interventions.rotation.months=2",
        "interventions.rotation.cycle_months=4",
    ),
    "three teams, core": (
        "authority=training_team",
        "authority.front_line_posts=12",
        "authority.spans=[4,3]",
        "mechanism=[core]",
    ),
}
SHORT = ("years=1", "warmup_years=1")
PROGRAM = """
import sys
from pathlib import Path
from sim.compiled import jit_is_off
from sim.configuration.loader import load_settings
from sim.study.runs import run_arm, warm_up

assert jit_is_off()
settings = load_settings(sys.argv[2:], command="run")
warm = warm_up(settings, 3)
state = warm.organisation
arrays = (state.posts, state.units, state.cases, state.authority, warm.tallies, run_arm(warm, settings))
for number, array in enumerate(arrays):
    array.tofile(Path(sys.argv[1]) / str(number))
"""


@pytest.mark.skipif(jit_is_off(), reason="there is nothing to compare plain Python with")
@pytest.mark.parametrize("words", RUNS.values(), ids=RUNS)
def test_plain_python_gives_the_bytes_of_compiled_code(words: tuple[str, ...], tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), *words, *SHORT],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        check=True,
        timeout=300,
    )
    settings = load_settings([*words, *SHORT], command="run")
    warm = warm_up(settings, 3)
    state = warm.organisation
    arrays = (state.posts, state.units, state.cases, state.authority, warm.tallies, run_arm(warm, settings))
    for number, array in enumerate(arrays):
        plain = np.fromfile(tmp_path / str(number), array.dtype)
        assert differing(array, plain) == []
