"""Meanings and several ways to say each: what the embedding canary learns to bring together.

Wordings are split by hand into training and evaluation, slot values by the same hash split as everywhere.
"""

import re

# {n} and {m} names, {c} a city or country, {w} and {x} nouns, {j} an adjective, {d} a number, {v} a verb.
MEANINGS = {
    "capital": (["What is the capital of {c}?", "Which city is the capital of {c}?", "Tell me the capital of {c}.", "Name the capital of {c}.",
                 "{c}'s capital?", "I want to know the capital of {c}.", "the capital city of {c}", "Say the capital of {c}.",
                 "What do you call the capital of {c}?", "{c} has which city as its capital?", "Give me {c}'s capital.",
                 "Which is the capital city of {c}?", "I need the capital of {c}."],
                ["What is {c}'s capital?", "Please name the capital of {c}.", "Could you tell me the capital of {c}?"]),
    "home": (["{n} lives in {c}.", "The home of {n} is in {c}.", "{n} has a home in {c}.", "{c} is the home of {n}.", "{n} is living in {c}.",
              "{n}'s home is {c}.", "The city where {n} lives is {c}.", "{n} has lived in {c} since then.", "{n} moved to {c} and lives there.",
              "In {c} lives {n}.", "{c} is the city of {n}.", "{c} is the place {n} lives in.", "You find the home of {n} in {c}.",
              "{n} resides in {c}."],
             ["{c} is where {n} lives.", "{n} has lived in {c} for years.", "The home of {n} is {c}."]),
    "age": (["{n} is {d} years old.", "The age of {n} is {d}.", "{n}'s age is {d}.", "{n} is {d}.", "{n} has an age of {d} years.",
             "{n}, {d} years old", "{n} is now {d} years old.", "{n} has reached the age of {d}.", "{n} became {d} this year.",
             "{n} is {d} years of age.", "With {d} years, {n}", "{n} turns {d}.", "{d} years is the age of {n}."],
            ["{n} has turned {d} years old.", "The age of {n} is {d} years.", "At the age of {d}, {n}"]),
    "weather": (["What is the weather in {c}?", "Will it rain in {c}?", "weather forecast for {c}", "How is the weather in {c}?",
                 "Is it sunny in {c}?", "Tell me the weather for {c}.", "Show me the forecast for {c}.", "How hot is it in {c}?",
                 "Will the sun shine in {c}?", "What is the forecast for {c}?", "Tell me if it rains in {c}.", "Does it rain in {c}?",
                 "How will the weather be in {c}?", "Give me {c}'s weather.", "I want the forecast for {c}.", "Is there going to be sun in {c}?",
                 "weather {c}"],
                ["What will the weather be like in {c}?", "I need the weather forecast for {c}.", "Is it going to rain in {c}?"]),
    "booking": (["Book a table at the {w}.", "Reserve a table at the {w}.", "I want a table at the {w}.", "Make a reservation at the {w}.",
                 "Please book a seat at the {w}.", "Get me a reservation at the {w}.", "I would like to book a table at the {w}.",
                 "Could you reserve a table at the {w}?", "A table at the {w}, please.", "Reserve me a place at the {w}.", "Book the {w} for us.",
                 "Hold a table at the {w} for me.", "We need a table at the {w}.", "A reservation at the {w} is what I need."],
                ["I need a reservation at the {w}.", "Please reserve a table at the {w}.", "Can you book a table at the {w}?"]),
    "music": (["Play a song by {n}.", "I want to hear {n}.", "Put on some music by {n}.", "Play music by {n}.", "Listen to songs by {n}.",
               "Start a song by {n}.", "Play something by {n}.", "Please put {n} on.", "I would like some music by {n}.",
               "Let me hear a song by {n}.", "Some {n}, please.", "Let us listen to {n}.", "Could you play {n}?", "I want music by {n}."],
              ["I want to listen to {n}.", "Put on a song by {n}.", "Please play some music by {n}."]),
    "alarm": (["Set an alarm for the {w}.", "Wake me for the {w}.", "Set the alarm for the {w}.", "Alarm for the {w}.",
               "Please wake me up for the {w}.", "I need an alarm for the {w}.", "Wake me up for the {w}.", "Could you wake me up for the {w}?",
               "Ring the alarm for the {w}.", "An alarm for the {w}, please.", "Make an alarm for the {w}.", "I must be awake for the {w}.",
               "I have to get up for the {w}.", "Add an alarm for the {w}.", "I need to be up for the {w}, so make an alarm."],
              ["Can you set an alarm for the {w}?", "I have to wake up for the {w}, set an alarm.", "Please set the alarm for the {w}."]),
    "route": (["How do I get to {c}?", "Take me to {c}.", "Directions to {c}.", "Navigate to {c}.", "Show me the way to {c}.",
               "Find a route to {c}.", "Give me directions to {c}.", "Drive to {c}.", "Lead me to {c}.", "Which way is {c}?",
               "How can I reach {c}?", "The way to {c}, please.", "Guide me to {c}.", "I want to go to {c}.", "Which road leads to {c}?",
               "What is the best route to {c}?"],
              ["What is the way to {c}?", "I need directions to {c}.", "Find the route to {c}."]),
    "purchase": (["Buy a {j} {w}.", "I want to buy a {j} {w}.", "Order a {j} {w}.", "Purchase a {j} {w}.", "Get me a {j} {w}.",
                  "Add a {j} {w} to my cart.", "I need to order a {j} {w}.", "Could you buy a {j} {w}?", "A {j} {w}, please, I want to buy it.",
                  "Place an order for a {j} {w}.", "I will take a {j} {w}.", "Put a {j} {w} on my order.", "I am going to buy a {j} {w}.",
                  "Let me have a {j} {w}."],
                 ["Please buy a {j} {w}.", "I would like to purchase a {j} {w}.", "Put a {j} {w} in my cart."]),
    "cancel": (["Cancel the {w}.", "I want to cancel my {w}.", "Please cancel the {w}.", "Call off the {w}.", "I no longer want the {w}.",
                "Drop the {w}.", "Cancel my {w}.", "I do not need the {w}, cancel it.", "Please drop my {w}.", "Cancel it, the {w}.",
                "Could you call the {w} off?", "Undo my {w}.", "The {w} is off, cancel it.", "I would like the {w} to be cancelled.",
                "I have no use for the {w} now, please cancel it.", "As for the {w}, I want it called off.",
                "We are not going to take the {w}, so cancel it.", "There will be no {w}, call it off.",
                "Take the {w} off the list, I do not want it."],
               ["Can you cancel the {w}?", "I do not want the {w} any more, cancel it.", "Please call off my {w}."]),
    "quality": (["The {w} is {j}.", "It is a {j} {w}.", "That {w} is {j}.", "This is a {j} {w}.", "What a {j} {w}!", "The {w} looks {j}.",
                 "a {j} {w}", "{j}, that is how the {w} is.", "What we have here is a {j} {w}.", "I find the {w} {j}.", "The {w} appears {j}.",
                 "How {j} the {w} is!", "It is {j}, this {w}.", "That {w} looks {j}."],
                ["The {w} seems {j}.", "That is a {j} {w}.", "This {w} is {j}."]),
    "gift": (["{n} gave a {w} to {m}.", "{m} got a {w} from {n}.", "{n} gives {m} a {w}.", "{m} was given a {w} by {n}.",
              "A {w} was given to {m} by {n}.", "{n} has given {m} a {w}.", "{n} let {m} have a {w}.", "{m} has a {w} from {n}.",
              "A {w} came to {m} from {n}.", "From {n}, {m} got a {w}.", "{n} handed a {w} to {m}.", "To {m}, {n} gave a {w}.",
              "{n} made {m} a present of a {w}."],
             ["{n} gave {m} a {w}.", "{m} received a {w} from {n}.", "A {w} went from {n} to {m}."]),
    "liking": (["{n} likes the {w}.", "{n} loves the {w}.", "{n} enjoys the {w}.", "The {w} is liked by {n}.", "{n} is fond of the {w}.",
                "{n} is happy with the {w}.", "{n} thinks the {w} is great.", "The {w} makes {n} happy.", "{n} likes the {w} a lot.",
                "What {n} likes is the {w}.", "{n} has come to love the {w}.", "{n} is a friend of the {w}.", "The {w} is what {n} enjoys."],
               ["The {w} is loved by {n}.", "{n} really likes the {w}.", "{n} enjoys the {w} very much."]),
    "place": (["The {w} is in the {x}.", "You find the {w} in the {x}.", "There is a {w} in the {x}.", "The {x} has a {w} in it.",
               "In the {x} there is a {w}.", "The {w} is inside the {x}.", "Inside the {x}, there is a {w}.", "The {x} holds a {w}.",
               "A {w} stands in the {x}.", "Look for the {w} in the {x}.", "The {x} is where the {w} is.", "Over in the {x} you see the {w}.",
               "The {x} contains a {w}."],
              ["In the {x} is the {w}.", "You will find the {w} inside the {x}.", "A {w} is in the {x}."]),
    "price": (["How much is the {w}?", "What is the price of the {w}?", "What does the {w} cost?", "Tell me the price of the {w}.",
               "The {w}, how much is it?", "price of the {w}", "Do you know the price of the {w}?", "How much do I pay for the {w}?",
               "For how much is the {w}?", "The price of the {w}, please.", "What would the {w} cost me?", "Say how much the {w} is.",
               "What price does the {w} have?", "Is the cost of the {w} known?"],
              ["How much does the {w} cost?", "I want to know the price of the {w}.", "What is the cost of the {w}?"]),
    "job": (["{n} works in {c}.", "The work of {n} is in {c}.", "{n} has a job in {c}.", "{n}'s job is in {c}.", "The office of {n} is in {c}.",
             "{n} goes to work in {c}.", "{n} does the work in {c}.", "{n} is employed in {c}.", "The workplace of {n} is in {c}.",
             "In {c}, {n} has a job.", "{c} is where {n} works.", "{n} goes to the office in {c}.", "{n} earns money in {c}."],
            ["{n} has work in {c}.", "{n} works at an office in {c}.", "The job of {n} is in {c}."]),
}
KINDS = list(MEANINGS)
# Words and phrases that change no meaning here: a wording never seen must not weigh more than what it speaks of.
FILLERS = """really very much just now again also still already often always maybe soon then today tonight finally perhaps quite so too
well even ever since once there here indeed surely simply mostly actually""".split()
OPENINGS = ["Hello,", "Hey,", "Please,", "Well,", "So,", "Now,", "Listen,", "I think", "I hear that", "You know,", "Could you help?", "One thing:",
            "As I said,", "Oh,", "For me,", "If possible,", "They say", "It seems"]
