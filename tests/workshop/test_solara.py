"""The example for Mesa's SolaraViz, where the extra `solara` is installed."""

import runpy
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="the extra `solara` is not installed: pip install -e .[solara]")

APP = Path(__file__).parents[2] / "experiments" / "solara" / "app.py"


@pytest.fixture(scope="module")
def app():
    return runpy.run_path(str(APP))


def test_its_model_is_that_of_a_study(app) -> None:
    from sim import OrganisationModel, load_settings

    words = ["authority=training_team", "years=4", "event=demand_shock", "intervention=[]", "seed=3"]
    words += ["events.demand_shock.week=26", "events.demand_shock.weeks=null", "events.demand_shock.factor=1.3"]
    team, plain = app["Team"](demand=1.3, support=0.0, seed="3"), OrganisationModel(load_settings(words))
    for _ in range(40):
        team.step()
        plain.step()
    assert team.posts["exhaustion"].tobytes() == plain.posts["exhaustion"].tobytes()


def test_its_page_is_drawn_and_its_step_button_steps(app) -> None:
    import ipywidgets
    import reacton
    import solara
    from ipyvuetify import Btn

    @solara.component
    def page() -> None:
        with solara.AppLayout(children=[app["Page"]]):
            pass

    _, drawn = reacton.render(page(), handle_error=False)
    try:
        before = bytes(drawn.find(ipywidgets.Image).widget.value)
        drawn.find(Btn, children=["Step"]).widget.click()
        after = bytes(drawn.find(ipywidgets.Image).widget.value)
        assert before.startswith(b"\x89PNG")
        assert after != before
    finally:
        drawn.close()
