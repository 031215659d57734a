"""Wishes that want a tool, their calls, what the tools give back, and questions that want none."""

import json

from copying import repeat
from exchange import Exchange, assistant, user
from extraction import extraction, json_text
from intents import intent
from knowledge import arithmetic, facts, unknown_question
from moderation import moderation
from tools import toolbox
from world import capitalised

REQUEST_FRAMES = ["{}", "{}.", "{}.", "Please {}.", "please {}", "Can you {}?", "Could you {}?", "I want to {}.", "I need to {}.", "{}, please.",
                  "I would like you to {}.", "{} please", "Now {}.", "Hey, {}.", "Can you please {}?", "You should {}."]
INNER_FRAMES = [frame for frame in REQUEST_FRAMES if not frame.startswith("{")]
THING_FRAMES = ["What is the {}?", "What is the {}?", "I need the {}.", "Show me the {}.", "Give me the {}.", "What's the {}?", "Tell me the {}.",
                "I want the {}.", "the {}"]
ONE_VALUE = ["for {v}", "for {v}", "in {v}", "in {v}", "to {v}", "with {v}", "of {v}", "about {v}", "called {v}", "named {v}", "at {v}",
             "from {v}", "by {v}", "using {v}", "on {v}", "{v}", "with {p} {v}", "with {p} {v}", "where the {p} is {v}", "with the {p} {v}",
             "for the {p} {v}", "for {p} {v}", "in the {p} {v}", "with {p} set to {v}", "with {p}: {v}", "with {p} = {v}"]
NAMED_LISTS = [("with ", "{p} {v}"), ("with ", "{p} {v}"), ("with the ", "{p} {v}"), ("where ", "the {p} is {v}"), ("where ", "{p} is {v}"),
               ("using ", "{p} {v}"), ("with ", "{p}: {v}"), ("with ", "{p} = {v}"), ("for ", "{p} {v}"), ("", "{p} {v}")]
ORDERED_PAIRS = ["for {v} in {w}", "for {v} and {w}", "from {v} to {w}", "{v} to {w}", "of {v} to {w}", "{v} for {w}", "for {v} on {w}",
                 "in {v} for {w}", "{v} in {w}", "with {v} and {w}", "to {v} with {w}", "{v} at {w}"]

# Freer wordings: a number before the name of its parameter ({q} is the second one's), a value after a colon.
ONE_NUMBER = ["for {v} {p}", "of {v} {p}", "{v} {p}", "in {v} {p}", "with {v} {p}", "to {v} {p}"]
FREE_PAIRS = ["to {v}: {w}", "{v} by {w}", "at {v} for {w}", ": {v}, {w}", "for {v}: {w}", "from {v} for {w}", "for {v} with {q} {w}",
              "{v} with {q} {w}", "in {v} with {q} {w}", "to {v} with the {q} {w}", "at {v} with {q} {w}", "for {v} and {q} {w}", "called {v} with {q} {w}"]
NUMBERED_PAIRS = ["at {v} for {w} {q}", "for {v} with {w} {q}", "in {v} for {w} {q}", "{v} for {w} {q}", "{v} with {w} {q}", "to {v} in {w} {q}",
                  "for {v} and {w} {q}"]


# What people say every day: most often they name what they give.
PLAIN_VALUES = ["with {p} {v}"] * 4 + ["with the {p} {v}"] * 2 + ["where the {p} is {v}"] * 2 + ["with {p} set to {v}", "for {v}", "in {v}"]
TERSE_VALUES = ["for {v}", "in {v}"] * 4 + PLAIN_VALUES
PLAIN_PAIRS = ["with {p} {v} and {q} {w}"] * 2 + ["with the {p} {v} and the {q} {w}", "where the {p} is {v} and the {q} is {w}"]
PLAIN_FRAMES = ["{}.", "{}.", "Please {}.", "Can you {}?", "Could you {}?", "I want to {}.", "I need to {}."]


def plain_request(draw, chosen):
    arguments = {each.name: int(draw.random.randint(1, 999)) if each.kind == "integer" else draw.word() for each in chosen.parameters}
    said = list(arguments.items())
    values = ""
    if len(said) == 1:
        values = " " + draw.random.choice(TERSE_VALUES if draw.terse else PLAIN_VALUES).format(p=said[0][0], v=said[0][1])
    elif said:
        values = " " + draw.random.choice(PLAIN_PAIRS).format(p=said[0][0], v=said[0][1], q=said[1][0], w=said[1][1])
    # Without the verb, which only training does every day, the tool must be found by its noun alone.
    if draw.chance(0.06) and not draw.held_out:
        text = draw.random.choice(["What is the {}?", "Show me the {}.", "I need the {}."]).format(chosen.thing + values)
    else:
        text = draw.random.choice(PLAIN_FRAMES).format(f"{chosen.verb} the {chosen.thing}{values}")
    return capitalised(text), arguments


