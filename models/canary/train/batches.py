"""Makes training batches in a process of its own, so that the trainer never waits for text.

Batch number n depends only on the seed, n and the mix weights it was asked with: a resumed run sees the same stream.
"""

import hashlib
import multiprocessing
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy
import regex

from conversation import TOOL_SKILLS, converse, spread_positions, tokenise
from draw import Draw, EverydayWords, TerseWords
from parallel import end_with_parent
from skills import SKILLS
from tokenizer import Tokenizer

FOLDER = Path(__file__).resolve().parent
ROW_LENGTHS = (256, 320, 384, 448, 512, 640, 768, 1024)
BASE_WEIGHTS = {
    "facts": 1.0, "arithmetic": 1.0, "intent": 1.0, "moderation": 1.1, "repeat": 1.6, "recall": 1.6, "counting": 0.8, "json": 1.6,
    "tool_call": 1.8, "tool_result": 0.7, "tools_ignored": 0.8, "unknown": 1.3, "scripts": 1.6, "small_talk": 0.3,
}
# The curriculum, in batches.
EASY_BATCHES = 500  # at first single exchanges without tools: copying is found sooner in short rows
BALANCED_FROM = 900  # then short answers weigh more and long ones less: else sums and labels stay noise
FRAGMENTS_FROM = 1500  # then invented words are also made of random tokens
NATURAL_FROM = 2100  # then skills also use their freer forms
STEPS = 6000
CONVERSATIONS = 48  # per step
# A second stage follows on what people say, most of all with what the first left half learnt.
REFINING_STEPS = 1800
REFINING_RESTART = 1200  # then the rate rises once more, and the mix turns to what was left below its bar
REFINING_CONVERSATIONS = 32
REFINING_WEIGHTS = {
    "facts": 0.8, "arithmetic": 0.9, "intent": 0.6, "moderation": 0.7, "repeat": 1.6, "recall": 2.0, "counting": 1.0, "json": 1.2,
    "tool_call": 4.0, "tool_result": 1.4, "tools_ignored": 1.6, "unknown": 0.9, "scripts": 1.0, "small_talk": 0.2,
}
LAST_WEIGHTS = {**REFINING_WEIGHTS, "tool_call": 5.0, "json": 2.4, "recall": 1.8}
# A third goes on from the weights of the second, for tool calls above all.
POLISHING_STEPS = 3900
POLISHING_RESTART = 2400  # then once more from a smaller rate, with more of what people told
POLISHING_WEIGHTS = {
    "facts": 0.8, "arithmetic": 0.9, "intent": 0.5, "moderation": 0.7, "repeat": 1.8, "recall": 1.5, "counting": 1.0, "json": 2.0,
    "tool_call": 6.0, "tool_result": 1.2, "tools_ignored": 1.4, "unknown": 1.0, "scripts": 1.4, "small_talk": 0.2,
}
LAST_POLISHING_WEIGHTS = {**POLISHING_WEIGHTS, "recall": 2.6, "scripts": 1.8, "tools_ignored": 1.6}
POLISHING_FROM = STEPS + REFINING_STEPS
END = POLISHING_FROM + POLISHING_STEPS
EVERYDAY_SKILLS = ("repeat", "recall", "tool_call", "tool_result", "tools_ignored")
EVERYDAY_SHARE = 0.75
LAST_EVERYDAY_SHARE = 0.92
OTHER_WEIGHT = 0.03  # what the prompt's own tokens weigh in the loss
OTHER_SAMPLE = 0.12  # share of them that is looked at


def later_weights(number):
    """The mix of the stages after the first."""
    if number < STEPS + REFINING_RESTART:
        return REFINING_WEIGHTS
    if number < POLISHING_FROM:
        return LAST_WEIGHTS
    return POLISHING_WEIGHTS if number < POLISHING_FROM + POLISHING_RESTART else LAST_POLISHING_WEIGHTS


def everyday_share(number):
    return EVERYDAY_SHARE if number < POLISHING_FROM + POLISHING_RESTART else LAST_EVERYDAY_SHARE


def conversations(number):
    """How many a step has."""
    return CONVERSATIONS if number < STEPS else REFINING_CONVERSATIONS


def later_conversations(random, number, count):
    mix, everyday = later_weights(number), EverydayWords if number < POLISHING_FROM else TerseWords
    for _ in range(count):
        skill = random.choices(list(SKILLS), [mix[name] for name in SKILLS])[0]
        words = everyday if skill in EVERYDAY_SKILLS and random.random() < everyday_share(number) else Draw
        yield converse(random, skill, REFINING_WEIGHTS, words=words), random


def prompt_hash(text):
    return hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest()


@lru_cache
def letter_tokens():
    tokens = Tokenizer.load(FOLDER / "tokenizer.json").tokens
    return [token for token in tokens if regex.fullmatch("[A-Za-z]{2,}", token)]


