"""All mechanisms' settings under one roof: `mechanism.GROUP.SETTING`."""

from pydantic import Field

from sim.quantity import Frozen
from sim.settings.harm import Families, Incidents
from sim.settings.knowing import Belief, Decisions, Implementation, Reporting, Understanding, Voice
from sim.settings.scrutiny import Indicators, Inspection, Perception, Redesign
from sim.settings.staffing import Leaving, Money, Promotion, Recruitment
from sim.settings.start import Start
from sim.settings.work import Administration, Casework, Exhaustion, Hours, Support


class Mechanism(Frozen):
    """How the organisation works with no reform in place."""

    start: Start = Field(default_factory=Start)
    casework: Casework = Field(default_factory=Casework)
    hours: Hours = Field(default_factory=Hours)
    administration: Administration = Field(default_factory=Administration)
    support: Support = Field(default_factory=Support)
    exhaustion: Exhaustion = Field(default_factory=Exhaustion)
    voice: Voice = Field(default_factory=Voice)
    reporting: Reporting = Field(default_factory=Reporting)
    belief: Belief = Field(default_factory=Belief)
    understanding: Understanding = Field(default_factory=Understanding)
    decisions: Decisions = Field(default_factory=Decisions)
    implementation: Implementation = Field(default_factory=Implementation)
    leaving: Leaving = Field(default_factory=Leaving)
    recruitment: Recruitment = Field(default_factory=Recruitment)
    promotion: Promotion = Field(default_factory=Promotion)
    money: Money = Field(default_factory=Money)
    indicators: Indicators = Field(default_factory=Indicators)
    redesign: Redesign = Field(default_factory=Redesign)
    incidents: Incidents = Field(default_factory=Incidents)
    inspection: Inspection = Field(default_factory=Inspection)
    perception: Perception = Field(default_factory=Perception)
    families: Families = Field(default_factory=Families)
