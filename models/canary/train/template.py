"""Renders conversations with the chat template that is stored in the GGUF, so training sees what the engine sends."""

import json
from pathlib import Path

import jinja2

TEMPLATE_TEXT = Path(__file__).with_name("chat-template.jinja").read_text("utf-8").rstrip("\n")
ENVIRONMENT = jinja2.Environment()
ENVIRONMENT.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
TEMPLATE = ENVIRONMENT.from_string(TEMPLATE_TEXT)


def render(messages, tools=None, add_generation_prompt=False):
    return TEMPLATE.render(messages=messages, tools=tools, add_generation_prompt=add_generation_prompt)
