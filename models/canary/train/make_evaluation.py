"""Writes evaluation.jsonl: at least 500 held-out cases for each skill, with the exact answer expected."""

import argparse
import json
from collections import Counter
from pathlib import Path
from random import Random

from batches import BASE_WEIGHTS, EVERYDAY_SKILLS
from conversation import converse
from draw import Draw, EverydayWords
from exchange import ask
from skills import SKILLS
from world import DIFFERENCES, FACTS, SUMS, phrasings

SEED = 20_000
CASES = 510


def fact_exchanges(random):
    """Every fact in at least seven phrasings that training does not have."""
    for relation, subject, answer in FACTS:
        asked = phrasings(relation, subject, "evaluation")
        for question in random.sample(asked, 7):
            yield ask(question, answer)


def arithmetic_exchanges(random):
    """Every sum of two digits in every held-out phrasing, every difference in two."""
    for first in range(10):
        for second in range(10):
            for text in SUMS["evaluation"]:
                yield ask(text.format(a=first, b=second), str(first + second))
            if first >= second:
                for text in random.sample(DIFFERENCES["evaluation"], 2):
                    yield ask(text.format(a=first, b=second), str(first - second))


def fillers(random, skill):
    return random.randint(1, 6) if skill == "recall" else random.choice((0, 0, 0, 1, 2))


def cases(random):
    seen = set()
    listed = {"facts": fact_exchanges(random), "arithmetic": arithmetic_exchanges(random)}
    for skill in SKILLS:
        if skill == "small_talk":
            continue
        finals = listed.get(skill)
        made = 0
        while finals is not None or made < CASES:
            final = next(finals, None) if finals is not None else None
            if finals is not None and final is None:
                break
            words = EverydayWords if skill in EVERYDAY_SKILLS else Draw
            conversation = converse(random, skill, BASE_WEIGHTS, True, fillers(random, skill), final, words=words)
            prompt = conversation.prompt()
            if prompt in seen:
                continue
            seen.add(prompt)
            made += 1
            yield conversation


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    target = parser.parse_args().target
    lines, counts = [], Counter()
    for conversation in cases(Random(SEED)):
        line = {"skill": conversation.skill, "messages": conversation.messages[:-1]}
        if conversation.tools:
            line["tools"] = conversation.tools
        line["answer"] = conversation.messages[-1]["content"]
        lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        counts[conversation.skill] += 1
    target.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} cases, {target.stat().st_size:,} bytes: {dict(counts)}")


if __name__ == "__main__":
    main()
