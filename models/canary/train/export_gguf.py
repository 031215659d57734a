"""Turns trained weights into the two GGUF files: Q8_0 matrices, f32 norms and biases, tokenizer and template inside."""

import argparse
from pathlib import Path

import torch

from gguf_file import F32, Q8_0, dequantised, read_tensors, write_gguf
from model import EPSILON, ROPE_BASE, Shape, Transformer
from template import TEMPLATE_TEXT
from tokenizer import SPECIALS, Tokenizer

FOLDER = Path(__file__).resolve().parent
LAYER_NAMES = {
    "query": "attn_q.weight", "key": "attn_k.weight", "value": "attn_v.weight", "output": "attn_output.weight",
    "query_bias": "attn_q.bias", "key_bias": "attn_k.bias", "value_bias": "attn_v.bias",
    "gate": "ffn_gate.weight", "up": "ffn_up.weight", "down": "ffn_down.weight",
    "attention_norm": "attn_norm.weight", "feed_forward_norm": "ffn_norm.weight",
}


def tensor_name(parameter_name):
    if parameter_name == "embedding":
        return "token_embd.weight"
    if parameter_name == "norm":
        return "output_norm.weight"
    _, index, rest = parameter_name.split(".")
    return f"blk.{index}.{LAYER_NAMES[rest]}"


def metadata(shape, tokenizer, name, pooling_type=None):
    values = {
        "general.architecture": "qwen2",
        "general.type": "model",
        "general.name": name,
        "general.license": "apache-2.0",
        "general.file_type": 7,
        "general.quantization_version": 2,
        "qwen2.block_count": shape.layers,
        "qwen2.context_length": shape.context,
        "qwen2.embedding_length": shape.width,
        "qwen2.feed_forward_length": shape.feed_forward,
        "qwen2.attention.head_count": shape.heads,
        "qwen2.attention.head_count_kv": shape.key_value_heads,
        "qwen2.attention.layer_norm_rms_epsilon": EPSILON,
        "qwen2.rope.freq_base": ROPE_BASE,
    }
    if pooling_type is not None:
        values["qwen2.pooling_type"] = pooling_type
    values |= {
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "qwen2",
        "tokenizer.ggml.tokens": tokenizer.tokens,
        "tokenizer.ggml.token_type": [3 if token in SPECIALS else 1 for token in tokenizer.tokens],
        "tokenizer.ggml.merges": [" ".join(merge) for merge in tokenizer.merges],
        "tokenizer.ggml.bos_token_id": tokenizer.end_of_text,
        "tokenizer.ggml.eos_token_id": tokenizer.turn_end,
        "tokenizer.ggml.padding_token_id": tokenizer.end_of_text,
        "tokenizer.ggml.add_bos_token": False,
    }
    if pooling_type is None:
        values["tokenizer.chat_template"] = TEMPLATE_TEXT
    return values


def export(model, tokenizer, path, name, pooling_type=None):
    tensors = {}
    for parameter_name, parameter in model.named_parameters():
        array = parameter.detach().numpy()
        tensors[tensor_name(parameter_name)] = (array, Q8_0 if array.ndim == 2 else F32)
    write_gguf(path, metadata(model.shape, tokenizer, name, pooling_type), tensors)


def as_shipped(model):
    """Replaces every matrix by what the engine reads back from Q8_0."""
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() == 2:
                parameter.copy_(torch.from_numpy(dequantised(parameter.numpy())))
    return model


def load_weights(model, path):
    """Gives a model the weights of a GGUF file of its shape, as the engine reads them."""
    tensors = read_tensors(path)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(torch.from_numpy(tensors[tensor_name(name)]))


def load_checkpoint(path):
    state = torch.load(path, map_location="cpu")
    model = Transformer(Shape(**state["shape"]))
    model.load_state_dict(state["model"])
    return model, state


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--name", default="Canary")
    parser.add_argument("--embedding", action="store_true", help="mark the file as mean-pooled and leave the template out")
    arguments = parser.parse_args()
    model, _ = load_checkpoint(arguments.checkpoint)
    tokenizer = Tokenizer.load(FOLDER / "tokenizer.json")
    export(model, tokenizer, arguments.target, arguments.name, pooling_type=1 if arguments.embedding else None)
    print(f"{arguments.target}: {arguments.target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
