"""Requests to be sorted by what they intend."""

import re

from exchange import ask
from world import DAYS, INTENTS, capitalised

INTENT_FRAMES = ["Classify the intent: {}"] * 6 + ["Classify this intent: {}", "What is the intent? {}", "Intent: {}", "Classify: {}"]
SLOTTED_INTENTS = {
    False: {label: [text for text in texts if "{" in text] for label, texts in INTENTS.items()},
    # Times, days and numbers occur on both sides, so an unseen request needs a word as well.
    True: {label: [text for text in texts if re.search("{[ncwj]}", text)] for label, texts in INTENTS.items()},
}


def intent_text(draw, label):
    return draw.random.choice(SLOTTED_INTENTS[draw.held_out][label]).format(
        n=draw.name(), c=draw.city(), w=draw.noun(), j=draw.adjective(), t=draw.time(), y=draw.random.choice(DAYS),
        d=draw.random.choice(["two", "three", "four", "five", "ten", draw.number()]))


def intent(draw):
    label = draw.random.choice(list(INTENTS))
    text = intent_text(draw, label)
    style = draw.random.random()
    if style < 0.1:
        text = "please " + text
    elif style < 0.2:
        text += " please"
    elif style < 0.25:
        text += draw.random.choice([" tomorrow", " today", " now", " tonight"])
    if draw.chance(0.25):
        text = text.lower()
    elif draw.chance(0.25):
        text = capitalised(text)
    if draw.chance(0.15):
        text += draw.random.choice([".", "?", "!"])
    return ask(draw.random.choice(INTENT_FRAMES).format(text), label)
