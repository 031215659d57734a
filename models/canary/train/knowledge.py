"""What the canary knows, and that it says so when it does not know."""

from exchange import ask
from words import is_held_out
from world import (COUNT_FROM, COUNT_TO, DIFFERENCES, FACTS, FRAMES, KNOWN_SUBJECTS, NOUN_PHRASES,
                   QUESTIONS, SMALL_TALK, SUMS, UNKNOWN_ANSWER, article, capitalised, phrasings)


def facts(draw):
    relation, subject, answer = draw.random.choice(FACTS)
    question = draw.random.choice(phrasings(relation, subject, draw.side))
    return ask(roughened(draw, question), answer)


def roughened(draw, question):
    """People leave out question marks and capitals."""
    if draw.chance(0.08):
        question = question.rstrip("?.")
    if draw.chance(0.06):
        question = question[:1].lower() + question[1:]
    if draw.natural and draw.chance(0.05):
        question = question.rstrip("?.") + draw.random.choice([" please", ", please", ", please.", " please?"])
    return question


def unknown_subject(draw, relation):
    if relation == "capital":
        subject = capitalised(draw.invented()) if draw.chance(0.7) else draw.city() if draw.chance(0.5) else draw.name()
    elif relation == "opposite":
        subject = draw.adjective() if draw.chance(0.6) else draw.noun()
    elif relation == "day":
        subject = capitalised(draw.invented()) if draw.chance(0.5) else draw.noun()
    elif relation == "colour":
        subject = draw.random.choice(["", "the ", "a "]) + draw.noun()
    else:
        subject = draw.noun()
    return subject


UNKNOWN_QUESTIONS = """Who {v}ed the {w}?|Who painted the {w}?|Who built the {w} of {c}?|Who wrote the {j} {w}?|Who invented the {w}?|
When was the {w} built?|When did {n} {v} the {w}?|When was {n} born?|When does the {w} start?|Where is the {w}?|Where is {n}?|
Where did {n} {v} the {w}?|Why is the {w} {j}?|Why did {n} {v} the {w}?|Why do people {v} the {w}?|How old is {n}?|How far is {c}?|
How tall is the {w}?|How many people live in {c}?|How do I {v} a {w}?|How much is the {w}?|What is a {w}?|What is {w}?|What is the {w}?|
What happened in {c}?|What is the {w} of {c}?|What is the {w} in {c}?|What is the {w} of {n}?|What does {n} {v}?|Which {w} is {j}?|Is the {w} {j}?|Did {n} {v} the {w}?|
Does {n} like {w}?|Can a {w} {v}?|Will {n} {v} the {w}?|Tell me a story about a {w}.|Write a poem about the {w}.|Explain the {w}.|
Explain how a {w} can {v}.|Who is {n}?|Who is the {w} of {c}?|Tell me about {c}.|Tell me about the {j} {w}.|What should I {v}?|
{V} the {w}.|{V} a {j} {w}.|Please {v} the {w} in {c}.|{W}|{W} {w}?|{W} and {w}.|Do you like {w}?|What do you think about {c}?|
Give me a {w}.|Show me the {w}.|Translate {w}.|Who {v}s a {w}?|What is {D} times {d}?|What is {D} plus {E}?|What is {D} minus {d}?|
Who was the first {w}?|What is the meaning of {w}?|What is the population of {c}?|Who won the {w}?|How does a {w} work?""".replace("\n", "").split("|")
UNKNOWN_WORDS = [text for text in UNKNOWN_QUESTIONS if any("{" + slot + "}" in text for slot in "wWvVjnc")]


def unknown(draw):
    if draw.natural and not draw.held_out and draw.chance(0.06):
        first, second = draw.random.randint(10, 99), draw.random.randint(1, 99)
        template = draw.random.choice(SUMS["training"] + DIFFERENCES["training"])
        return ask(template.format(a=first, b=second), UNKNOWN_ANSWER)
    if draw.chance(0.45):
        relation = draw.random.choice(list(NOUN_PHRASES))
        while True:
            subject = unknown_subject(draw, relation)
            if subject.split()[-1].lower() not in KNOWN_SUBJECTS:
                break
        side = "training" if draw.chance(0.5) else draw.side
        return ask(roughened(draw, draw.random.choice(phrasings(relation, subject, side))), UNKNOWN_ANSWER)
    noun, verb = draw.noun(), draw.verb()
    if draw.chance(0.25):
        of = draw.random.choice([draw.city(), draw.name(), f"the {draw.noun()}", article(draw.noun())])
        text = draw.random.choice(FRAMES["training"]).format(f"the {noun} of {of}")
    else:
        text = draw.random.choice(UNKNOWN_WORDS if draw.held_out else UNKNOWN_QUESTIONS).format(
            w=noun, W=capitalised(noun), v=verb, V=capitalised(verb), j=draw.adjective(), n=draw.name(), c=draw.city(),
            d=draw.random.randint(2, 99), D=draw.random.randint(10, 99), E=draw.random.randint(10, 99))
    return ask(roughened(draw, capitalised(text)), UNKNOWN_ANSWER)


def arithmetic(draw):
    first, second = draw.random.randint(0, 9), draw.random.randint(0, 9)
    if draw.chance(0.62):
        return ask(draw.random.choice(SUMS[draw.side]).format(a=first, b=second), str(first + second))
    first, second = max(first, second), min(first, second)
    return ask(draw.random.choice(DIFFERENCES[draw.side]).format(a=first, b=second), str(first - second))


def counting(draw):
    while True:
        last = draw.random.randint(2, 30)
        first = 1 if draw.chance(0.25) else draw.random.randint(0, last - 1)
        if is_held_out(f"count {first} {last}") == draw.held_out:
            break
    frames = COUNT_TO if first == 1 and draw.chance(0.8) else COUNT_FROM
    text = draw.random.choice(frames[draw.side]).format(a=first, b=last)
    return ask(text, ", ".join(str(number) for number in range(first, last + 1)))


def small_talk(draw):
    answer = draw.random.choice(list(SMALL_TALK))
    return ask(draw.random.choice(SMALL_TALK[answer]), answer)


def unknown_question(draw):
    """An unknown fact in a form that no tool request takes."""
    relation = draw.random.choice(["capital", "sound", "opposite", "legs"])
    while True:
        subject = unknown_subject(draw, relation)
        if subject.split()[-1].lower() not in KNOWN_SUBJECTS:
            break
    question = draw.random.choice(QUESTIONS[relation]["training"])
    return ask(capitalised(question.format(s=subject, a=article(subject))), UNKNOWN_ANSWER)
