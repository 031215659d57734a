"""Proves that evaluation cases are unseen: replays the whole training stream from the log and looks for them in it."""

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from batches import BASE_WEIGHTS, END, FOLDER, prompt_hash, training_pieces
from template import render
from tokenizer import Tokenizer

# Their last message may be common; what is new stands in earlier ones or in the tools.
TOLD_EARLIER = ("recall", "tool_call", "tool_result", "tools_ignored")


def mixes(log):
    """(first batch, weights) in order, as the trainer used them."""
    found = [(0, BASE_WEIGHTS)]
    for line in log.read_text("utf-8").splitlines():
        entry = json.loads(line)
        if "weights" in entry:
            found.append((entry["weights_from_batch"], entry["weights"]))
    return found


def json_keys(text):
    try:
        value = json.loads(text)
    except ValueError:
        return set()
    return set(value) if isinstance(value, dict) else set()


def last_user_text(messages):
    return next(message["content"] for message in reversed(messages) if message["role"] == "user")


def replay(seed, log):
    """What all stages of training held: prompt hashes, user messages, tool names, JSON keys."""
    prompts, asked, names, keys = set(), set(), set(), set()
    schedule, tokenizer = mixes(log), Tokenizer.load(FOLDER / "tokenizer.json")
    for number in range(END):
        weights = [weights for first, weights in schedule if first <= number][-1]
        for conversation, _ in training_pieces(tokenizer, seed, number, weights):
            prompts.add(prompt_hash(conversation.prompt()))
            for message in conversation.messages:
                if message["role"] == "user":
                    asked.add(prompt_hash(message["content"]))
                elif message["role"] == "assistant" and message["content"].startswith("{"):
                    keys |= json_keys(message["content"])
            names.update(tool["function"]["name"] for tool in conversation.tools)
        if (number + 1) % 500 == 0:
            print(f"replayed {number + 1} of {END} batches, {len(prompts):,} prompts", flush=True)
    return prompts, asked, names, keys


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("log", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--recorded", type=Path, nargs="*", default=[], help="each prompts.hash of a run: must be in the replayed stream")
    arguments = parser.parse_args()
    prompts, asked, names, keys = replay(arguments.seed, arguments.log)
    missing = set()
    for path in arguments.recorded:
        recorded = path.read_bytes()
        recorded = {recorded[start:start + 8] for start in range(0, len(recorded), 8)}
        missing |= recorded - prompts
        print(f"recorded prompts: {len(recorded):,}; not in the replay: {len(recorded - prompts):,}")
    overlap = defaultdict(Counter)
    tool_names, tool_unseen, key_count, key_unseen = 0, 0, 0, 0
    for line in arguments.cases.read_text("utf-8").splitlines():
        case = json.loads(line)
        skill = case["skill"]
        overlap[skill]["cases"] += 1
        overlap[skill]["prompts"] += prompt_hash(render(case["messages"], case.get("tools"), add_generation_prompt=True)) in prompts
        overlap[skill]["questions"] += prompt_hash(last_user_text(case["messages"])) in asked
        if skill == "tool_call":
            tool_names += 1
            tool_unseen += json.loads(case["answer"].split("\n")[1])["name"] not in names
        elif skill == "json":
            found = json_keys(case["answer"])
            key_count += len(found)
            key_unseen += len(found - keys)
    print("skill, cases, prompts seen in training, last user message seen in training")
    for skill, counts in overlap.items():
        print(f"{skill}, {counts['cases']}, {counts['prompts']}, {counts['questions']}")
    print(f"tool names unseen: {100 * tool_unseen / tool_names:.1f} % of {tool_names}; "
          f"JSON keys unseen: {100 * key_unseen / key_count:.1f} % of {key_count}")
    clean = not missing and all(counts["prompts"] == 0 and (counts["questions"] == 0 or skill in TOLD_EARLIER) for skill, counts in overlap.items())
    print("held out: yes" if clean else "held out: NO")
    raise SystemExit(0 if clean else 1)


if __name__ == "__main__":
    main()
