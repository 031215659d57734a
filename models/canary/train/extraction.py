"""Statements to be turned into JSON."""

import json

from exchange import ask
from words import JOBS
from world import capitalised

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
