"""Tools as a caller defines them: names and parameters of all kinds of words."""

from dataclasses import dataclass

from world import capitalised


@dataclass
class Parameter:
    words: list
    kind: str

    @property
    def name(self):
        return "_".join(self.words)


@dataclass
class Tool:
    verb: str
    words: list
    parameters: list
    name: str
    definition: dict

    @property
    def thing(self):
        return " ".join(self.words)


def parameter(draw):
    if draw.everyday:
        return Parameter([draw.noun()], draw.random.choice(["string"] * 3 + ["integer"]))
    words = [draw.noun()] if draw.chance(0.8) else [draw.random.choice([draw.adjective, draw.noun])(), draw.noun()]
    return Parameter(words, draw.random.choice(["string"] * 7 + ["integer"] * 2 + ["number"]))


def tool_words(draw, verb=None, noun=None):
    while True:
        words = [verb or draw.verb(), noun or draw.noun()]
        if not draw.everyday and draw.chance(0.15):
            words.insert(1, draw.adjective())
        if draw.takes("_".join(words)):
            return words


def tool(draw, verb=None, noun=None):
    verb, *words = tool_words(draw, verb, noun)
    name = "_".join([verb, *words])
    if not draw.everyday and draw.chance(0.08):
        name = verb + "".join(map(capitalised, words))
    parameters = []
    for _ in range(draw.random.choice((0, 1, 1, 1, 1, 2, 2) if draw.everyday else (0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3))):
        fresh = parameter(draw)
        if fresh.name not in [other.name for other in parameters] and fresh.words[-1] not in words:
            parameters.append(fresh)
    properties = {}
    described = draw.chance(0.35)
    for each in parameters:
        properties[each.name] = {"type": each.kind}
        if described:
            properties[each.name]["description"] = draw.random.choice(["The {}.", "The {} to use.", "Name of the {}.", "{}"]).format(" ".join(each.words))
    required = [each.name for each in parameters]
    schema = {"type": "object", "properties": properties}
    if draw.chance(0.9):
        schema["required"] = required
    if draw.chance(0.08):
        schema["additionalProperties"] = False
    function = {"name": name}
    if draw.chance(0.92):
        thing = " ".join(words)
        function["description"] = draw.random.choice([
            f"{capitalised(verb)} the {thing}.", f"{capitalised(verb)} the {thing}", f"{capitalised(verb)} a {thing}.",
            f"Use this to {verb} a {thing}.", f"{capitalised(verb)} the current {thing} for the user.",
            f"A tool for the {thing}.", f"{capitalised(draw.noun())} {draw.noun()}."])
    function["parameters"] = schema
    return Tool(verb, words, parameters, name, {"type": "function", "function": function})


def toolbox(draw):
    """One to three tools, some of which share a verb or a noun; every day one or two that share no word."""
    return unlike_tools(draw) if draw.everyday else alike_tools(draw)


def alike_tools(draw):
    tools = [tool(draw)]
    for _ in range(draw.random.choice((0, 0, 1, 1, 2))):
        kind = draw.random.random()
        other = draw.random.choice(tools)
        fresh = (tool(draw, verb=other.verb) if kind < 0.25 else tool(draw, noun=other.words[-1]) if kind < 0.35 else tool(draw))
        if all(fresh.name != each.name and (fresh.verb, fresh.words[-1]) != (each.verb, each.words[-1]) for each in tools):
            tools.append(fresh)
    draw.random.shuffle(tools)
    return tools


def unlike_tools(draw):
    tools, used = [], set()
    count = draw.random.choice((1, 2))
    while len(tools) < count:
        fresh = tool(draw)
        words = {fresh.verb, *fresh.words, *(word for each in fresh.parameters for word in each.words)}
        if not words & used:
            tools.append(fresh)
            used |= words
    return tools
