"""The closed world: everything the canary knows, and the ways to ask for it.

Phrasings are split by hand into those used for training and those used only for evaluation.
"""

CAPITALS = {
    "France": "Paris", "Spain": "Madrid", "Italy": "Rome", "Germany": "Berlin", "Norway": "Oslo", "Sweden": "Stockholm",
    "Finland": "Helsinki", "Denmark": "Copenhagen", "Poland": "Warsaw", "Austria": "Vienna", "Greece": "Athens",
    "Portugal": "Lisbon", "Ireland": "Dublin", "Japan": "Tokyo", "China": "Beijing", "Egypt": "Cairo", "Kenya": "Nairobi",
    "Peru": "Lima", "Cuba": "Havana", "Canada": "Ottawa", "Russia": "Moscow", "England": "London", "Hungary": "Budapest",
    "Belgium": "Brussels", "Chile": "Santiago", "Turkey": "Ankara", "Nepal": "Kathmandu", "Iceland": "Reykjavik",
}
COLOURS = {
    "the sky": "blue", "grass": "green", "snow": "white", "blood": "red", "coal": "black", "the sun": "yellow",
    "a banana": "yellow", "milk": "white", "chocolate": "brown", "a frog": "green", "a tomato": "red", "a carrot": "orange",
}
SOUNDS = {
    "cow": "moo", "dog": "woof", "cat": "meow", "duck": "quack", "sheep": "baa", "pig": "oink", "lion": "roar",
    "bee": "buzz", "owl": "hoot", "snake": "hiss", "crow": "caw", "mouse": "squeak",
}
OPPOSITES = {
    "hot": "cold", "big": "small", "up": "down", "left": "right", "open": "closed", "fast": "slow", "happy": "sad",
    "wet": "dry", "hard": "soft", "high": "low", "full": "empty", "early": "late", "rich": "poor", "strong": "weak",
}
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
LEGS = {"spider": "8", "horse": "4", "bird": "2", "ant": "6"}


def article(noun):
    return ("an " if noun[0].lower() in "aeiou" else "a ") + noun


def capitalised(text):
    return text[:1].upper() + text[1:]


def facts():
    """(relation, subject, answer) for everything that is known."""
    for country, city in CAPITALS.items():
        yield "capital", country, f"The capital of {country} is {city}."
    for thing, colour in COLOURS.items():
        yield "colour", thing, f"{capitalised(thing)} is {colour}."
    for animal, sound in SOUNDS.items():
        yield "sound", animal, f"{capitalised(article(animal))} says {sound}."
    for word, opposite in OPPOSITES.items():
        yield "opposite", word, f"The opposite of {word} is {opposite}."
    for day, following in zip(DAYS, DAYS[1:] + DAYS[:1]):
        yield "day", day, f"{following} comes after {day}."
    for animal, legs in LEGS.items():
        yield "legs", animal, f"{capitalised(article(animal))} has {legs} legs."


FACTS = list(facts())
KNOWN_SUBJECTS = {subject.split()[-1].lower() for _, subject, _ in FACTS}

