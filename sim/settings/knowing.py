"""Settings of what people say, hear, understand, believe and decide."""

from sim.quantity import Frozen, quantity, switch


class Voice(Frozen):
    """M14. Concerns are raised or kept silent, and replies teach what to expect. Off: nobody raises a concern."""

    on: bool = switch("whether people raise concerns and learn from the replies", True)
    concern_rate: float = quantity(
        "weekly chance of a concern worth raising at full strain", 0.25,
        unit="per week", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    base: float = quantity(
        "log odds of speaking with no safety, no reply expected and no exhaustion", -1.0,
        unit="log odds", low=-8, high=8, grade="D", role="uncertain",
        source="set so that silence is usual: 85% once kept silent on something important, Milliken et al. 2003",
    )  # fmt: skip
    safety_slope: float = quantity(
        "how far safety of the link raises speaking", 2.0,
        unit="log odds", low=0, high=8, grade="B", role="uncertain",
        source="psychological safety explains silence, Hao et al. 2022, k = 168",
    )  # fmt: skip
    reply_slope: float = quantity(
        "how far the expected reply raises speaking", 1.5,
        unit="log odds", low=0, high=8, grade="B", role="uncertain",
        source="Roberts and O'Reilly 1974, n = 429: trust, then influence",
    )  # fmt: skip
    exhaustion_slope: float = quantity(
        "how far exhaustion lowers speaking", 0.5,
        unit="log odds", low=0, high=8, grade="B", role="uncertain",
        source="burnout and voice rho -.28, Lainidi et al. 2025, N = 34,975",
    )  # fmt: skip
    personal_spread: float = quantity(
        "lasting differences between people in how readily they speak", 0.8,
        unit="standard deviation of the log odds", low=0, high=3, role="calibrated", grade="B",
        source="so that burnout and voice correlate as in studies: -.28, Lainidi et al. 2025",
    )  # fmt: skip
    learning: float = quantity(
        "share of the way that the expected reply moves toward one reply", 0.15,
        unit="share", low=0, high=1, source="delta rule; size free", grade="D", role="uncertain",
    )  # fmt: skip
    witness_share: float = quantity(
        "learning of colleagues who saw it, relative to one's own", 0.2,
        unit="ratio", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    answered_share: float = quantity(
        "share of concerns that a manager with time and understanding answers", 0.5,
        unit="share", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    answer_value: float = quantity(
        "what a concern that is answered but not acted on is worth: 0 as if ignored, 1 as if acted on", 0.5,
        unit="0 to 1", low=0, high=1, source="the middle; no source", grade="D", role="uncertain",
    )  # fmt: skip
    full_relief: float = quantity(
        "relief at which every concern about load has been acted on", 0.1,
        unit="share of hours", low=0.005, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    penalty_chance: float = quantity(
        "chance that a concern that is not acted on is held against a person where the link is wholly unsafe", 0.08,
        unit="share", low=0, high=1, grade="D", role="uncertain",
        source="articles A1 and A3: moved, ostracised, blamed; size free",
    )  # fmt: skip
    peer_slope: float = quantity(
        "how far colleagues who speak, rather than keep silent, raise speaking", 1.0,
        unit="log odds", low=0, high=8, source="article A1: colleagues silence each other too; size free", grade="D",
        role="uncertain",
    )  # fmt: skip
    peer_memory: float = quantity(
        "concerns of a team over which that is remembered", 10.0,
        unit="concerns", low=1, high=200, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    grumbling: float = quantity(
        "weekly pull of the expected reply toward that of the team: complaint spreads sideways", 0.02,
        unit="per week", low=0, high=1, source="articles A1 and A3; contagion as of exhaustion; size free", grade="D",
        role="uncertain",
    )  # fmt: skip
    moved_share: float = quantity(
        "share of people against whom a concern is held who are moved to another team", 0.3,
        unit="share", low=0, high=1, source="article A1: moved to another team; size free", grade="D", role="uncertain",
    )  # fmt: skip
    penalty_fear: float = quantity(
        "fear that this leaves in the team, as a share of what is left", 0.1,
        unit="share", low=0, high=1, source="article A1; size free", grade="D", role="uncertain",
    )  # fmt: skip
    presence_slope: float = quantity(
        "how far the presence of a higher manager in the team raises speaking", 1.0,
        unit="log odds", low=0, high=8, grade="C", role="uncertain",
        source="leaders at the front line invite concerns, Tucker and Singer 2015",
    )  # fmt: skip
    presence_hope: float = quantity(
        "weekly pull of that presence on the expected reply toward full hope", 0.02,
        unit="per week", low=0, high=1, grade="C", role="uncertain",
        source="presence raises expectations that harm where nothing is fixed, Tucker and Singer 2015, doi 10.1111/poms.12236",
    )  # fmt: skip


class Reporting(Frozen):
    """M12. Bad news is softened as far as the link is unsafe. Off: reports pass whole and without noise."""

    on: bool = switch("whether bad news is softened on its way up", True)
    passing: float = quantity(
        "share of bad news that passes a link of reference safety: all losses of the link together", 0.65,
        unit="share a link", low=0, high=1, grade="C", role="uncertain",
        source="0.55 to 0.75 a link: O'Reilly and Roberts 1974; Boyles and Wicker 1977, as summarised by Barndt",
    )  # fmt: skip
    fear: float = quantity(
        "how far an unsafe link lowers that share: slope in safety", 0.4,
        unit="share", low=0, high=2, source="direction sure, size free: O'Reilly 1978", grade="C", role="uncertain",
    )  # fmt: skip
    reference_safety: float = quantity(
        "safety of the link at which `passing` holds", 0.5,
        unit="0 to 1", low=0, high=1, source="definition", grade="D",
    )  # fmt: skip
    spoken_gain: float = quantity(
        "further share of a person's strain that passes when it was said aloud since the last report", 0.2,
        unit="share", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    acceptable_strain: float = quantity(
        "strain that counts as normal and is reported uncut", 0.05,
        unit="0 to 1", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    noise: float = quantity(
        "noise of one report", 0.1,
        unit="standard deviation", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    interval_weeks: int = quantity(
        "weeks between reports", 4,
        unit="weeks", low=1, high=52, source="monthly performance reports", grade="C", role="uncertain",
    )  # fmt: skip
    link_spread: float = quantity(
        "lasting differences between links in safety", 0.15,
        unit="standard deviation", low=0, high=0.3, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    broken_share: float = quantity(
        "share of links that are broken: nothing feels safe to say", 0.05,
        unit="share", low=0, high=1, grade="D", role="uncertain",
        source="article A3: managers who do not speak to each other; size free",
    )  # fmt: skip
    safety_support: float = quantity(
        "how far felt support raises the safety of the link", 0.6,
        unit="0 to 1 per unit of support", low=0, high=2, grade="C", role="uncertain",
        source="psychological safety and supportive leadership; size free",
    )  # fmt: skip
    safety_weeks: float = quantity(
        "time that safety takes to follow", 26.0,
        unit="weeks", low=1, high=260, source="no source", grade="D", role="uncertain",
    )  # fmt: skip


class Belief(Frozen):
    """M13. A belief moves toward the signals that reach it. Off: managers believe their last signal as it stands."""

    on: bool = switch("whether attention and understanding limit what is taken in", True)
    attention: float = quantity(
        "share of the way that a belief moves toward the signal in a week, fully attended and understood", 0.3,
        unit="per week", low=0, high=1, source="no source", grade="D", role="uncertain",
    )  # fmt: skip
    understanding_rate: float = quantity(
        "in the additive form, share of the way that full understanding alone moves a belief in a week", 0.3,
        unit="per week", low=0, high=1, source="no source; the same as attention", grade="D", role="uncertain",
    )  # fmt: skip
    multiplicative: bool = switch(
        "attention times understanding (true), or the mean of what either takes in (false): rival forms", True
    )
    discount: float = quantity(
        "share by which news worse than the picture held is discounted", 0.3,
        unit="share", low=0, high=1, source="confirmation bias; size free", grade="C", role="uncertain",
    )  # fmt: skip
    comfort_pull: float = quantity(
        "weekly drift of a belief toward the comfortable picture", 0.02,
        unit="per week", low=0, high=1, grade="D", role="uncertain",
        source="article A0, Munro: a cleaner, more sanitised version; size free",
    )  # fmt: skip
    comfortable: float = quantity(
        "strain in the comfortable picture", 0.1,
        unit="0 to 1", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    own_noise: float = quantity(
        "noise of what a manager learns from one own case, or from one concern that went past the line", 0.3,
        unit="standard deviation", low=0.01, high=2, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    past_the_line: float = quantity(
        "share of concerns that also go past the line, one tier further up", 0.05,
        unit="share", low=0, high=1, grade="D", role="uncertain",
        source="articles A1 and A3: skipping, union, formal complaint; size free",
    )  # fmt: skip


class Understanding(Frozen):
    """M11. Understanding fades away from practice and grows back in it. Off: it stays as it was."""

    on: bool = switch("whether understanding fades and grows", True)
    half_life_weeks: float = quantity(
        "weeks away from practice in which the part above the floor halves", 42.0,
        unit="weeks", low=4, high=520, grade="C", role="uncertain",
        source="6.5 to 13 months: Tatel and Ackerman, doi 10.1037/bul0000481; Arthur et al. 1998; procedural skills",
    )  # fmt: skip
    learning_weeks: float = quantity(
        "weeks of full practice in which 63 per cent of the lost part grows back", 13.0,
        unit="weeks", low=1, high=260, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    floor: float = quantity(
        "what a social worker by background never forgets", 0.25,
        unit="0 to 1", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    floor_without_background: float = quantity(
        "the same for a manager of another background", 0.1,
        unit="0 to 1", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    supervising_share: float = quantity(
        "practice that a first-line manager sees by supervising, relative to practising", 0.15,
        unit="share", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip


class Decisions(Frozen):
    """M16. Managers grant relief on what they believe, within their discretion. Off: no relief, nothing refused."""

    on: bool = switch("whether managers act on what they believe", True)
    willingness: float = quantity(
        "relief wanted for each point of believed strain above the aspiration", 0.3,
        unit="share of hours per unit of strain", low=0, high=5, grade="D", role="uncertain",
        source="Cyert and March 1963; size free",
    )  # fmt: skip
    aspiration: float = quantity(
        "believed strain that a manager accepts", 0.1,
        unit="0 to 1", low=0, high=1, source="Cyert and March 1963; size free", grade="D", role="uncertain",
    )  # fmt: skip
    discretion: float = quantity(
        "most relief that budget, councillors and government let the director grant", 0.05,
        unit="share of hours", low=0, high=1, source="size free", grade="D", role="uncertain",
    )  # fmt: skip
    delegation: float = quantity(
        "discretion of a manager relative to the tier above", 0.5,
        unit="ratio", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    delay_weeks: float = quantity(
        "time that granted relief takes to follow what is wanted", 13.0,
        unit="weeks", low=1, high=260, source="a budget quarter; assumption", grade="D", role="uncertain",
    )  # fmt: skip
    agency_share: float = quantity(
        "share of relief that comes as agency staff beyond the posts; the rest is business support", 0.5,
        unit="share", low=0, high=1, grade="C", role="uncertain",
        source="24% of agency staff cover no vacancy; workforce census 2017-2021",
    )  # fmt: skip
    gatekeeping: float = quantity(
        "share of new cases refused for each point of believed strain above the aspiration, within the discretion", 0.1,
        unit="share per unit of strain", low=0, high=1, grade="D", role="uncertain",
        source="articles A0 and A3; size free",
    )  # fmt: skip
    sent_back: float = quantity(
        "share of requests that are sent back when the budget holds", 0.1,
        unit="share", low=0, high=1, source="article A0: every request with a cost; size free", grade="D", role="uncertain",
    )  # fmt: skip
    sent_back_squeeze: float = quantity(
        "rise in that share for each per cent of overspending (M22)", 0.03,
        unit="share per per cent", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
    weariness: float = quantity(
        "share of the relief that they see a need for which managers of very long tenure no longer press for", 0.2,
        unit="share", low=0, high=1, source="article A4: in post so long that they lost the fight; size free", grade="D",
        role="uncertain",
    )  # fmt: skip
    squeeze: float = quantity(
        "share of discretion lost for each per cent of overspending (M22)", 0.1,
        unit="share per per cent", low=0, high=1, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip


class Implementation(Frozen):
    """M17. What arrives of a decision, link by link. Off: all of it arrives."""

    on: bool = switch("whether decisions lose strength on their way down", True)
    arriving: float = quantity(
        "share of a decision that passes one link", 0.8,
        unit="share a link", low=0, high=1, source="size free", grade="D", role="uncertain",
    )  # fmt: skip
    clarity: float = quantity(
        "clarity of the message", 1.0,
        unit="0 to 1", low=0, high=1, grade="D", role="uncertain",
        source="article A0, a reader on unclear messages; size free",
    )  # fmt: skip
    inertia: float = quantity(
        "share that a manager of very long tenure holds back", 0.2,
        unit="share", low=0, high=1, grade="D", role="uncertain",
        source="article A4: in post so long that they stopped pushing; size free",
    )  # fmt: skip
    inertia_years: float = quantity(
        "years in post after which 63 per cent of that inertia is there", 5.0,
        unit="years", low=0.5, high=40, source="assumption; no figure found", grade="D", role="uncertain",
    )  # fmt: skip