def training_conversations(seed, number, weights):
    count = conversations(number)
    random = Random(seed * 1_000_003 + number)
    names = list(SKILLS)
    if number >= STEPS:
        yield from later_conversations(random, number, count)
        return
    stage = {"fragments": letter_tokens() if number >= FRAGMENTS_FROM else (), "natural": number >= NATURAL_FROM}
    if number < EASY_BATCHES:
        names = [name for name in names if name not in TOOL_SKILLS]
    for _ in range(count):
        skill = random.choices(names, [weights[name] for name in names])[0]
        yield converse(random, skill, weights, fillers=0 if number < EASY_BATCHES else None, **stage), random
    if number < EASY_BATCHES:
        return
    # One long conversation, so that real distances occur and not only gaps in positions.
    if random.random() < 0.35:
        skill = random.choice(("recall", "recall", "recall", "facts", "repeat", "json", "tool_call"))
        yield converse(random, skill, weights, fillers=random.randint(5, 14), **stage), random


def answer_weights(spoken, number):
    """What each token of an answer weighs: the same at first, later less in long answers and more in short ones."""
    weights = numpy.ones(len(spoken))
    if number < BALANCED_FROM:
        return weights
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate([[0], spoken.astype(int), [0]])))
    for start, end in zip(edges[0::2], edges[1::2]):
        weights[start:end] = min(4.0, max(0.4, (20 / (end - start)) ** 0.5))
    return weights


def training_pieces(tokenizer, seed, number, weights):
    """Each conversation of a batch with its tokens, positions and weights. One source of chance runs through all of
    them, so only this replays what training saw."""
    for conversation, random in training_conversations(seed, number, weights):
        ids, spoken, starts = tokenise(conversation, tokenizer)
        if len(ids) > ROW_LENGTHS[-1]:
            continue
        positions = spread_positions(random, len(ids), starts, ROW_LENGTHS[-1])
        weight = numpy.where(spoken, answer_weights(spoken, number), OTHER_WEIGHT / OTHER_SAMPLE).astype(numpy.float32)
        unseen = numpy.array([random.random() >= OTHER_SAMPLE for _ in range(len(ids))])
        weight[unseen & ~spoken] = 0
        weight[0] = 0
        yield conversation, (ids, positions, weight)


def make_batch(tokenizer, seed, number, weights):
    """Rows of a few lengths; each holds whole conversations that cannot see one another."""
    pieces, hashes = [], []
    for conversation, piece in training_pieces(tokenizer, seed, number, weights):
        hashes.append(prompt_hash(conversation.prompt()))
        pieces.append(piece)
    rows = {length: [] for length in ROW_LENGTHS}
    for piece in sorted(pieces, key=lambda piece: -len(piece[0])):
        size = len(piece[0])
        length = next(length for length in ROW_LENGTHS if size <= length)
        for row in rows[length]:
            if sum(len(other[0]) for other in row) + size <= length:
                row.append(piece)
                break
        else:
            rows[length].append([piece])
    return halves([pack(group, length) for length, group in rows.items() if group]), b"".join(hashes)


def halves(groups):
    """The rows dealt to two workers of about equal load, with the weight that both divide by."""
    total = float(sum(group[4].sum() for group in groups))
    shares, loads = ([], []), [0, 0]
    for group in reversed(groups):
        rows, length = group[0].shape
        cost = length * (1 + length / 800)
        first = min(rows, max(0, round((loads[1] - loads[0] + rows * cost) / (2 * cost))))
        for share, part in ((0, slice(0, first)), (1, slice(first, rows))):
            if part.stop > part.start:
                shares[share].append(tuple(array[part] for array in group))
                loads[share] += (part.stop - part.start) * cost
    return [(share, total) for share in shares]


def pack(rows, length):
    tokens = numpy.zeros((len(rows), length), dtype=numpy.int64)
    positions = numpy.zeros_like(tokens)
    documents = numpy.zeros_like(tokens)
    targets = numpy.zeros_like(tokens)
    weights = numpy.zeros(tokens.shape, dtype=numpy.float32)
    for index, row in enumerate(rows):
        start = 0
        for document, (ids, places, weight) in enumerate(row, 1):
            end = start + len(ids)
            tokens[index, start:end] = ids
            positions[index, start:end] = places
            documents[index, start:end] = document
            targets[index, start:end - 1] = ids[1:]
            weights[index, start:end - 1] = weight[1:]
            start = end
    return tokens, positions, documents, targets, weights


def serve(requests, answers, helper, seed):
    end_with_parent()
    tokenizer = Tokenizer.load(FOLDER / "tokenizer.json")
    while True:
        request = requests.get()
        if request is None:
            return
        number, weights = request
        (own, other), hashes = make_batch(tokenizer, seed, number, weights)
        answers.put((number, own, hashes))
        helper.put(other)


class BatchServer:
    """Keeps a few batches ahead; each is asked for with the weights known at that time. One half goes to the helper."""

    AHEAD = 6

    def __init__(self, seed, first, last, weights, helper):
        context = multiprocessing.get_context("spawn")
        self.requests, self.answers = context.Queue(), context.Queue()
        self.process = context.Process(target=serve, args=(self.requests, self.answers, helper, seed), daemon=True)
        self.process.start()
        self.next, self.last = first, last
        self.weights = weights
        for _ in range(self.AHEAD):
            self.request()

    def request(self):
        if self.next < self.last:
            self.requests.put((self.next, dict(self.weights)))
            self.next += 1

    def take(self):
        number, batch, hashes = self.answers.get()
        self.request()
        return number, batch, hashes