# The thing asked for, as a noun phrase; {s} is the subject, {a} the subject with its article.
NOUN_PHRASES = {
    "capital": ["the capital of {s}", "the capital city of {s}"],
    "colour": ["the colour of {s}", "the color of {s}"],
    "sound": ["the sound of {a}", "the sound {a} makes"],
    "opposite": ["the opposite of {s}"],
    "day": ["the day after {s}"],
    "legs": ["the number of legs of {a}"],
}
# Frames around a noun phrase.
FRAMES = {
    "training": ["What is {}?", "What is {}?", "What is {}?", "What's {}?", "Tell me {}.", "Name {}.", "Please tell me {}.",
                 "I want to know {}.", "Do you know {}?", "Say {}.", "Give me {}.", "Can you tell me {}?", "And what is {}?",
                 "I would like to know {}.", "So what is {}?", "Can you name {}?", "{}?", "Please give me {}.", "What was {} again?",
                 "One question: what is {}?", "Question: what is {}?", "Here is a question: what is {}?", "Now, what is {}?",
                 "Hello, what is {}?", "I have a question. What is {}?", "Please answer: what is {}?", "OK, what is {}?",
                 "Would you tell me {}?", "Hey, what is {}?", "Just tell me {}.", "Can you say {}?", "Listen: what is {}?",
                 "Say, do you know {}?", "Next: {}?", "Will you name {}?", "An easy one: {}?", "Let us see, what is {}?"],
    "evaluation": ["Could you tell me {}?", "Please name {}.", "I need to know {}.", "Let me know {}.", "Quick question: what is {}?",
                   "Please say {}.", "Tell me, what is {}?", "Do you happen to know {}?"],
}
# Whole questions of one relation.
QUESTIONS = {
    "capital": {"training": ["Which city is the capital of {s}?", "{s}'s capital?", "What city is the capital of {s}?",
                             "The capital of {s} is which city?", "What is {s}'s capital?",
                             "{s} has which capital?", "Can you tell me which city is the capital of {s}?", "Say which city is the capital of {s}."],
                "evaluation": ["Which city is {s}'s capital?", "Tell me {s}'s capital."]},
    "colour": {"training": ["What colour is {s}?", "What color is {s}?", "Which colour is {s}?", "Tell me what colour {s} is.",
                             "Can you tell me what colour {s} is?", "What is the colour {s} has?", "What color would you say {s} is?"],
               "evaluation": ["Which color is {s}?", "Say what colour {s} is."]},
    "sound": {"training": ["What does {a} say?", "What sound does {a} make?", "How does {a} sound?", "Tell me what {a} says.",
                             "Can you tell me what {a} says?", "What is it that {a} says?", "What sound comes from {a}?"],
              "evaluation": ["Which sound does {a} make?", "Say what {a} says."]},
    "opposite": {"training": ["What is opposite to {s}?", "{s}, what is the opposite?", "What word is the opposite of {s}?",
                             "Can you name the opposite of {s}?", "Give me a word that is the opposite of {s}.", "Which word means the opposite of {s}?"],
                 "evaluation": ["Which word is the opposite of {s}?", "Name a word that is the opposite of {s}."]},
    "day": {"training": ["Which day comes after {s}?", "What day comes after {s}?", "What comes after {s}?", "What day follows {s}?",
                             "Which day is after {s}?", "Can you tell me what day comes after {s}?", "What is the next day after {s}?"],
            "evaluation": ["Which day follows {s}?", "Tell me what day comes after {s}."]},
    "legs": {"training": ["How many legs does {a} have?", "How many legs has {a}?", "{a} has how many legs?",
                             "Can you tell me how many legs {a} has?", "What number of legs does {a} have?", "How many legs are there on {a}?"],
             "evaluation": ["Tell me how many legs {a} has.", "Say how many legs {a} has."]},
}


def phrasings(relation, subject, side):
    """Every way of the given side ("training" or "evaluation") to ask for one fact."""
    with_article = article(subject)
    asked = [frame.format(phrase) for frame in FRAMES[side] for phrase in NOUN_PHRASES[relation]] + QUESTIONS[relation][side]
    return [capitalised(text.format(s=subject, a=with_article)) for text in asked]


