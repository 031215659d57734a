"""The canary's byte-level BPE: trained here, readable by llama.cpp with the `qwen2` pre-tokenizer.

The idea: merges stay inside runs of letters and never swallow the space, quote or underscore before a word. So a word is
the same token sequence in ` Oslo`, `"Oslo"` and `_oslo`, and copying it from one place to another is plain copying.
Three exceptions, all at the end of the list: a leading space joins a few function words that are never copied on their
own, punctuation runs of JSON join, and the bytes of one character of another script join into one or two tokens.
"""

import json
from collections import Counter
from pathlib import Path

import regex

PRETOKEN = regex.compile(
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<tool_call>", "</tool_call>"]
SPECIAL_SPLIT = regex.compile("(" + "|".join(regex.escape(special) for special in SPECIALS) + ")")
FUNCTION_WORDS = """is the of a an and to in on at for my your me you are it with what from do does I was by or that this
can please as be not how has""".split()
JSON_MERGES = [('"', ":"), (" ", '"'), ('"', ","), ("{", '"'), ('"', "}"), ("}", "}"), ('"}', "}"), ("}}", "}"), (" ", '{"'),
               ("[", '"'), ('"', "]"), (" ", '["'), ('"]', ","), ('"]', "}"), ("}", ",")]


def byte_characters():
    """GPT-2's printable stand-in for each byte; GGUF vocabularies are written in it."""
    plain = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    table, extra = {}, 0
    for byte in range(256):
        if byte in plain:
            table[byte] = chr(byte)
        else:
            table[byte] = chr(256 + extra)
            extra += 1
    return table


BYTE_TO_CHARACTER = byte_characters()
CHARACTER_TO_BYTE = {character: byte for byte, character in BYTE_TO_CHARACTER.items()}


def to_symbols(text):
    return "".join(BYTE_TO_CHARACTER[byte] for byte in text.encode("utf-8"))


def learn_letter_merges(word_counts, merge_count):
    """Classic BPE over ASCII letter runs, without any boundary mark."""
    words = [(list(word), count) for word, count in word_counts.items()]
    merges = []
    while len(merges) < merge_count:
        pairs = Counter()
        for symbols, count in words:
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += count
        if not pairs:
            break
        best = max(pairs.items(), key=lambda item: (item[1], item[0]))[0]
        merges.append(best)
        joined = best[0] + best[1]
        for symbols, _ in words:
            index = 0
            while index < len(symbols) - 1:
                if symbols[index] == best[0] and symbols[index + 1] == best[1]:
                    symbols[index:index + 2] = [joined]
                index += 1
    return merges


def chain_merges(text, merges, known):
    """Adds the left-to-right merges that build `text` from its bytes, where they are not there yet."""
    symbols = list(to_symbols(text)) if isinstance(text, str) else [BYTE_TO_CHARACTER[byte] for byte in text]
    left = symbols[0]
    for right in symbols[1:]:
        if left + right not in known:
            merges.append((left, right))
            known.add(left + right)
        left += right


class Tokenizer:
    def __init__(self, merges):
        self.merges = [tuple(merge) for merge in merges]
        self.tokens = list(BYTE_TO_CHARACTER.values()) + [left + right for left, right in self.merges] + SPECIALS
        assert len(set(self.tokens)) == len(self.tokens), "every token must be unique"
        self.ids = {token: index for index, token in enumerate(self.tokens)}
        self.ranks = {merge: rank for rank, merge in enumerate(self.merges)}
        self.end_of_text, self.turn_start, self.turn_end = (self.ids[special] for special in SPECIALS[:3])
        self.cache = {}

    @classmethod
    def load(cls, path):
        return cls([line.split(" ") for line in json.loads(Path(path).read_text("utf-8"))["merges"]])

    def save(self, path):
        lines = [" ".join(merge) for merge in self.merges]
        Path(path).write_text(json.dumps({"merges": lines}, ensure_ascii=False, indent=0) + "\n", "utf-8")

    def encode_pretoken(self, pretoken):
        symbols = list(to_symbols(pretoken))
        while len(symbols) > 1:
            ranked = [(self.ranks.get(pair, 1 << 30), index) for index, pair in enumerate(zip(symbols, symbols[1:]))]
            rank, index = min(ranked)
            if rank == 1 << 30:
                break
            symbols[index:index + 2] = [symbols[index] + symbols[index + 1]]
        return [self.ids[symbol] for symbol in symbols]

    def encode_plain(self, text):
        """Ids of text in which special tokens are mere characters."""
        ids = []
        for pretoken in PRETOKEN.findall(text):
            known = self.cache.get(pretoken)
            if known is None:
                known = self.encode_pretoken(pretoken)
                if len(self.cache) < 200_000:
                    self.cache[pretoken] = known
            ids.extend(known)
        return ids

    def encode(self, text):
        """Ids of rendered text, special tokens included."""
        ids = []
        for part in SPECIAL_SPLIT.split(text):
            if part in SPECIALS:
                ids.append(self.ids[part])
            elif part:
                ids.extend(self.encode_plain(part))
        return ids

    def decode(self, ids):
        parts, pending = [], bytearray()
        for index in ids:
            token = self.tokens[index]
            if token in SPECIALS:
                parts.append(pending.decode("utf-8", "replace") + token)
                pending = bytearray()
            else:
                pending.extend(CHARACTER_TO_BYTE[character] for character in token)
        return "".join(parts) + pending.decode("utf-8", "replace")


def train_tokenizer(texts, letter_merge_count):
    """Learns the merges from training text. Counts are damped by a square root, so that a word's token count depends
    on how letters go together in general and not only on how often a template repeats it; invented words are left out."""
    from scripts import script_merges

    counts = Counter()
    for text in texts:
        counts.update(regex.findall(r"[A-Za-z]+", text))
    damped = {word: round(count ** 0.5 * 4) for word, count in counts.items() if count >= 8}
    for word in FUNCTION_WORDS:
        damped[word] = max(damped.get(word, 0), 400)
    merges = learn_letter_merges(damped, letter_merge_count)
    known = {left + right for left, right in merges}
    space = BYTE_TO_CHARACTER[ord(" ")]
    newline = BYTE_TO_CHARACTER[ord("\n")]
    for word in FUNCTION_WORDS:
        if len(word) == 1 or word in known:
            merges.append((space, word))
    for left, right in JSON_MERGES:
        merges.append((to_symbols(left), to_symbols(right)))
    merges.append((newline, newline))
    known.update(left + right for left, right in merges)
    for encoded in script_merges():
        chain_merges(encoded, merges, known)
    return Tokenizer(merges)
