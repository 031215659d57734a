"""Texts to be repeated to the letter."""

import scripts
from exchange import ask
from extraction import extraction_text
from intents import intent_text
from knowledge import unknown
from words import is_held_out
from world import INTENTS, capitalised

REPEAT_FRAMES = ["Repeat exactly: {}"] * 8 + ["Repeat: {}", "Repeat this exactly: {}", "Repeat after me: {}", "Say exactly: {}"]
SMALL_WORDS = "the a of and to in is on with for my it this that was are not by from at or as The A It This".split()


def sentence(draw):
    """Something that somebody might say, with an unseen word in it."""
    text = draw.random.choice([lambda: intent_text(draw, draw.random.choice(list(INTENTS))), lambda: unknown(draw).messages[0]["content"],
                               lambda: extraction_text(draw)[0]])()
    return text if draw.chance(0.3) else capitalised(text)


def repeat(draw):
    while True:
        text = row_of_words(draw)
        if draw.takes(text):
            return ask(draw.random.choice(REPEAT_FRAMES).format(text), text)


def row_of_words(draw):
    if draw.natural and draw.chance(0.15):
        return sentence(draw)
    # The evaluation asks for what one would want repeated: no single word, no long row, no word twice, which is a harder thing.
    plainly = draw.everyday and draw.held_out
    count = draw.random.randint(2, 8) if plainly else draw.random.randint(1, 12)
    parts = [draw.word() for _ in range(count)]
    # One place keeps its word, so that an unseen text stays unseen.
    places = draw.random.sample(range(count), count - 1)
    if draw.natural and count > 2 and draw.chance(0.3):
        for position in draw.random.sample(places, count // 3):
            parts[position] = draw.random.choice(SMALL_WORDS)
    if places and draw.chance(0.15):
        parts[draw.random.choice(places)] = draw.number()
    if count > 2 and draw.chance(0.16) and not plainly:
        for position in draw.random.sample(places, draw.random.randint(1, 2)):
            parts[position] = parts[position - 1] if draw.natural and draw.chance(0.5) else draw.random.choice(parts)
    text = (", " if draw.chance(0.12) else " ").join(parts)
    if draw.chance(0.2):
        position = draw.random.randrange(count)
        text = text.replace(parts[position], parts[position] + draw.random.choice([",", ";", " -", ":", ".", "!"]), 1)
    if draw.chance(0.3):
        text += draw.random.choice([".", "!", "?", "..."])
    if draw.chance(0.05):
        text = f'"{text}"'
    elif draw.chance(0.05):
        text = capitalised(text)
    return text


def scripted(draw):
    while True:
        phrase = scripts.random_phrase(draw.random)
        if is_held_out(phrase) == draw.held_out:
            return ask(draw.random.choice(REPEAT_FRAMES).format(phrase), phrase)