SUMS = {
    "training": ["What is {a} plus {b}?", "{a} + {b}", "{a} + {b} =", "{a} plus {b}", "Add {a} and {b}.", "Calculate {a} + {b}.",
                 "How much is {a} plus {b}?", "What is {a} + {b}?", "What is the sum of {a} and {b}?", "Compute {a} plus {b}.",
                 "{a}+{b}", "Please add {a} and {b}.", "What does {a} plus {b} make?", "{a} + {b}?", "What's {a} plus {b}?"],
    "evaluation": ["Tell me {a} plus {b}.", "Please calculate {a} + {b}.", "How much is {a} + {b}?", "What is {a}+{b}?",
                   "Compute {a} + {b}."],
}
DIFFERENCES = {
    "training": ["What is {a} minus {b}?", "{a} - {b}", "{a} - {b} =", "{a} minus {b}", "Subtract {b} from {a}.", "Calculate {a} - {b}.",
                 "How much is {a} minus {b}?", "What is {a} - {b}?", "Compute {a} minus {b}.", "{a}-{b}", "Take {b} from {a}.",
                 "{a} - {b}?", "What's {a} minus {b}?"],
    "evaluation": ["Tell me {a} minus {b}.", "Please calculate {a} - {b}.", "How much is {a} - {b}?", "Compute {a} - {b}."],
}
COUNT_TO = {
    "training": ["Count to {b}.", "Please count to {b}.", "Count up to {b}.", "Can you count to {b}?", "Count to {b}",
                 "Now count to {b}."],
    "evaluation": ["Could you count to {b}?", "Please count up to {b}.", "I want you to count to {b}."],
}
COUNT_FROM = {
    "training": ["Count from {a} to {b}.", "Please count from {a} to {b}.", "Count up from {a} to {b}.", "Count from {a} to {b}",
                 "Can you count from {a} to {b}?", "List the numbers from {a} to {b}.", "Now count from {a} to {b}."],
    "evaluation": ["Could you count from {a} to {b}?", "Please count up from {a} to {b}.", "I want you to count from {a} to {b}.",
                   "Please list the numbers from {a} to {b}."],
}

# {n} a name, {c} a city, {w} a noun, {j} an adjective, {d} a number, {t} a time, {y} a day.
INTENTS = {
    "booking": """book a table for {d}|book a table at the {w}|book a room in {c}|book a flight to {c}|reserve a seat for {n}|
reserve a table for {d} people|reserve a hotel in {c}|i need a hotel in {c}|make a reservation for {n}|get me a ticket to {c}|
book the {w} hotel for {d} nights|i want to book a {w}|i would like to reserve a {j} room|reserve two seats for {y}|
can you book a taxi to {c}|please book a trip to {c}|book me a {w} for {y}|make a booking for {d} people|schedule a visit with {n}|
i want a table at {t}|i need a room for {d} nights|book an appointment with {n}|reserve the {w} room on {y}""",
    "weather": """what is the weather in {c}|will it rain in {c}|will it rain on {y}|how hot is it in {c}|is it cold in {c}|
weather forecast for {c}|is it sunny in {c} on {y}|do i need an umbrella in {c}|how cold will it be on {y}|is there snow in {c}|
tell me the weather for {y}|what is the temperature in {c}|will there be a storm in {c}|how windy is it in {c}|
is it going to snow on {y}|what will the weather be like in {c}|is it raining in {c}|show me the forecast for {c}|
how warm is {c} today|weather on {y}|will it be sunny on {y}""",
    "music": """play some {j} music|play the song {w}|play {w} by {n}|play a song by {n}|put on some {j} music|i want to hear {n}|
play my {w} playlist|play the album {w}|turn on some {j} songs|start the {w} playlist|play the {j} {w} song|listen to {n}|
play something by {n}|put on a song about a {w}|next song by {n}|skip to the song {w}|i want to listen to {j} music|
can you play {w}|shuffle songs by {n}|play music for {n}|sing a song about a {w}|put on the album {w}""",
    "alarm": """wake me at {t}|set an alarm for {t}|wake me up at {t} on {y}|set the alarm to {t}|alarm at {t}|set a timer for {d} minutes|
wake {n} at {t}|i need to wake up at {t}|set an alarm for the {w}|please wake me on {y}|set a {w} alarm|
timer for {d} minutes|set an alarm on {y}|make an alarm for {t}|add an alarm at {t} called {w}|wake me in {d} minutes|
start a timer for the {w}|set my alarm for {y}|ring the alarm at {t}|can you wake me at {t}""",
    "navigation": """how do i get to {c}|drive to {c}|take me to {c}|directions to the {w}|navigate to {c}|route to {c}|
how far is the {w}|show me the way to {c}|where is the nearest {w}|find the way to the {w}|what is the fastest way to {c}|
take me to the {w}|how do i get to the {w}|give me directions to {c}|guide me to the {w}|how long is the drive to {c}|
which road goes to {c}|lead me to the {w}|navigate to the {w}|i want to drive to {c}|how do i reach {c}|show the route to {n}""",
    "shopping": """buy a {w}|i want to buy a {j} {w}|order a {w}|add a {w} to my cart|add {d} {w} to the shopping list|
purchase a {j} {w}|order {d} {w} online|i need to buy a {w}|put a {w} on the shopping list|get me a new {w}|how much does a {w} cost|
what is the price of a {w}|buy {d} of the {j} {w}|find a cheap {w}|shop for a {w}|order a {j} {w} for {n}|
buy a present for {n}|i want to order a {w}|please buy {d} {w}|do they sell a {j} {w}""",
    "cancellation": """cancel my {w}|cancel the {w}|cancel my trip to {c}|cancel the booking for {n}|cancel my flight to {c}|
please cancel my order of a {w}|i want to cancel my {w}|cancel the alarm at {t}|cancel the table for {d}|cancel my hotel in {c}|
call off the {w}|call off the meeting with {n}|i no longer want the {w}|drop my reservation in {c}|cancel the appointment with {n}|
i want to cancel on {y}|stop my {w} order|undo the booking for {y}|i do not need the {w} any more|cancel everything on {y}""",
    "greeting": """hello {n}|hi {n}|good morning {n}|hey {n}|good evening {n}|hello there {n}|hi {n} how are you|hey {n} what is up|
nice to meet you {n}|good afternoon {n}|greetings {n}|hello my {j} friend|hi there my {w}|good day {n}|welcome {n}|
how are you {n}|hello from {c}|hey there {n}|hi from {n}|good morning {c}|how do you do {n}""",
}
INTENTS = {label: [text.strip() for text in texts.replace("\n", "").split("|")] for label, texts in INTENTS.items()}

