"""Learns the tokenizer from a sample of the training conversations and writes tokenizer.json."""

from pathlib import Path
from random import Random

from conversation import converse
from skills import SKILLS
from tokenizer import CHARACTER_TO_BYTE, train_tokenizer

SAMPLE = 20_000
LETTER_MERGES = 880
SEED = 1


def main():
    random = Random(SEED)
    weights = dict.fromkeys(SKILLS, 1)
    texts = []
    for index in range(SAMPLE):
        conversation = converse(random, random.choice(list(SKILLS)), weights, fillers=0, natural=False)
        texts.extend(message["content"] for message in conversation.messages)
        if index % 20 == 0:
            texts.append(conversation.prompt())
    tokenizer = train_tokenizer(texts, LETTER_MERGES)
    for token in tokenizer.tokens[:-5]:
        try:
            text = bytes(CHARACTER_TO_BYTE[character] for character in token).decode("utf-8")
        except UnicodeDecodeError:
            continue
        assert tokenizer.encode(text) == [tokenizer.ids[token]], f"no text leads to {token!r}"
    tokenizer.save(Path(__file__).with_name("tokenizer.json"))
    print(f"{len(tokenizer.tokens)} tokens, {len(tokenizer.merges)} merges")


if __name__ == "__main__":
    main()
