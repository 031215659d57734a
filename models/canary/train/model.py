"""The transformer of both canaries: the `qwen2` architecture of llama.cpp, in plain PyTorch.

RMSNorm before attention and feed-forward, rotary positions in half-split form, grouped key/value heads, biases on
q, k and v only, SwiGLU, output tied to the token embedding.
"""

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

EPSILON = 1e-6
ROPE_BASE = 10000.0
QUERY_BLOCK = 128


@dataclass
class Shape:
    vocabulary: int
    width: int = 192
    layers: int = 4
    heads: int = 6
    key_value_heads: int = 2
    feed_forward: int = 448
    context: int = 1024

    @property
    def head_width(self):
        return self.width // self.heads


def rms_norm(values, weight):
    return values * torch.rsqrt(values.pow(2).mean(-1, keepdim=True) + EPSILON) * weight


def rotate(values, cosine, sine):
    """Half-split rotary embedding of (batch, heads, time, head_width)."""
    first, second = values.chunk(2, -1)
    return torch.cat([first * cosine - second * sine, second * cosine + first * sine], -1)


def attend(query, key, value, mask):
    """Attention of grouped heads; those that share a key head are laid out as more rows of one matrix product."""
    batch, heads, time, width = query.shape
    shared = key.shape[1]
    scores = query.reshape(batch, shared, -1, width) @ key.transpose(-1, -2)
    scores = scores.view(batch, shared, heads // shared, time, -1) + mask
    weights = torch.softmax(scores, -1).view(batch, shared, heads // shared * time, -1)
    return (weights @ value).view(batch, heads, time, width)


class Layer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        key_value_width = shape.key_value_heads * shape.head_width

        def matrix(rows, columns, gain=1.0):
            return nn.Parameter(torch.randn(rows, columns) * gain / math.sqrt(columns))

        residual_gain = 1 / math.sqrt(2 * shape.layers)
        self.query = matrix(shape.width, shape.width)
        self.key = matrix(key_value_width, shape.width)
        self.value = matrix(key_value_width, shape.width)
        self.query_bias = nn.Parameter(torch.zeros(shape.width))
        self.key_bias = nn.Parameter(torch.zeros(key_value_width))
        self.value_bias = nn.Parameter(torch.zeros(key_value_width))
        self.output = matrix(shape.width, shape.width, residual_gain)
        self.gate = matrix(shape.feed_forward, shape.width)
        self.up = matrix(shape.feed_forward, shape.width)
        self.down = matrix(shape.width, shape.feed_forward, residual_gain)
        self.attention_norm = nn.Parameter(torch.ones(shape.width))
        self.feed_forward_norm = nn.Parameter(torch.ones(shape.width))

    def forward(self, hidden, cosine, sine, mask, cache=None):
        shape = self.shape
        batch, time, width = hidden.shape
        normed = rms_norm(hidden, self.attention_norm)
        joined = F.linear(normed, torch.cat([self.query, self.key, self.value]),
                          torch.cat([self.query_bias, self.key_bias, self.value_bias]))
        joined = joined.view(batch, time, -1, shape.head_width).transpose(1, 2)
        turned = rotate(joined[:, :shape.heads + shape.key_value_heads], cosine, sine)
        query, key = turned[:, :shape.heads], turned[:, shape.heads:]
        value = joined[:, shape.heads + shape.key_value_heads:]
        if cache is not None:
            key, value = cache.extend(self, key, value)
        query = query * (1 / math.sqrt(shape.head_width))
        # Blocks of queries, each against the keys up to its own end, save nearly half of the work on long rows.
        past = key.shape[2] - time
        mixed = torch.cat([attend(query[:, :, start:start + QUERY_BLOCK], key[:, :, :past + start + QUERY_BLOCK],
                                  value[:, :, :past + start + QUERY_BLOCK],
                                  mask[..., start:start + QUERY_BLOCK, :past + start + QUERY_BLOCK])
                           for start in range(0, time, QUERY_BLOCK)], 2)
        hidden = hidden + F.linear(mixed.transpose(1, 2).reshape(batch, time, width), self.output)
        normed = rms_norm(hidden, self.feed_forward_norm)
        gate, up = F.linear(normed, torch.cat([self.gate, self.up])).chunk(2, -1)
        return hidden + F.linear(F.silu(gate) * up, self.down)


class Transformer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Parameter(torch.randn(shape.vocabulary, shape.width) * 0.02)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = nn.Parameter(torch.ones(shape.width))
        frequencies = ROPE_BASE ** (-torch.arange(0, shape.head_width, 2).float() / shape.head_width)
        angles = torch.outer(torch.arange(shape.context).float(), frequencies)
        self.register_buffer("cosine", angles.cos(), persistent=False)
        self.register_buffer("sine", angles.sin(), persistent=False)

    def forward(self, tokens, positions, mask, cache=None):
        """Hidden states after the last norm. `mask` is additive and broadcasts to (batch, 1, 1, time, keys)."""
        hidden = F.embedding(tokens, self.embedding)
        cosine = self.cosine[positions].unsqueeze(-3)
        sine = self.sine[positions].unsqueeze(-3)
        for layer in self.layers:
            hidden = layer(hidden, cosine, sine, mask, cache)
        return rms_norm(hidden, self.norm)

    def logits(self, hidden):
        return F.linear(hidden, self.embedding)


def document_mask(documents):
    """Causal attention that stays within one conversation: (batch, 1, 1, time, time), additive."""
    time = documents.shape[1]
    causal = torch.ones(time, time, dtype=torch.bool).tril()
    allowed = (documents[:, :, None] == documents[:, None, :]) & causal
    return torch.zeros(allowed.shape).masked_fill_(~allowed, -1e9)[:, None, None]
