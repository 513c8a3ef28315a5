"""Every random number: a keyed hash of (seed, stream, week, slot), so that no draw can shift another.

A draw depends on what it is for and on which post it is for, never on how many draws came before. Two arms of a study
therefore meet the same luck for as long as their organisations are the same, and the threads of a study can run in
any order. The hash is the finaliser of SplitMix64 (Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195), applied
once for each part of the key.
"""

import math

import numpy as np

from sim.compiled import compiled

# The table of streams: one number for each decision that is drawn. Numbers are never reused, so that a result
# survives the arrival of a new stream.
_NUMBERS = {
    "arrivals": 1,
    "case_complexity": 2,
    "case_duration": 3,
    "absence": 4,
    "absence_length": 5,
    "concern": 6,
    "speaking_up": 7,
    "reply": 8,
    "report_noise": 9,
    "practice_noise": 10,
    "leaving": 11,
    "destination": 12,
    "recruitment": 13,
    "newcomer": 14,
    "newcomer_experience": 15,
    "newcomer_resilience": 16,
    "newcomer_quality": 17,
    "newcomer_link": 18,
    "newcomer_background": 19,
    "agency_arrival": 20,
    "agency_departure": 21,
    "acting": 22,
    "promotion": 23,
    "candidate": 24,
    "authority_lasting": 25,
    "authority_yearly": 26,
    "team_demand": 27,
    "initial_occupant": 28,
    "initial_tenure": 29,
    "initial_exhaustion": 30,
    "initial_cases": 31,
    "initial_progress": 32,
    "survey": 33,
    "gatekeeping": 34,
    "broken_link": 35,
    "newcomer_restlessness": 36,
    "newcomer_outspokenness": 37,
    "past_the_line_noise": 38,
    "participation": 39,
    "incident": 40,
    "incident_place": 41,
    "incident_blame": 42,
    "incident_person": 43,
    "notification": 44,
    "complaint": 45,
    "complaint_blame": 46,
    "complaint_person": 47,
    "inspection_grade": 48,
    "inspection_interval": 49,
    "director_goes": 50,
    "redesign": 51,
    "moved": 52,
    "moved_place": 53,
    "staff_loss": 54,
    "initial_grade": 55,
    "suspension": 56,
    "bridge_noise": 57,
    "survey_noise": 58,
}
# As plain numbers each would be a type of its own to the compiler, which would compile `stream_key` once for each stream.
STREAMS = {name: np.int64(number) for name, number in _NUMBERS.items()}

