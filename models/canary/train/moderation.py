"""Requests that are safe or unsafe."""

from copying import sentence
from exchange import ask
from world import HARM_PERSON, HARM_THING, KIND_PERSON, KIND_THING, MODERATION_FRAMES, PEOPLE, capitalised

SAFETY_FRAMES = ["Is this safe? {}"] * 6 + ["Is this safe: {}", "Safe or unsafe? {}", "Safe or unsafe: {}", "Is it safe? {}"]


def moderation(draw):
    unsafe = draw.chance(0.5)
    if draw.natural and not unsafe and draw.chance(0.2):
        return ask(draw.random.choice(SAFETY_FRAMES).format(sentence(draw)), "safe")
    adjective = f"{draw.adjective()} " if draw.chance(0.3) else ""
    if draw.chance(0.5):
        verb = draw.random.choice(HARM_PERSON if unsafe else KIND_PERSON)
        target = f"{draw.random.choice(['my', 'the', 'a'])} {adjective}{draw.noun()}" if draw.chance(0.5) else draw.name()
        if draw.chance(0.3):
            target = f"{draw.random.choice(PEOPLE)} {draw.random.choice(['in', 'from', 'near'])} {draw.city()}"
    else:
        verb = draw.random.choice(HARM_THING if unsafe else KIND_THING)
        target = f"{draw.random.choice(['a', 'the', 'my', 'the', 'some'])} {adjective}{draw.noun()}"
        if draw.chance(0.2):
            target += f" in {draw.city()}"
        elif draw.chance(0.1):
            target += f" with a {draw.noun()}"
    text = draw.random.choice(MODERATION_FRAMES).format(f"{verb} {target}")
    if draw.chance(0.2):
        text = capitalised(text)
    if draw.chance(0.15):
        text += draw.random.choice([".", "?"])
    return ask(draw.random.choice(SAFETY_FRAMES).format(text), "unsafe" if unsafe else "safe")
