"""Meanings and several ways to say each: what the embedding canary learns to bring together.

Wordings are split by hand into training and evaluation, slot values by the same hash split as everywhere.
"""

# {n} and {m} names, {c} a city or country, {w} and {x} nouns, {j} an adjective, {d} a number, {v} a verb.
MEANINGS = {
    "capital": (["What is the capital of {c}?", "Which city is the capital of {c}?", "Tell me the capital of {c}.", "Name the capital of {c}.",
                 "{c}'s capital?", "I want to know the capital of {c}.", "the capital city of {c}"],
                ["What is {c}'s capital?", "Please name the capital of {c}.", "Could you tell me the capital of {c}?"]),
    "home": (["{n} lives in {c}.", "The home of {n} is in {c}.", "{n} has a home in {c}.", "{c} is the home of {n}.", "{n} is living in {c}.",
              "{n}'s home is {c}.", "The city where {n} lives is {c}."],
             ["{c} is where {n} lives.", "{n} has lived in {c} for years.", "The home of {n} is {c}."]),
    "age": (["{n} is {d} years old.", "The age of {n} is {d}.", "{n}'s age is {d}.", "{n} is {d}.", "{n} has an age of {d} years.", "{n}, {d} years old"],
            ["{n} has turned {d} years old.", "The age of {n} is {d} years.", "At the age of {d}, {n}"]),
    "weather": (["What is the weather in {c}?", "Will it rain in {c}?", "weather forecast for {c}", "How is the weather in {c}?", "Is it sunny in {c}?",
                 "Tell me the weather for {c}.", "Show me the forecast for {c}.", "How hot is it in {c}?"],
                ["What will the weather be like in {c}?", "I need the weather forecast for {c}.", "Is it going to rain in {c}?"]),
    "booking": (["Book a table at the {w}.", "Reserve a table at the {w}.", "I want a table at the {w}.", "Make a reservation at the {w}.",
                 "Please book a seat at the {w}.", "Get me a reservation at the {w}.", "I would like to book a table at the {w}."],
                ["I need a reservation at the {w}.", "Please reserve a table at the {w}.", "Can you book a table at the {w}?"]),
    "music": (["Play a song by {n}.", "I want to hear {n}.", "Put on some music by {n}.", "Play music by {n}.", "Listen to songs by {n}.",
               "Start a song by {n}.", "Play something by {n}."],
              ["I want to listen to {n}.", "Put on a song by {n}.", "Please play some music by {n}."]),
    "alarm": (["Set an alarm for the {w}.", "Wake me for the {w}.", "Set the alarm for the {w}.", "Alarm for the {w}.", "Please wake me up for the {w}.",
               "I need an alarm for the {w}.", "Wake me up for the {w}."],
              ["Can you set an alarm for the {w}?", "I have to wake up for the {w}, set an alarm.", "Please set the alarm for the {w}."]),
    "route": (["How do I get to {c}?", "Take me to {c}.", "Directions to {c}.", "Navigate to {c}.", "Show me the way to {c}.", "Find a route to {c}.",
               "Give me directions to {c}.", "Drive to {c}."],
              ["What is the way to {c}?", "I need directions to {c}.", "Find the route to {c}."]),
    "purchase": (["Buy a {j} {w}.", "I want to buy a {j} {w}.", "Order a {j} {w}.", "Purchase a {j} {w}.", "Get me a {j} {w}.",
                  "Add a {j} {w} to my cart.", "I need to order a {j} {w}."],
                 ["Please buy a {j} {w}.", "I would like to purchase a {j} {w}.", "Put a {j} {w} in my cart."]),
    "cancel": (["Cancel the {w}.", "I want to cancel my {w}.", "Please cancel the {w}.", "Call off the {w}.", "I no longer want the {w}.",
                "Drop the {w}.", "Cancel my {w}."],
               ["Can you cancel the {w}?", "I do not want the {w} any more, cancel it.", "Please call off my {w}."]),
    "quality": (["The {w} is {j}.", "It is a {j} {w}.", "That {w} is {j}.", "This is a {j} {w}.", "What a {j} {w}!", "The {w} looks {j}.", "a {j} {w}"],
                ["The {w} seems {j}.", "That is a {j} {w}.", "This {w} is {j}."]),
    "gift": (["{n} gave a {w} to {m}.", "{m} got a {w} from {n}.", "{n} gives {m} a {w}.", "{m} was given a {w} by {n}.", "A {w} was given to {m} by {n}.",
              "{n} has given {m} a {w}."],
             ["{n} gave {m} a {w}.", "{m} received a {w} from {n}.", "A {w} went from {n} to {m}."]),
    "liking": (["{n} likes the {w}.", "{n} loves the {w}.", "{n} enjoys the {w}.", "The {w} is liked by {n}.", "{n} is fond of the {w}.",
                "{n} is happy with the {w}."],
               ["The {w} is loved by {n}.", "{n} really likes the {w}.", "{n} enjoys the {w} very much."]),
    "place": (["The {w} is in the {x}.", "You find the {w} in the {x}.", "There is a {w} in the {x}.", "The {x} has a {w} in it.", "In the {x} there is a {w}.",
               "The {w} is inside the {x}."],
              ["In the {x} is the {w}.", "You will find the {w} inside the {x}.", "A {w} is in the {x}."]),
    "price": (["How much is the {w}?", "What is the price of the {w}?", "What does the {w} cost?", "Tell me the price of the {w}.", "The {w}, how much is it?",
               "price of the {w}"],
              ["How much does the {w} cost?", "I want to know the price of the {w}.", "What is the cost of the {w}?"]),
    "job": (["{n} works in {c}.", "The work of {n} is in {c}.", "{n} has a job in {c}.", "{n}'s job is in {c}.", "The office of {n} is in {c}.",
             "{n} goes to work in {c}."],
            ["{n} has work in {c}.", "{n} works at an office in {c}.", "The job of {n} is in {c}."]),
}
KINDS = list(MEANINGS)


def slots(draw):
    """Values for one meaning; the same values may serve several kinds."""
    return {"n": draw.name(), "m": draw.name(), "c": draw.city(), "w": draw.noun(), "x": draw.noun(), "j": draw.adjective(), "v": draw.verb(),
            "d": draw.random.randint(2, 99)}


def two_wordings(draw, kind, values):
    """The same thing said in two ways."""
    wordings = MEANINGS[kind][1 if draw.held_out else 0]
    first, second = draw.random.sample(wordings, 2)
    texts = [first.format(**values), second.format(**values)]
    if not draw.held_out:
        texts = [text.lower() if draw.chance(0.1) else text.rstrip(".?!") if draw.chance(0.15) else text for text in texts]
    return texts