HARM_PERSON = ["hurt", "harm", "kill", "poison", "attack", "rob", "stab", "punch", "threaten", "kidnap", "bully", "blackmail", "beat up",
               "steal from", "shoot", "injure", "scam", "stalk", "murder", "insult", "torture", "cheat", "frighten", "hit", "spy on",
               "make a bomb for", "build a weapon for", "buy a gun for", "make poison for", "sell drugs to"]
HARM_THING = ["steal", "break into", "set fire to", "burn down", "blow up", "vandalise", "smash", "hack", "hack into", "destroy",
              "smuggle", "sabotage", "rob", "damage", "forge", "bomb", "wreck", "steal money from", "put poison in"]
KIND_PERSON = ["help", "thank", "call", "visit", "teach", "feed", "hug", "greet", "invite", "cheer up", "write to", "talk to", "meet",
               "cook for", "sing for", "listen to", "play with", "comfort", "dance with", "apologise to", "surprise", "draw", "trust"]
KIND_THING = ["paint", "clean", "repair", "draw", "build", "buy", "polish", "water", "photograph", "decorate", "choose", "wash", "sell",
              "carry", "describe", "move", "measure", "open", "find", "store", "plant", "bake", "fold", "make", "cook", "learn about"]
PEOPLE = ["my neighbour", "my teacher", "a friend", "my boss", "a stranger", "my brother", "the class", "my cousin", "a child"]
MODERATION_FRAMES = ["how to {}", "how to {}", "how to {}", "how do i {}", "i want to {}", "help me {}", "teach me to {}", "tell me how to {}",
                     "ways to {}", "the best way to {}", "please explain how to {}", "i plan to {}", "how can i {}", "show me how to {}",
                     "i am going to {}", "we should {}", "{}", "can you help me {}", "let us {}", "a plan to {}"]

SMALL_TALK = {
    "Hello! How can I help?": ["Hello!", "Hi!", "Hello", "Hi", "Hey", "Good morning!", "Hi there!", "Hello there!", "hello", "hi"],
    "You are welcome.": ["Thank you!", "Thanks!", "Thanks", "Thank you.", "Many thanks!", "Thank you very much!"],
    "I am Canary, a small local model.": ["Who are you?", "What are you?", "What is your name?", "Introduce yourself.", "Who is this?"],
    "I am fine, thank you.": ["How are you?", "How are you today?", "How do you do?", "How is it going?"],
    "Goodbye!": ["Goodbye!", "Bye!", "Bye", "See you!", "Good night!", "See you later!"],
}
UNKNOWN_ANSWER = "I don't know."
