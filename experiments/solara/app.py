"""The model in Mesa's SolaraViz, for modellers who expect it; `coalface workshop` is for rooms and needs none of this.

pip install -c experiments/solara/constraints.txt -e .[solara], then: solara run experiments/solara/app.py
"""

import solara
from matplotlib.figure import Figure
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from sim import OrganisationModel, load_settings


class Team(OrganisationModel):
    """One team of eight and the line above it; demand as a ratio, hours of business support for each worker from week 52."""

    def __init__(self, demand: float = 1.15, support: float = 0.0, seed: int = 1) -> None:
        words = ["authority=training_team", "years=4", "event=demand_shock", "intervention=business_support"]
        words += [
            "events.demand_shock.week=26",
            "events.demand_shock.weeks=null",
            f"events.demand_shock.factor={demand}",
        ]
        words += ["interventions.business_support.start_week=52", f"interventions.business_support.hours={support}"]
        super().__init__(load_settings(words), int(seed))


@solara.component
def strain_and_belief(model: Team) -> None:
    """What the eight live through beside what each manager above them believes."""
    update_counter.get()
    figure = Figure(figsize=(7, 4))
    axes = figure.subplots()
    axes.plot(model.outcomes["strain"], "k", label="true strain")
    tallies = model.tallies
    for tier, name in enumerate(("team manager", "service manager", "head of service", "director")):
        held = tallies["believers"][:, tier] > 0  # nobody believes anything while the post is vacant
        axes.plot(tallies["week"][held], tallies["believed"][held, tier], "--", label=f"believed by the {name}")
    axes.set(xlabel="week", ylabel="strain, 0 to 1", ylim=(0, 1))
    axes.legend(loc="upper left", fontsize="small")
    solara.FigureMatplotlib(figure, format="png")


sliders = {
    "demand": {
        "type": "SliderFloat",
        "value": 1.15,
        "min": 0.8,
        "max": 1.3,
        "step": 0.05,
        "label": "Demand, ratio to now",
    },
    "support": {
        "type": "SliderFloat",
        "value": 0.0,
        "min": 0.0,
        "max": 4.0,
        "step": 0.5,
        "label": "Support, hours a week",
    },
    "seed": {"type": "InputText", "value": "1", "label": "Seed"},
}
Page = SolaraViz(
    Team(), components=[(strain_and_belief, 0)], model_params=sliders, name="One team and the line above it"
)
