"""What was told in an earlier turn."""

from exchange import Exchange, ask, assistant, user
from words import JOBS, PETS
from world import UNKNOWN_ANSWER


def recall(draw):
    """Something told in an earlier turn, or not told at all."""
    told = []
    kinds = draw.random.sample(["name", "home", "pet", "thing"], 1 if draw.everyday else draw.random.choice((1, 1, 1, 2)))
    for kind in kinds:
        told.append((kind, *new_memory(draw, kind)))
    _, _, question, answer = draw.random.choice(told)
    if draw.chance(untold_share(draw)):
        asked = draw.random.choice([kind for kind in ("name", "home", "pet", "thing") if kind not in kinds])
        _, question, _ = memory(draw, asked)
        answer = UNKNOWN_ANSWER
        if draw.chance(0.4) and not draw.held_out:
            told = []
    return Exchange([user(question), assistant(answer)], before=[statement for _, statement, _, _ in told])


def untold_share(draw):
    """How often something is asked that was never told. The evaluation of everyday recall asks only what was."""
    if draw.everyday:
        return 0 if draw.held_out else 0.1
    return 0.4 if draw.natural else 0.3


def new_memory(draw, kind):
    while True:
        statement, question, answer = memory(draw, kind)
        if draw.takes(answer):
            return statement, question, answer


def memory(draw, kind):
    """What is told, asked and answered about one thing."""
    choose = draw.random.choice
    if kind == "name":
        name = draw.name()
        text = choose(["My name is {}.", "My name is {}.", "I am {}.", "I'm {}.", "Call me {}.", "Hello, my name is {}.", "Hi, I am {}.",
                       "Hi! My name is {}.", "My name is {}", "You can call me {}.", "Hello! I'm {}."]).format(name)
        if draw.natural and draw.chance(0.2):
            text = text.rstrip(".") + draw.random.choice([f" and I like {draw.noun()}.", f" from {draw.city()}.", f" and I am {draw.random.randint(5, 90)}.",
                                                          f" and I work as a {draw.pick(JOBS)}.", ". How are you?", ", nice to meet you."])
        question = choose(["What is my name?", "What is my name?", "What's my name?", "Do you know my name?", "Who am I?",
                           "Tell me my name.", "Can you tell me my name?", "Do you remember my name?", "Say my name."])
        return ask(text, f"Nice to meet you, {name}."), question, f"Your name is {name}."
    if kind == "home":
        city = draw.city()
        text = choose(["I live in {}.", "I live in {}.", "My home is in {}.", "I am living in {}.", "My city is {}."]).format(city)
        question = choose(["Where do I live?", "Where do I live?", "Which city do I live in?", "Where is my home?", "Do you know where I live?",
                           "Tell me where I live.", "What city do I live in?"])
        return ask(text, "Noted."), question, f"You live in {city}."
    if kind == "pet":
        pet, name = choose(PETS), draw.name()
        text = choose(["My {} is called {}.", "My {} is called {}.", "I have a {} called {}.", "I have a {} named {}.",
                       "The name of my {} is {}."]).format(pet, name)
        question = choose(["What is my {} called?", "What is the name of my {}?", "What is my {}'s name?"]).format(pet)
        return ask(text, "Noted."), question, f"Your {pet} is called {name}."
    thing = f"favourite {draw.noun()}" if draw.chance(0.5) else draw.noun()
    value = draw.number() if draw.chance(0.2) else draw.value()
    text = choose(["My {} is {}.", "My {} is {}.", "Remember that my {} is {}.", "Remember: my {} is {}."]).format(thing, value)
    question = choose(["What is my {}?", "What is my {}?", "What's my {}?", "Tell me my {}.", "Do you know my {}?"]).format(thing)
    return ask(text, "Noted."), question, f"Your {thing} is {value}."