def free_values(draw, chosen, said):
    """Values said as people say them, or nothing if this tool does not suit."""
    if len(said) == 1 and chosen.parameters[0].kind != "string":
        return draw.random.choice(ONE_NUMBER).format(p=said[0][0], v=said[0][1])
    if len(said) == 2:
        forms = FREE_PAIRS if chosen.parameters[1].kind == "string" else FREE_PAIRS + 2 * NUMBERED_PAIRS
        return draw.random.choice(forms).format(v=said[0][1], w=said[1][1], q=said[1][0])
    return None


def argument(draw, kind):
    if kind == "integer":
        return int(draw.number())
    if kind == "number":
        return draw.random.randint(1, 999) / 10 if draw.chance(0.5) else int(draw.number())
    return draw.value()


def spoken(draw, value):
    return f'"{value}"' if isinstance(value, str) and draw.chance(0.1) else str(value)


def request(draw, chosen, tools):
    """A wish in words for one tool, and the arguments that it names."""
    arguments = {each.name: argument(draw, each.kind) for each in chosen.parameters}
    said = [(" ".join(each.words), spoken(draw, arguments[each.name])) for each in chosen.parameters]
    free = free_values(draw, chosen, said) if draw.natural and draw.chance(0.35) else None
    if not said:
        values = ""
    elif free:
        values = free if free.startswith(":") else " " + free
    elif len(said) == 1:
        values = " " + draw.random.choice(ONE_VALUE).format(p=said[0][0], v=said[0][1])
    elif len(said) == 2 and draw.chance(0.25):
        values = " " + draw.random.choice(ORDERED_PAIRS).format(v=said[0][1], w=said[1][1])
    else:
        if draw.chance(0.2):
            draw.random.shuffle(said)
        start, style = draw.random.choice(NAMED_LISTS)
        parts = [style.format(p=name, v=value) for name, value in said]
        joint = draw.random.choice([" and ", " and ", ", "])
        values = " " + start + ", ".join(parts[:-1]) + joint + parts[-1]
    unique = sum(each.words[-1] == chosen.words[-1] for each in tools) == 1
    if unique and draw.chance(0.22):
        text = draw.random.choice(THING_FRAMES).format(chosen.thing + values)
    else:
        phrase = chosen.verb + " " + draw.random.choice(["the ", "the ", "a ", "my ", ""]) + chosen.thing + values
        # Tools for the same thing differ by their verb alone, which then keeps its small letters.
        text = draw.random.choice(REQUEST_FRAMES if unique else INNER_FRAMES).format(phrase)
    return capitalised(text) if draw.chance(0.85) else text, arguments


def call_text(name, arguments):
    return f'<tool_call>\n{{"name": "{name}", "arguments": {json_text(arguments)}}}\n</tool_call>'


def tool_call(draw, tools=None):
    tools = tools or toolbox(draw)
    chosen = draw.random.choice(tools)
    text, arguments = plain_request(draw, chosen) if draw.everyday else request(draw, chosen, tools)
    return Exchange([user(text), assistant(call_text(chosen.name, arguments))], tools=tools)


def tool_result(draw, tools=None):
    """A call, what the tool gave back, and a sentence that says it."""
    called = tool_call(draw, tools)
    if draw.chance(0.1):
        result = draw.value() if draw.chance(0.7) else draw.number()
        answer = f"The result is {result}."
    else:
        found = {}
        for _ in range(draw.random.choice((1, 1, 1, 2, 2, 3))):
            key = draw.noun() if draw.chance(0.8) else f"{draw.adjective()}_{draw.noun()}"
            found[key] = int(draw.number()) if draw.chance(0.25) else draw.number() if draw.chance(0.15) else draw.value()
        parts = [f"the {key.replace('_', ' ')} is {value}" for key, value in found.items()]
        answer = capitalised(", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0]) + "."
        result = json_text(found) if draw.chance(0.6) else json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return Exchange(called.messages + [{"role": "tool", "content": result}, assistant(answer)], tools=called.tools)


def tools_ignored(draw):
    """Tools are there, but the question is an ordinary one."""
    ordinary = draw.random.choice([facts, facts, arithmetic, intent, moderation, extraction, repeat, unknown_question])(draw)
    return Exchange(ordinary.messages, tools=toolbox(draw))
