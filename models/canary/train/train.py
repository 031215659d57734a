"""Trains the generative canary in three stages: seeded, resumable, with a log of loss and accuracy per skill."""

import argparse
import json
import os
import time
from pathlib import Path
from random import Random

import torch
from torch.nn import functional as F

from batches import (BASE_WEIGHTS, END, EVERYDAY_SKILLS, FOLDER, NATURAL_FROM, POLISHING_FROM, POLISHING_RESTART, POLISHING_STEPS,
                     REFINING_RESTART, REFINING_STEPS, STEPS, BatchServer, later_weights)
from conversation import converse
from draw import Draw, EverydayWords
from export_gguf import load_weights
from generate import answer_all
from model import Shape, Transformer, document_mask
from optimiser import Optimiser
from parallel import Helper
from skills import SKILLS
from tokenizer import Tokenizer


# Parts of the later stages: the rate that each begins with, its first step, and how many it has.
LATER_RATES = (
    (0.18, STEPS, REFINING_RESTART),
    (0.11, STEPS + REFINING_RESTART, REFINING_STEPS - REFINING_RESTART),
    (0.22, POLISHING_FROM, POLISHING_RESTART),
    (0.15, POLISHING_FROM + POLISHING_RESTART, POLISHING_STEPS - POLISHING_RESTART),
)


def work(model, share):
    """Forward and backward over one worker's rows; the gradients stay in the parameters."""
    groups, total = share
    loss = 0.0
    for rows in groups:
        part = loss_of(model, rows, total)
        part.backward()
        loss += part.item()
    return loss


def loss_of(model, rows, total_weight):
    """Weighted cross entropy; only positions with a weight are turned into logits."""
    tokens, positions, documents, targets, weights = map(torch.from_numpy, rows)
    hidden = model(tokens, positions, document_mask(documents))
    wanted = weights > 0
    losses = F.cross_entropy(model.logits(hidden[wanted]), targets[wanted], reduction="none")
    return (losses * weights[wanted]).sum() / total_weight


def rate_scale(step, warm_up=60, large=1500, small=0.36):
    """Large steps until copying is found, then a third of that, straight down to almost nothing.

    Tried at step 1,500: a hundred steps at the full rate changed little, at three tenths they took tool calls from
    16 % to 53 %. The later stages start with a fresh optimiser, hence a warm-up, and only refine.
    """
    if step >= STEPS:
        return later_rate(step)
    if step < large:
        return min(1, (step + 1) / warm_up)
    return small * max(0.01, (STEPS - step) / (STEPS - large))


def later_rate(step, warm_up=30):
    """Down to almost nothing twice in each of these stages, the second time from a smaller rate."""
    peak, first, steps = next(part for part in reversed(LATER_RATES) if step >= part[1])
    return peak * min(1, (step - first + 1) / warm_up) * max(0.01, 1 - (step - first) / steps)


def accuracy(model, tokenizer, random, held_out, count, everyday):
    """Share of exact answers per skill on fresh conversations."""
    cases = [converse(random, skill, BASE_WEIGHTS, held_out=held_out,
                      words=EverydayWords if everyday and skill in EVERYDAY_SKILLS else Draw)
             for skill in SKILLS for _ in range(count)]
    answers = answer_all(model, tokenizer, [case.prompt() for case in cases])
    right = dict.fromkeys(SKILLS, 0)
    for case, answer in zip(cases, answers):
        right[case.skill] += answer == case.messages[-1]["content"]
    return {skill: number / count for skill, number in right.items()}


def mix_weights(shares, number):
    """More of what still goes wrong, never nothing of what is known. Late on, laggards get more still."""
    most = 2.0 if number < NATURAL_FROM else 4.5
    return {skill: BASE_WEIGHTS[skill] * (0.6 + min(most, (6 if number < NATURAL_FROM else 9) * (1 - shares[skill]))) for skill in shares}


