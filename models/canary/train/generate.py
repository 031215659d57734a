"""Greedy answers for many prompts at once, with a key/value cache; used to measure, not to serve."""

import torch


class Cache:
    def __init__(self):
        self.held = {}

    def extend(self, layer, key, value):
        if layer in self.held:
            old_key, old_value = self.held[layer]
            key, value = torch.cat([old_key, key], 2), torch.cat([old_value, value], 2)
        self.held[layer] = (key, value)
        return key, value

    def keep(self, rows):
        self.held = {layer: (key[rows], value[rows]) for layer, (key, value) in self.held.items()}


@torch.no_grad()
def answer_batch(model, prompts, stop, limit):
    """Ids of the greedy continuation of each prompt (lists of ids, padded on the left here), without the stop token."""
    longest = max(map(len, prompts))
    tokens = torch.zeros(len(prompts), longest, dtype=torch.long)
    padding = torch.tensor([longest - len(prompt) for prompt in prompts])
    for row, prompt in enumerate(prompts):
        tokens[row, padding[row]:] = torch.tensor(prompt)
    places = torch.arange(longest)
    real = places[None, :] >= padding[:, None]
    allowed = real[:, None, :] & torch.ones(longest, longest, dtype=torch.bool).tril()
    mask = torch.zeros(allowed.shape).masked_fill_(~allowed, -1e9)[:, None, None]
    positions = (places[None, :] - padding[:, None]).clamp(min=0)
    cache = Cache()
    answers = [[] for _ in prompts]
    active = torch.arange(len(prompts))
    logits = model.logits(model(tokens, positions, mask, cache)[:, -1])
    position = positions[:, -1]
    for _ in range(limit):
        chosen = logits.argmax(-1)
        going = chosen != stop
        for row, token in zip(active[going].tolist(), chosen[going].tolist()):
            answers[row].append(token)
        if not going.any():
            break
        if not going.all():
            cache.keep(going)
        active, chosen, position, real = active[going], chosen[going], position[going] + 1, real[going]
        keep = position < model.shape.context
        if not keep.all():
            break
        real = torch.cat([real, torch.ones(len(active), 1, dtype=torch.bool)], 1)
        mask = torch.zeros(real.shape).masked_fill_(~real, -1e9)[:, None, None, None]
        logits = model.logits(model(chosen[:, None], position[:, None], mask, cache)[:, -1])
    return answers


def answer_all(model, tokenizer, prompts, limit=220, batch=64):
    """Texts of the answers, in the order of the prompts."""
    encoded = [tokenizer.encode(prompt) for prompt in prompts]
    order = sorted(range(len(prompts)), key=lambda index: len(encoded[index]))
    answers = [None] * len(prompts)
    for start in range(0, len(order), batch):
        chosen = order[start:start + batch]
        for index, ids in zip(chosen, answer_batch(model, [encoded[index] for index in chosen], tokenizer.turn_end, limit)):
            answers[index] = tokenizer.decode(ids)
    return answers
