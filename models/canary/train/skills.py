"""Generates one exchange of each skill. The same code makes training and evaluation cases.

`Draw` carries the side: with `held_out` it hands out only words and phrasings that training never sees.
"""

import json
from dataclasses import dataclass, field

import scripts
from words import ADJECTIVES, CITIES, JOBS, NAMES, NOUNS, PETS, VERBS, invented_word, is_held_out
from world import (COUNT_FROM, COUNT_TO, DAYS, DIFFERENCES, FACTS, FRAMES, HARM_PERSON, HARM_THING, INTENTS, KIND_PERSON,
                   KIND_THING, KNOWN_SUBJECTS, MODERATION_FRAMES, NOUN_PHRASES, PEOPLE, QUESTIONS, SMALL_TALK, SUMS,
                   UNKNOWN_ANSWER, article, capitalised, phrasings)


def user(content):
    return {"role": "user", "content": content}


def assistant(content):
    return {"role": "assistant", "content": content}


@dataclass
class Exchange:
    """Messages that end with the assistant's answer. `before` must come earlier, with other exchanges between."""

    messages: list
    tools: list = field(default_factory=list)
    before: list = field(default_factory=list)


def ask(question, answer):
    return Exchange([user(question), assistant(answer)])


class Draw:
    SPLIT = {}

    def __init__(self, random, held_out=False, fragments=(), natural=True):
        """With `fragments`, invented words may also be token after token, so that no token stays strange.
        With `natural`, skills also use their freer forms; training adds these when the plain ones are learnt."""
        self.random = random
        self.fragments = fragments
        self.natural = natural
        self.held_out = held_out
        self.side = "evaluation" if held_out else "training"

    def pick(self, values):
        """One of a word list, from this side of the split."""
        key = (id(values), self.held_out)
        if key not in Draw.SPLIT:
            Draw.SPLIT[key] = [value for value in values if is_held_out(value) == self.held_out]
        return self.random.choice(Draw.SPLIT[key])

    def chance(self, share):
        return self.random.random() < share

    def invented(self):
        while True:
            if self.fragments and self.chance(0.35):
                word = "".join(self.random.choice(self.fragments) for _ in range(self.random.randint(2, 3)))
            else:
                word = invented_word(self.random)
            if is_held_out(word) == self.held_out:
                return word

    def letters(self):
        """Letters in no order, now and then with capitals: what no word list contains."""
        while True:
            word = "".join(self.random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(self.random.randint(2, 6)))
            if self.chance(0.3):
                word = word.upper()
            elif self.chance(0.2):
                word = "".join(letter.upper() if self.chance(0.4) else letter for letter in word)
            if is_held_out(word) == self.held_out:
                return word

    def noun(self):
        return self.invented() if self.chance(0.25) else self.pick(NOUNS)

    def adjective(self):
        return self.invented() if self.chance(0.1) else self.pick(ADJECTIVES)

    def verb(self):
        return self.invented() if self.chance(0.12) else self.pick(VERBS)

    def name(self):
        return capitalised(self.invented()) if self.chance(0.3) else self.pick(NAMES)

    def city(self):
        return capitalised(self.invented()) if self.chance(0.3) else self.pick(CITIES)

    def word(self):
        """Any word at all, for copying."""
        kind = self.random.random()
        if kind < 0.30:
            return self.pick(NOUNS)
        if kind < 0.42:
            return self.pick(ADJECTIVES)
        if kind < 0.50:
            return self.pick(VERBS)
        if kind < 0.60:
            return self.name()
        if kind < 0.66:
            return self.city()
        if kind < 0.90:
            return capitalised(self.invented()) if self.chance(0.2) else self.invented()
        return self.letters()

    def number(self):
        return str(self.random.randint(0, 9) if self.chance(0.3) else self.random.randint(10, 99) if self.chance(0.6)
                   else self.random.randint(100, 9999))

    def time(self):
        return self.random.choice(["seven", "eight", "nine", "six", "noon", "midnight", "5", "7", "10", "6:30", "7:45", "half past six"])

    def value(self):
        """Text that somebody may want put somewhere: one to three words."""
        kind = self.random.random()
        if kind < 0.22:
            return self.city()
        if kind < 0.44:
            return self.name()
        if kind < 0.75:
            return self.word()
        if kind < 0.92:
            return f"{self.word()} {self.word()}"
        if kind < 0.97:
            return f"{self.word()} {self.word()} {self.word()}"
        return f"{self.noun()} {self.number()}"