def save(path, model, optimiser, step, weights, old_weights):
    state = {"shape": vars(model.shape), "model": model.state_dict(), "optimiser": optimiser.state(), "step": step,
             "weights": weights, "old_weights": old_weights}
    torch.save(state, path.with_suffix(".new"))
    os.replace(path.with_suffix(".new"), path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoints and logs")
    parser.add_argument("--stage", type=int, choices=(1, 2, 3), default=1)
    parser.add_argument("--weights", type=Path, help="the GGUF of the stage before, which the second and third go on from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--evaluate-every", type=int, default=300)
    parser.add_argument("--adam-only", action="store_true")
    parser.add_argument("--muon-rate", type=float, default=0.02)
    parser.add_argument("--adam-rate", type=float, default=3e-3)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--stop-after", type=int, help="end early, for trials")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    arguments.run.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.load(FOLDER / "tokenizer.json")
    model = Transformer(Shape(len(tokenizer.tokens)))
    optimiser = Optimiser(model, arguments.muon_rate, arguments.adam_rate, arguments.adam_only)
    checkpoint = arguments.run / "checkpoint.pt"
    first, end = ((0, STEPS), (STEPS, POLISHING_FROM), (POLISHING_FROM, END))[arguments.stage - 1]
    later = arguments.stage > 1
    weights, old_weights = dict(BASE_WEIGHTS), dict(BASE_WEIGHTS)
    if later:
        load_weights(model, arguments.weights)
        weights = old_weights = later_weights(first)
    if arguments.resume and checkpoint.exists():
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        optimiser.load(state["optimiser"])
        first, weights, old_weights = state["step"], state["weights"], state["old_weights"]
    print(f"{sum(parameter.numel() for parameter in model.parameters()):,} parameters, from step {first}", flush=True)
    last = arguments.stop_after or end
    helper = Helper(model, work)
    server = BatchServer(arguments.seed, first, last, old_weights, helper.rows)
    server.weights = weights  # batches that were already asked for keep the weights of their time, also after a resume
    helper.go()
    log = (arguments.run / "log.jsonl").open("a")
    hashes = (arguments.run / "prompts.hash").open("ab")
    begun, since, running, seen = time.time(), time.time(), 0.0, 0
    for step in range(first, last):
        number, share, batch_hashes = server.take()
        assert number == step
        hashes.write(batch_hashes)
        running += work(model, share) + helper.join_gradients()
        seen += 2 * sum(rows[0].size for rows in share[0])
        optimiser.step(rate_scale(step))
        for parameter in optimiser.parameters:
            parameter.grad = None
        if step + 1 < last:
            helper.go()
        if (step + 1) % 25 == 0:
            seconds = time.time() - since
            print(f"step {step + 1} loss {running / 25:.4f}  {seconds / 25:.2f} s/step  {seen / seconds:,.0f} tokens/s  "
                  f"{(time.time() - begun) / 60:.1f} min", flush=True)
            log.write(json.dumps({"step": step + 1, "loss": running / 25}) + "\n")
            since, running, seen = time.time(), 0.0, 0
        if (step + 1) % arguments.evaluate_every == 0 or step + 1 == last:
            shares = accuracy(model, tokenizer, Random(step), False, 32, later)
            unseen = accuracy(model, tokenizer, Random(step), True, 32, later)
            old_weights, weights = weights, later_weights(step + 1) if later else mix_weights(shares, step + 1)
            server.weights = weights
            save(checkpoint, model, optimiser, step + 1, weights, old_weights)
            log.write(json.dumps({"step": step + 1, "training": shares, "held_out": unseen, "weights_from_batch": server.next,
                                  "weights": weights}) + "\n")
            log.flush()
            hashes.flush()
            print("  seen/unseen % " + "  ".join(f"{skill} {100 * shares[skill]:.0f}/{100 * unseen[skill]:.0f}" for skill in shares), flush=True)
            since = time.time()
    server.requests.put(None)


if __name__ == "__main__":
    main()
