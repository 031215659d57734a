"""Trains the embedding canary: a smaller transformer whose mean state brings paraphrases together.

Contrastive: of all texts in a batch, a text must pick its other wording. Each batch says different things about the
same people and places, so that neither the wording nor the names alone suffice.
"""

import argparse
import json
import os
import time
from pathlib import Path
from random import Random

import torch
from torch.nn import functional as F

from draw import Draw
from export_gguf import FOLDER, as_shipped
from model import Shape, Transformer
from optimiser import Optimiser
from paraphrases import KINDS, slots, two_wordings, wordings_of
from tokenizer import Tokenizer

TEMPERATURE = 0.05
GROUPS, PER_GROUP = 40, 4
WORDINGS_PER_BATCH = 3
EVALUATION_SEED = 30_000
QUERIES, CANDIDATES = 600, 300


def rate_scale(step, steps, warm_up=60):
    """Up in a few steps, then straight down."""
    return min((step + 1) / warm_up, max(0.01, (steps - step) / steps))


def pairs(random, held_out, groups=GROUPS, per_group=PER_GROUP):
    """Groups of different things said about the same values. A batch keeps to a few wordings of each kind, so that
    its wrong answers share their wording with the right one and only the values tell them apart."""
    draw = Draw(random, held_out)
    wordings = {kind: random.sample(wordings_of(kind, held_out), WORDINGS_PER_BATCH) for kind in KINDS}
    for _ in range(groups):
        values = slots(draw)
        for kind in random.sample(KINDS, per_group):
            yield two_wordings(draw, wordings[kind], values)


def embed(model, tokenizer, texts):
    """Normalised mean of the states, as llama.cpp pools them."""
    encoded = [tokenizer.encode_plain(text) for text in texts]
    longest = max(map(len, encoded))
    tokens = torch.zeros(len(texts), longest, dtype=torch.long)
    real = torch.zeros(len(texts), longest)
    for row, ids in enumerate(encoded):
        tokens[row, :len(ids)] = torch.tensor(ids)
        real[row, :len(ids)] = 1
    mask = torch.zeros(longest, longest).masked_fill_(~torch.ones(longest, longest, dtype=torch.bool).tril(), -1e9)
    hidden = model(tokens, torch.arange(longest).expand(len(texts), -1), mask)
    return F.normalize((hidden * real[..., None]).sum(1) / real.sum(1, keepdim=True), dim=-1)


def evaluation_pairs():
    """Held-out wordings of held-out content, no text twice."""
    random, seen, chosen = Random(EVALUATION_SEED), set(), []
    while len(chosen) < QUERIES:
        for query, match in pairs(random, True, groups=1):
            if query not in seen and match not in seen and query != match:
                seen.update((query, match))
                chosen.append({"query": query, "match": match})
    return chosen[:QUERIES]


@torch.no_grad()
def ranked_first(model, tokenizer, chosen):
    """Share of queries whose partner leads among CANDIDATES matches, in blocks of that many."""
    right = 0
    for start in range(0, len(chosen), CANDIDATES):
        block = chosen[start:start + CANDIDATES]
        queries = embed(model, tokenizer, [pair["query"] for pair in block])
        matches = embed(model, tokenizer, [pair["match"] for pair in block])
        right += ((queries @ matches.T).argmax(1) == torch.arange(len(block))).sum().item()
    return right / len(chosen)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--cases", type=Path, required=True, help="where to write the evaluation pairs")
    parser.add_argument("--steps", type=int, default=1600)
    parser.add_argument("--seed", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    arguments.run.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.load(FOLDER / "tokenizer.json")
    model = Transformer(Shape(len(tokenizer.tokens), width=128, layers=2, heads=4, key_value_heads=2, feed_forward=256, context=512))
    optimiser = Optimiser(model, muon_rate=0.01, adam_rate=3e-3)
    chosen = evaluation_pairs()
    arguments.cases.write_text("".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in chosen), "utf-8")
    begun, running = time.time(), 0.0
    for step in range(arguments.steps):
        batch = list(pairs(Random(arguments.seed * 1_000_003 + step), False))
        vectors = embed(model, tokenizer, [text for pair in batch for text in pair])
        scores = vectors[0::2] @ vectors[1::2].T / TEMPERATURE
        targets = torch.arange(len(batch))
        loss = (F.cross_entropy(scores, targets) + F.cross_entropy(scores.T, targets)) / 2
        loss.backward()
        optimiser.step(rate_scale(step, arguments.steps))
        for parameter in optimiser.parameters:
            parameter.grad = None
        running += loss.item()
        if (step + 1) % 100 == 0:
            print(f"step {step + 1} loss {running / 100:.4f}  held-out partner first {100 * ranked_first(model, tokenizer, chosen):.1f} %  "
                  f"{(time.time() - begun) / 60:.1f} min", flush=True)
            running = 0.0
    path = arguments.run / "embedding.pt"
    torch.save({"shape": vars(model.shape), "model": model.state_dict()}, path.with_suffix(".new"))
    os.replace(path.with_suffix(".new"), path)
    share = ranked_first(as_shipped(model), tokenizer, chosen)
    print(f"as shipped: partner first among {CANDIDATES} in {100 * share:.1f} % of {len(chosen)}")


if __name__ == "__main__":
    main()