# Knowledge

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


# Classification

INTENT_FRAMES = ["Classify the intent: {}"] * 6 + ["Classify this intent: {}", "What is the intent? {}", "Intent: {}", "Classify: {}"]
SLOTTED_INTENTS = {label: [text for text in texts if "{" in text] for label, texts in INTENTS.items()}


def intent_text(draw, label):
    return draw.random.choice(SLOTTED_INTENTS[label]).format(
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


# Copying

REPEAT_FRAMES = ["Repeat exactly: {}"] * 8 + ["Repeat: {}", "Repeat this exactly: {}", "Repeat after me: {}", "Say exactly: {}"]


def sentence(draw):
    """Something that somebody might say, with an unseen word in it."""
    text = draw.random.choice([lambda: intent_text(draw, draw.random.choice(list(INTENTS))), lambda: unknown(draw).messages[0]["content"],
                               lambda: extraction_text(draw)[0]])()
    return text if draw.chance(0.3) else capitalised(text)


SMALL_WORDS = "the a of and to in is on with for my it this that was are not by from at or as The A It This".split()


def repeat(draw):
    if draw.natural and draw.chance(0.15):
        text = sentence(draw)
        return ask(draw.random.choice(REPEAT_FRAMES).format(text), text)
    count = draw.random.randint(1, 12)
    parts = [draw.word() for _ in range(count)]
    if draw.natural and count > 2 and draw.chance(0.3):
        for position in draw.random.sample(range(count), count // 3):
            parts[position] = draw.random.choice(SMALL_WORDS)
    if draw.chance(0.15):
        parts[draw.random.randrange(count)] = draw.number()
    if count > 2 and draw.chance(0.12):
        parts[draw.random.randrange(count)] = parts[draw.random.randrange(count)]
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
    return ask(draw.random.choice(REPEAT_FRAMES).format(text), text)


def scripted(draw):
    while True:
        phrase = scripts.random_phrase(draw.random)
        if is_held_out(phrase) == draw.held_out:
            return ask(draw.random.choice(REPEAT_FRAMES).format(phrase), phrase)


# Memory

def recall(draw):
    """Something told in an earlier turn, or not told at all."""
    told = []
    kinds = draw.random.sample(["name", "home", "pet", "thing"], draw.random.choice((1, 1, 1, 2)))
    for kind in kinds:
        told.append((kind, *memory(draw, kind)))
    _, _, question, answer = draw.random.choice(told)
    if draw.chance(0.3):
        asked = draw.random.choice([kind for kind in ("name", "home", "pet", "thing") if kind not in kinds])
        _, question, _ = memory(draw, asked)
        answer = UNKNOWN_ANSWER
        if draw.chance(0.4) and not draw.held_out:
            told = []
    return Exchange([user(question), assistant(answer)], before=[statement for _, statement, _, _ in told])


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


# Structure

JSON_FRAMES = ["Extract JSON: {}"] * 8 + ["Extract the JSON: {}", "Extract JSON from: {}", "As JSON: {}", "Extract JSON from this: {}"]
PERSONS = ["{name} is {age} years old and lives in {city}.", "{name} is {age} years old and lives in {city}.",
           "{name} lives in {city} and is {age} years old.", "{name}, {age}, lives in {city}.", "{name} is {age} years old.",
           "{name} lives in {city}.", "{name} is {age} and lives in {city}.", "{name} is a {job} from {city}.",
           "{name} is a {job} and lives in {city}.", "{name} is {age} years old and works as a {job}.",
           "{name} is a {job} in {city} and is {age} years old.", "{name} works as a {job} in {city}.",
           "{name}, a {job}, is {age} years old.", "My name is {name} and I am {age} years old.",
           "My name is {name}, I am {age} and I live in {city}.", "{name} from {city} is {age} years old."]


def json_text(value):
    return json.dumps(value, ensure_ascii=False)


def extraction(draw):
    text, found = extraction_text(draw)
    return ask(draw.random.choice(JSON_FRAMES).format(text), json_text(found))


def extraction_text(draw):
    """Statements, and what they say as keys and values."""
    if draw.chance(0.4):
        template = draw.random.choice(PERSONS)
        fields = {"name": draw.name(), "age": draw.random.randint(1, 99), "city": draw.city(), "job": draw.pick(JOBS)}
        text = template.format(**fields)
        order = sorted((key for key in fields if "{" + key + "}" in template), key=lambda key: template.index("{" + key + "}"))
        found = {key: fields[key] for key in order}
    else:
        found = {}
        for _ in range(draw.random.choice((1, 2, 2, 2, 3, 3, 4))):
            key = draw.noun()
            kind = draw.random.random()
            found[key] = (int(draw.number()) if kind < 0.35 else draw.random.randint(1, 99) / 10 if kind < 0.4
                          else draw.adjective() if kind < 0.6 else draw.value())
        style = draw.random.choice(["the {} is {}"] * 5 + ["{} is {}", "{}: {}", "my {} is {}"])
        parts = [style.format(key, value) for key, value in found.items()]
        if style == "{}: {}":
            text = ", ".join(parts)
        elif draw.chance(0.2) and not style.startswith("{"):
            text = ". ".join(map(capitalised, parts))
        else:
            text = ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0]
        text += draw.random.choice([".", ".", ""])
        if not style.startswith("{") and draw.chance(0.3):
            text = capitalised(text)
    return text, found


# Tools

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
    words = [draw.noun()] if draw.chance(0.8) else [draw.random.choice([draw.adjective, draw.noun])(), draw.noun()]
    return Parameter(words, draw.random.choice(["string"] * 7 + ["integer"] * 2 + ["number"]))


def tool(draw, verb=None, noun=None):
    verb = verb or draw.verb()
    words = [noun or draw.noun()]
    if draw.chance(0.15):
        words.insert(0, draw.adjective())
    name = "_".join([verb, *words])
    if draw.chance(0.08):
        name = verb + "".join(map(capitalised, words))
    parameters = []
    for _ in range(draw.random.choice((0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3))):
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
    """One to three tools, some of which share a verb or a noun."""
    tools = [tool(draw)]
    for _ in range(draw.random.choice((0, 0, 1, 1, 2))):
        kind = draw.random.random()
        other = draw.random.choice(tools)
        fresh = (tool(draw, verb=other.verb) if kind < 0.25 else tool(draw, noun=other.words[-1]) if kind < 0.35 else tool(draw))
        if all(fresh.name != each.name and (fresh.verb, fresh.words[-1]) != (each.verb, each.words[-1]) for each in tools):
            tools.append(fresh)
    draw.random.shuffle(tools)
    return tools


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
    text, arguments = request(draw, chosen, tools)
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


def unknown_question(draw):
    """An unknown fact in a form that no tool request takes."""
    relation = draw.random.choice(["capital", "sound", "opposite", "legs"])
    while True:
        subject = unknown_subject(draw, relation)
        if subject.split()[-1].lower() not in KNOWN_SUBJECTS:
            break
    question = draw.random.choice(QUESTIONS[relation]["training"])
    return ask(capitalised(question.format(s=subject, a=article(subject))), UNKNOWN_ANSWER)


SKILLS = {
    "facts": facts, "arithmetic": arithmetic, "intent": intent, "moderation": moderation, "repeat": repeat, "recall": recall,
    "counting": counting, "json": extraction, "tool_call": tool_call, "tool_result": tool_result, "tools_ignored": tools_ignored,
    "unknown": unknown, "scripts": scripted, "small_talk": small_talk,
}
