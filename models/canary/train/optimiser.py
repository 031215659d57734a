"""Muon for the matrices of the layers, AdamW for everything else.

Muon replaces a matrix's momentum by its nearest orthogonal matrix (a few Newton-Schulz steps). At this size it needs
far fewer steps than AdamW to learn to copy.
"""

import torch


def orthogonalised(matrices, steps=5):
    """Newton-Schulz on a stack of matrices of one shape."""
    transposed = matrices.shape[-2] > matrices.shape[-1]
    values = matrices.transpose(-1, -2) if transposed else matrices
    values = values / (values.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        square = values @ values.transpose(-1, -2)
        values = 3.4445 * values + (-4.7750 * square + 2.0315 * square @ square) @ values
    return values.transpose(-1, -2) if transposed else values


class Muon:
    def __init__(self, parameters, rate, momentum=0.95, decay=0.01):
        self.groups = {}
        for parameter in parameters:
            self.groups.setdefault(tuple(parameter.shape), []).append(parameter)
        self.rate, self.momentum, self.decay = rate, momentum, decay
        self.buffers = {shape: torch.zeros(len(group), *shape) for shape, group in self.groups.items()}

    @torch.no_grad()
    def step(self, scale):
        for shape, group in self.groups.items():
            gradients = torch.stack([parameter.grad for parameter in group])
            buffer = self.buffers[shape]
            buffer.mul_(self.momentum).add_(gradients)
            updates = orthogonalised(gradients + self.momentum * buffer)
            size = self.rate * scale * max(1, shape[0] / shape[1]) ** 0.5
            for parameter, update in zip(group, updates):
                parameter.mul_(1 - self.rate * scale * self.decay).add_(update, alpha=-size)


class Optimiser:
    """Both together, with the state that a resumed run needs."""

    def __init__(self, model, muon_rate=0.02, adam_rate=3e-3, adam_only=False):
        matrices = [] if adam_only else [parameter for parameter in model.layers.parameters() if parameter.dim() == 2]
        chosen = {id(parameter) for parameter in matrices}
        rest = [parameter for parameter in model.parameters() if id(parameter) not in chosen]
        self.parameters = list(model.parameters())
        self.muon = Muon(matrices, muon_rate)
        self.adam_rate = adam_rate
        self.adam = torch.optim.AdamW(
            [{"params": [parameter for parameter in rest if parameter.dim() == 2], "weight_decay": 0.01},
             {"params": [parameter for parameter in rest if parameter.dim() == 1], "weight_decay": 0.0}],
            lr=adam_rate, betas=(0.9, 0.98), eps=1e-9)

    def step(self, scale):
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        for group in self.adam.param_groups:
            group["lr"] = self.adam_rate * scale
        self.adam.step()
        self.muon.step(scale)

    def state(self):
        return {"muon": list(self.muon.buffers.values()), "adam": self.adam.state_dict()}

    def load(self, state):
        for buffer, saved in zip(self.muon.buffers.values(), state["muon"]):
            buffer.copy_(saved)
        self.adam.load_state_dict(state["adam"])