ENDINGS = ["please", "for me", "as soon as possible", "if you can", "as you know", "after all", "these days", "for now", "they say",
           "of course", "thank you", "right away", "for some time", "from now on", "all the time", "today",
           "do it now", "I ask you", "that is what I want", "if it is possible"]


def plain(text):
    """The words alone: a comma or a capital does not make a wording another one."""
    return " " + " ".join(re.findall(r"[\w{}]+", text.lower())) + " "


HELD_OUT = [plain(wording) for _, evaluation in MEANINGS.values() for wording in evaluation]


def is_held_out_wording(text):
    """Whether it says, perhaps among more words, what only the evaluation may say."""
    said = plain(text)
    return any(wording in said for wording in HELD_OUT)


def slots(draw):
    """Values for one meaning; the same values may serve several kinds."""
    return {"n": draw.name(), "m": draw.name(), "c": draw.city(), "w": draw.noun(), "x": draw.noun(), "j": draw.adjective(), "v": draw.verb(),
            "d": draw.random.randint(2, 99)}


def wordings_of(kind, held_out):
    return MEANINGS[kind][1 if held_out else 0]


def two_wordings(draw, wordings, values):
    """The same thing said in two ways."""
    chosen = draw.random.sample(wordings, 2)
    return [(wording if draw.held_out else loosened(draw, wording)).format(**values) for wording in chosen]


def loosened(draw, wording):
    """A wording with more and fewer small words, which keeps every slot and becomes none that is held out."""
    words = wording.split(" ")
    if draw.chance(0.4):
        for _ in range(draw.random.randint(1, 2)):
            words.insert(draw.random.randint(0, len(words)), draw.random.choice(FILLERS))
    if draw.chance(0.25):
        small = [index for index, word in enumerate(words) if "{" not in word]
        for index in sorted(draw.random.sample(small, min(len(small), draw.random.randint(1, 2))), reverse=True):
            del words[index]
    if draw.chance(0.2):
        words.insert(0, draw.random.choice(OPENINGS))
    if draw.chance(0.2):
        words.append(draw.random.choice(ENDINGS))
    text = " ".join(words)
    if is_held_out_wording(text):
        text = wording
    return text.lower() if draw.chance(0.1) else text.rstrip(".?!") if draw.chance(0.15) else text