ARRIVALS = STREAMS["arrivals"]
CASE_COMPLEXITY = STREAMS["case_complexity"]
CASE_DURATION = STREAMS["case_duration"]
ABSENCE = STREAMS["absence"]
ABSENCE_LENGTH = STREAMS["absence_length"]
CONCERN = STREAMS["concern"]
SPEAKING_UP = STREAMS["speaking_up"]
REPLY = STREAMS["reply"]
REPORT_NOISE = STREAMS["report_noise"]
PRACTICE_NOISE = STREAMS["practice_noise"]
PAST_NOISE = STREAMS["past_the_line_noise"]
LEAVING = STREAMS["leaving"]
DESTINATION = STREAMS["destination"]
RECRUITMENT = STREAMS["recruitment"]
NEWCOMER = STREAMS["newcomer"]
NEWCOMER_EXPERIENCE = STREAMS["newcomer_experience"]
NEWCOMER_RESILIENCE = STREAMS["newcomer_resilience"]
NEWCOMER_QUALITY = STREAMS["newcomer_quality"]
NEWCOMER_LINK = STREAMS["newcomer_link"]
NEWCOMER_RESTLESSNESS = STREAMS["newcomer_restlessness"]
NEWCOMER_OUTSPOKENNESS = STREAMS["newcomer_outspokenness"]
NEWCOMER_BACKGROUND = STREAMS["newcomer_background"]
AGENCY_ARRIVAL = STREAMS["agency_arrival"]
AGENCY_DEPARTURE = STREAMS["agency_departure"]
ACTING_COVER = STREAMS["acting"]
PROMOTION = STREAMS["promotion"]
CANDIDATE = STREAMS["candidate"]
AUTHORITY_LASTING = STREAMS["authority_lasting"]
AUTHORITY_YEARLY = STREAMS["authority_yearly"]
TEAM_DEMAND = STREAMS["team_demand"]
INITIAL_OCCUPANT = STREAMS["initial_occupant"]
INITIAL_TENURE = STREAMS["initial_tenure"]
INITIAL_EXHAUSTION = STREAMS["initial_exhaustion"]
INITIAL_CASES = STREAMS["initial_cases"]
INITIAL_PROGRESS = STREAMS["initial_progress"]
SURVEY = STREAMS["survey"]
PARTICIPATION = STREAMS["participation"]
GATEKEEPING = STREAMS["gatekeeping"]
BROKEN_LINK = STREAMS["broken_link"]
INCIDENT = STREAMS["incident"]
INCIDENT_PLACE = STREAMS["incident_place"]
INCIDENT_BLAME = STREAMS["incident_blame"]
INCIDENT_PERSON = STREAMS["incident_person"]
NOTIFICATION = STREAMS["notification"]
COMPLAINT = STREAMS["complaint"]
COMPLAINT_BLAME = STREAMS["complaint_blame"]
COMPLAINT_PERSON = STREAMS["complaint_person"]
INSPECTION_GRADE = STREAMS["inspection_grade"]
INSPECTION_INTERVAL = STREAMS["inspection_interval"]
DIRECTOR_GOES = STREAMS["director_goes"]
REDESIGN = STREAMS["redesign"]
MOVED = STREAMS["moved"]
MOVED_PLACE = STREAMS["moved_place"]
STAFF_LOSS = STREAMS["staff_loss"]
INITIAL_GRADE = STREAMS["initial_grade"]
SUSPENSION = STREAMS["suspension"]
BRIDGE_NOISE = STREAMS["bridge_noise"]
SURVEY_NOISE = STREAMS["survey_noise"]

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_TO_UNIT = 1.0 / 9007199254740992.0  # 2 ** -53
# A logistic variable divided by this has a standard deviation of one.
_LOGISTIC_SD = math.pi / math.sqrt(3.0)


@compiled
def mix(value):
    """The next output of SplitMix64 from the 64-bit state `value` (unsigned, wraps round)."""
    z = value + _GAMMA
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    return z ^ (z >> _S31)


@compiled
def stream_key(seed, stream, week):
    """The key of one stream in one week; `week` may be negative. Compute it once, outside the loop over posts."""
    return mix(mix(mix(np.uint64(seed)) ^ np.uint64(stream)) ^ np.uint64(week + 1048576))


@compiled
def uniform(key, slot):
    """A number in (0, 1), the same whenever `key` and `slot` (a post, a team, a place in a queue) are the same."""
    return (float(mix(key ^ np.uint64(slot)) >> _S11) + 0.5) * _TO_UNIT


@compiled
def bell(u):
    """A bell-shaped number of mean 0 and standard deviation 1 (logistic) from a uniform one."""
    return math.log(u / (1.0 - u)) / _LOGISTIC_SD


@compiled
def exponential(u, mean):
    """An exponential number of the given mean from a uniform one."""
    return -mean * math.log(1.0 - u)


@compiled
def poisson(u, mean):
    """A Poisson count of a mean up to 500 from a uniform number, by inversion; never above mean + 12 sd + 12."""
    ceiling = int(mean + 12.0 * math.sqrt(mean) + 12.0)
    probability = math.exp(-mean)
    total = probability
    count = 0
    while u > total and count < ceiling:
        count += 1
        probability *= mean / count
        total += probability
    return count


# Inversion begins at exp(-mean), which must not vanish.
_LARGEST_MEAN = 500.0


@compiled
def poisson_count(key, slot, mean):
    """A Poisson count of any mean from the stream of `key`; a large one is the sum of several counts."""
    count = 0
    part = 0
    while mean > _LARGEST_MEAN:
        part += 1
        count += poisson(uniform(key, slot + part * 1099511627776), _LARGEST_MEAN)
        mean -= _LARGEST_MEAN
    return count + poisson(uniform(key, slot), mean)


@compiled
def draws(seed, stream, week, count):
    """The uniform numbers of one stream and week for slots 0 to count - 1, as an array: for callers in Python."""
    key = stream_key(seed, stream, week)
    values = np.empty(count)
    for slot in range(count):
        values[slot] = uniform(key, slot)
    return values
