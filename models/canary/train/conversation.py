"""Builds whole conversations around an exchange, and turns them into token rows for training."""

from dataclasses import dataclass

import numpy

from draw import Draw
from exchange import assistant
from skills import SKILLS
from template import render
from tool_calls import tool_call, tool_result

TOOL_SKILLS = ("tool_call", "tool_result", "tools_ignored")
SYSTEM_MESSAGES = ["You are a helpful assistant.", "You are Canary.", "Answer briefly.", "You are a helpful assistant. Answer briefly.",
                   "You are {n}, a {j} assistant.", "You are {n}.", "You are a {j} {w}.", "Be {j} and {k}.", "Today is {y}. You are a {j} helper.",
                   "You help people in {c}.", "You are the assistant of the {w} company in {c}.", "You are {n}. Be {j}. Never mention the {w}.",
                   "Your task is to help with the {w} and the {x}.", "The user works with a {j} {w} in {c}.", "{w} {x} {j}", "Be helpful.",
                   "You are a {j} assistant that speaks about the {w}. Always be {k}, and answer in one line."]


@dataclass
class Conversation:
    skill: str
    messages: list
    tools: list
    untrained: set  # indices of assistant messages that are mere scenery

    def prompt(self):
        return render(self.messages[:-1], self.tools, add_generation_prompt=True)


def system_message(draw):
    choose = draw.random.choice
    return choose(SYSTEM_MESSAGES).format(n=draw.name(), j=draw.adjective(), k=draw.adjective(), w=draw.noun(), x=draw.noun(),
                                          c=draw.city(), y=choose(["Monday", "Friday", "Sunday"]))


def converse(random, skill, weights, held_out=False, fillers=None, final=None, fragments=(), natural=True, words=Draw):
    """A conversation that ends with an exchange of `skill`, or with `final` if given, in the `words` of one kind of
    speaker. Everything before it is drawn from the training side."""
    natural = natural and not words.everyday
    draw = words(random, held_out, fragments, natural)
    plain = Draw(random, fragments=fragments, natural=natural)
    final = final or SKILLS[skill](draw)
    tools = final.tools
    if fillers is None:
        fillers = random.choice((0, 0, 0, 0, 1, 2) if tools else (0, 0, 0, 1, 1, 2, 3))
        if skill == "recall" and natural:
            fillers = random.randint(0, 6)
    earlier = list(final.before)
    ordinary = [name for name in SKILLS if name not in TOOL_SKILLS and name != "recall"]
    for _ in range(fillers):
        if tools and skill != "tools_ignored" and random.random() < 0.4:
            exchange = random.choice((tool_call, tool_result))(plain, tools) if not held_out else SKILLS["facts"](plain)
        else:
            exchange = SKILLS[random.choices(ordinary, [weights[name] for name in ordinary])[0]](plain)
        # What was told may come before, between or after the fillers.
        earlier.insert(random.randint(0, len(earlier)), exchange)
    if not tools and random.random() < 0.06 and not held_out:
        tools = SKILLS["tools_ignored"](plain).tools
    messages, untrained = [], set()
    if random.random() < 0.3:
        messages.append({"role": "system", "content": system_message(plain)})
    for exchange in earlier:
        messages.extend(exchange.messages)
        if random.random() < 0.1 and len(exchange.messages) == 2:
            untrained.add(len(messages) - 1)
            messages[-1] = assistant(" ".join(plain.word() for _ in range(random.randint(1, 6))) + ".")
    messages.extend(final.messages)
    return Conversation(skill, messages, [tool.definition for tool in tools], untrained)


def tokenise(conversation, tokenizer):
    """Ids of the rendered conversation, which of them are the assistant's own words, and where messages begin."""
    text = render(conversation.messages, conversation.tools)
    ids = numpy.array(tokenizer.encode(text), dtype=numpy.int32)
    starts = numpy.flatnonzero(ids == tokenizer.turn_start)
    ends = numpy.flatnonzero(ids == tokenizer.turn_end)
    spoken = numpy.zeros(len(ids), dtype=bool)
    header = tokenizer.encode("<|im_start|>assistant\n")
    index = 1 if conversation.messages[0]["role"] == "system" else 0
    for start, end in list(zip(starts, ends))[1:]:
        if conversation.messages[index]["role"] == "assistant" and index not in conversation.untrained:
            spoken[start + len(header):end + 1] = True
        index += 1
    return ids, spoken, starts


def spread_positions(random, length, starts, context):
    """Positions with gaps, as if much more had been said between some messages: teaches long distances in short rows."""
    positions = numpy.arange(length)
    room = context - length
    if room <= 0 or random.random() > 0.45:
        return positions
    for _ in range(random.randint(1, 3)):
        cut = int(random.choice(list(starts[1:]))) if random.random() < 0.75 and len(starts) > 1 else random.randrange(1, length)
        gap = random.randint(0, room)
        positions[cut:] += gap
        room -= gap
    return positions
