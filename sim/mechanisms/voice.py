"""M14: concerns are raised or kept silent, managers reply, and replies teach what to expect; witnesses learn too.

    chance of speaking = logistic(base + safety + expected reply - exhaustion + presence of leaders + colleagues + disposition)
    a concern arises with chance = concern rate x strain
    acted on  = min(1, relief of the unit / full relief)
    held against a person = (1 - acted on) x chance x (1 - safety)
    answered  = (1 - acted on - held against) x share x openness x supervision given
    expected reply    += learning x (reply - expected reply)      acted on 1, answered 0.5 (swept), ignored 0, penalised -1

Where a manager gives no supervision in the week, nobody is answered and nothing is held against anyone.
Silence follows safety (Hao et al. 2022) and burnout (Lainidi et al. 2025, doi 10.1002/job.2834); the delta rule is
Rescorla and Wagner's. Leaders who show themselves at the front line invite concerns and raise hopes, which harms where
nothing is fixed: Tucker and Singer 2015, doi 10.1111/poms.12236. Grade B for the signs, D for the speed of learning.
"""

from sim.compiled import compiled
from sim.mechanisms.arithmetic import clip, logistic
from sim.mechanisms.case_queue import return_cases
from sim.mechanisms.hours import openness
from sim.mechanisms.people import at_work, burdened, move
from sim.state import NOBODY, PERMANENT, SUPERNUMERARY, VACANT
from sim.streams import CONCERN, MOVED, MOVED_PLACE, REPLY, SPEAKING_UP, stream_key, uniform


@compiled
def chance_of_speaking(post, presence, speaking, voice):
    """Chance that a person with a concern raises it; `speaking` is the share of concerns that colleagues lately raised."""
    return logistic(
        voice.base
        + voice.safety_slope * post.safety
        + voice.reply_slope * post.expected_reply
        - voice.exhaustion_slope * post.exhaustion
        + voice.presence_slope * presence
        + voice.peer_slope * (speaking - 0.5)
        + voice.personal_spread * post.outspokenness
    )


@compiled
def reply_to(u, post, unit, manager, levers, settings):
    """The manager's reply to a concern: 1 acted on, `answer_value` answered, 0 ignored, -1 held against the person.

    Where every concern must be answered (I10), a manager without time still cannot."""
    voice = settings.voice
    acted = min(1.0, unit.relief / voice.full_relief)
    answered = 0.0
    penalised = 0.0
    if manager.supervising > 0.0:
        lever = levers[manager.tier]
        share = voice.answered_share * openness(manager, lever, settings)
        share += lever.answered * (1.0 - share)
        # Whether a concern is held against somebody does not hang on whether there was an answer.
        penalised = (1.0 - acted) * min(1.0, voice.penalty_chance * levers[post.tier].penalty) * (1.0 - post.safety)
        answered = (1.0 - acted - penalised) * share * manager.supervising
    if u < acted:
        return 1.0
    if u < acted + answered:
        return voice.answer_value
    if u > 1.0 - penalised:
        return -1.0
    return 0.0


@compiled
def concerns_are_raised(authority, posts, units, settings, levers, tally):
    """M14. Everyone with a concern speaks or keeps silent; whoever speaks gets a reply."""
    voice = settings.voice
    week = authority.week
    concern_key = stream_key(authority.seed, CONCERN, week)
    speaking_key = stream_key(authority.seed, SPEAKING_UP, week)
    reply_key = stream_key(authority.seed, REPLY, week)
    for index in range(len(units)):
        unit = units[index]
        manager = posts[unit.manager]
        unit.concerns = 0
        replies = 0.0
        felt = 0
        for row in range(unit.first, unit.last):
            post = posts[row]
            post.spoke = 0
            post.reply = 0.0
            if voice.on == 0 or not at_work(post, week):
                continue
            if uniform(concern_key, row) >= voice.concern_rate * post.strain:
                continue
            felt += 1
            if post.tier == 0:
                tally.with_concern += 1.0
            if uniform(speaking_key, row) >= chance_of_speaking(post, unit.presence, unit.speaking, voice):
                continue
            post.spoke = 1
            post.said = 1
            post.reply = reply_to(uniform(reply_key, row), post, unit, manager, levers, settings)
            replies += post.reply
            unit.concerns += 1
            heard = 1 if post.reply > 0.0 else 0
            if post.reply < 0.0:
                burdened(post, settings)
                unit.fear += voice.penalty_fear * (1.0 - unit.fear)
            if post.tier == 0:
                tally.voiced += 1.0
                tally.heard += heard
                tally.penalised += 1.0 if post.reply < 0.0 else 0.0
        unit.mean_reply = replies / unit.concerns if unit.concerns > 0 else 0.0
        if felt > 0:
            unit.speaking += (unit.concerns / felt - unit.speaking) * min(1.0, felt / voice.peer_memory)


