"""Characters of scripts other than Latin, from which the generator draws random phrases, and their tokens.

Random characters stand in for real words on purpose: what is learnt is copying, whatever the content.
"""


def span(first, last):
    return [chr(code) for code in range(first, last + 1)]


ALPHABETS = {
    "latin-accents": list("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšžčćęłńśźżăşţőűğıÀÁÂÄÅÆÇÈÉÊËÍÎÓÔÖØÚÜŠŽČŁŚŻŞİ"),
    "greek": list("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"),
    "cyrillic": span(0x410, 0x44F) + list("ёЁіїєґІЇЄ"),
    "hebrew": span(0x5D0, 0x5EA),
    "arabic": span(0x621, 0x63A) + span(0x641, 0x64A) + list("پچگکیژ"),
    "devanagari": span(0x905, 0x90B) + list("एऐओऔ") + span(0x915, 0x928) + span(0x92A, 0x930) + list("लवशषसहािीुूृेैोौ्ंँः़"),
    "thai": span(0xE01, 0xE2E) + list("ะัาำิีึืุูเแโใไ็่้๊๋์ๆ"),
    "hiragana": span(0x3042, 0x3093),
    "katakana": span(0x30A2, 0x30F3) + ["ー"],
}
SYMBOLS = list("。、，！？：「」・“”‘’–—…€£°×→©•¡¿") + ["\u200d", "\ufe0f"]
SKIN_TONES = [chr(code) for code in range(0x1F3FB, 0x1F400)]
FACES = span(0x1F600, 0x1F64F)
EMOJI = FACES + span(0x1F300, 0x1F320) + span(0x1F32D, 0x1F393) + span(0x1F3A0, 0x1F3CA) + span(0x1F400, 0x1F4FC) \
    + span(0x1F680, 0x1F6C5) + span(0x1F90D, 0x1F9FF) + list("☀☁☂☃☎☕☺♠♣♥♦♻⚓⚡⚽⛄⛵✂✈✉✌✏✔✨❄❌❓❗❤➕⭐")
PEOPLE = ["👨", "👩", "🧑", "👧", "👦", "👴", "👵"]
TRADES = ["🚀", "🔬", "💻", "🎨", "🍳", "🌾", "🏫", "🔧", "🚒", "🎤", "🏭"]

CJK = (0x4E00, 0x9FA5)
HANGUL = (0xAC00, 0xD7A3)


def script_merges():
    """What becomes a token: whole characters of small alphabets, two-byte beginnings of Han, Hangul and emoji."""
    whole = [character for letters in ALPHABETS.values() for character in letters] + SYMBOLS + SKIN_TONES
    beginnings = []
    for first, last in (CJK, HANGUL):
        for code in range(first, last + 1, 64):
            beginnings.append(chr(code).encode("utf-8")[:2])
        beginnings.append(chr(last).encode("utf-8")[:2])
    for character in EMOJI:
        beginnings.append(character.encode("utf-8")[:-1])
    unique = []
    for item in [character.encode("utf-8") for character in whole] + beginnings:
        if item not in unique:
            unique.append(item)
    return unique


def random_word(random, script):
    if script == "han":
        return "".join(chr(random.randint(*CJK)) for _ in range(random.randint(1, 5)))
    if script == "hangul":
        return "".join(chr(random.randint(*HANGUL)) for _ in range(random.randint(1, 4)))
    if script == "japanese":
        return "".join(random.choice(ALPHABETS["hiragana"]) if random.random() < 0.6
                       else chr(random.randint(*CJK)) for _ in range(random.randint(2, 6)))
    if script == "emoji":
        return random_emoji(random)
    return "".join(random.choice(ALPHABETS[script]) for _ in range(random.randint(2, 7)))


def random_emoji(random):
    kind = random.random()
    if kind < 0.15:
        return random.choice(PEOPLE) + random.choice(["", *SKIN_TONES]) + "\u200d" + random.choice(TRADES)
    if kind < 0.25:
        return "\u200d".join(random.choice(PEOPLE) for _ in range(random.randint(2, 4)))
    if kind < 0.33:
        return random.choice(PEOPLE + ["👍", "👋", "👏"]) + random.choice(SKIN_TONES)
    if kind < 0.40:
        return random.choice(list("❤☀✈☎✂✏")) + "\ufe0f"
    return "".join(random.choice(EMOJI) for _ in range(random.choice((1, 1, 2, 3))))


SCRIPTS = ["han", "han", "hangul", "japanese", "emoji", "emoji", *ALPHABETS]


def random_phrase(random):
    """A few words of one script, sometimes with its punctuation, sometimes two scripts side by side."""
    script = random.choice(SCRIPTS)
    words = []
    for _ in range(random.randint(1, 5)):
        if random.random() < 0.08:
            script = random.choice(SCRIPTS)
        words.append(random_word(random, script))
    joint = "" if script in ("japanese", "emoji", "thai") and random.random() < 0.4 else " "
    text = joint.join(words)
    if random.random() < 0.25:
        text += random.choice(["!", "?", ".", "。", "！", "？", "…"])
    return text
