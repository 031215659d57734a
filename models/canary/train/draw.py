"""Draws the words of a case. It carries the side: held out, it hands out only words that training never sees."""

from words import ADJECTIVES, CITIES, NAMES, NOUNS, VERBS, invented_word, is_held_out
from world import capitalised


class Draw:
    SPLIT = {}
    everyday = False
    terse = False

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

    def takes(self, text):
        """Whether a text made of the words handed out is one of this side. Here the words decide, so it is."""
        return True

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


class EverydayWords(Draw):
    """What people say: listed words of both sides, seldom an invented one. What is held out is not the word but its
    company, and in names and keys every second word too."""

    everyday = True

    def takes(self, text):
        return is_held_out(text) == self.held_out

    def pick(self, values):
        return self.random.choice(values)

    def noun(self):
        """A name or key: those of one side are never one in training."""
        if self.chance(0.02):
            return self.invented()
        return self.pick(NOUNS) if self.held_out and self.chance(0.5) else super().pick(NOUNS)

    def adjective(self):
        return self.pick(ADJECTIVES)

    def verb(self):
        return self.pick(VERBS)

    def name(self):
        return self.pick(NAMES)

    def city(self):
        return self.pick(CITIES)

    def word(self):
        kind = self.random.random()
        if kind < 0.45:
            return self.pick(NOUNS)
        if kind < 0.60:
            return self.adjective()
        if kind < 0.70:
            return self.verb()
        return self.name() if kind < 0.87 else self.city()

    def value(self):
        kind = self.random.random()
        if kind < 0.3:
            return self.city()
        if kind < 0.6:
            return self.name()
        return self.word() if kind < 0.88 else f"{self.word()} {self.word()}"


class TerseWords(EverydayWords):
    """The same words, said by those who seldom name what they give: "in Krakow", for a tool whose parameter is the city."""

    terse = True
