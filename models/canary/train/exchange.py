"""Messages of a conversation, and one exchange of them."""

from dataclasses import dataclass, field


def user(content):
    return {"role": "user", "content": content}


def assistant(content):
    return {"role": "assistant", "content": content}


@dataclass
class Exchange:
    """Messages that end with the assistant's answer. `before` must come earlier, with other exchanges between."""

    messages: list
    tools: list = field(default_factory=list)
    before: list = field(default_factory=list)


def ask(question, answer):
    return Exchange([user(question), assistant(answer)])