@compiled
def concerns_go_past_the_line(units, settings):
    """M14, M13. A share of the concerns also reaches the manager one tier further up, and a share of that the next."""
    for index in range(len(units)):
        units[index].past = 0.0
    for index in range(len(units)):
        unit = units[index]
        if unit.parent != NOBODY:
            known = unit.concerns if unit.tier == 1 else unit.past
            units[unit.parent].past += settings.belief.past_the_line * known


@compiled
def mean_hope(posts, unit):
    """Mean expected reply of the people of the unit."""
    people = 0
    total = 0.0
    for row in range(unit.first, unit.last):
        if posts[row].kind != VACANT:
            people += 1
            total += posts[row].expected_reply
    return total / people if people > 0 else 0.0


@compiled
def replies_teach(posts, units, settings, levers):
    """M14. The expected reply moves toward the reply got, or less far toward the replies that colleagues got."""
    voice = settings.voice
    if voice.on == 0:
        return
    for index in range(len(units)):
        unit = units[index]
        team_hope = mean_hope(posts, unit)
        for row in range(unit.first, unit.last):
            post = posts[row]
            if post.kind == VACANT:
                continue
            expected = post.expected_reply
            expected += voice.grumbling * (team_hope - expected)
            if post.spoke == 1:
                expected += voice.learning * (post.reply - expected)
            elif unit.concerns > 0:
                expected += voice.learning * voice.witness_share * (unit.mean_reply - expected)
            lever = levers[post.tier]
            hope = lever.hope + voice.presence_hope * unit.presence
            expected += hope * (1.0 - expected)
            # Nothing came of being asked: whoever expected nothing loses nothing.
            expected -= min(1.0, lever.unanswered) * max(0.0, expected)
            post.expected_reply = clip(expected, 0.0, 1.0)


@compiled
def vacant_place(posts, authority, team, draw):
    """Row of a vacant front-line post of the establishment in another team for which nobody is on the way; -1 for none."""
    rows = authority.front_line
    begin = int(draw * rows)
    for step in range(rows):
        row = (begin + step) % rows
        post = posts[row]
        free = post.kind == VACANT and post.established == 1 and post.arriving == NOBODY
        if free and post.place != SUPERNUMERARY and post.team != team:
            return row
    return NOBODY


@compiled
def some_are_moved(authority, posts, units, cases, settings, tally):
    """M14. Some of those against whom a concern was held are moved to another team; their cases change hands."""
    week = authority.week
    key = stream_key(authority.seed, MOVED, week)
    place_key = stream_key(authority.seed, MOVED_PLACE, week)
    for row in range(authority.front_line):
        post = posts[row]
        if post.kind != PERMANENT or post.spoke == 0 or post.reply >= 0.0 or not at_work(post, week):
            continue
        if uniform(key, row) >= settings.voice.moved_share:
            continue
        target = vacant_place(posts, authority, post.team, uniform(place_key, row))
        if target != NOBODY:
            return_cases(row, authority, posts, units, cases)
            move(posts, row, target, authority, settings)
            tally.moved += 1.0
