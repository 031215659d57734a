"""Measures exact answers on evaluation.jsonl, greedily, with the weights rounded as they ship."""

import argparse
import json
from collections import Counter
from pathlib import Path

import torch

from export_gguf import FOLDER, as_shipped, load_checkpoint
from generate import answer_all
from template import render
from tokenizer import Tokenizer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--failures", type=Path, help="write wrong answers here")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    model, _ = load_checkpoint(arguments.checkpoint)
    tokenizer = Tokenizer.load(FOLDER / "tokenizer.json")
    cases = [json.loads(line) for line in arguments.cases.read_text("utf-8").splitlines()]
    prompts = [render(case["messages"], case.get("tools"), add_generation_prompt=True) for case in cases]
    answers = answer_all(as_shipped(model), tokenizer, prompts)
    asked, right, failures = Counter(), Counter(), []
    for case, answer in zip(cases, answers):
        asked[case["skill"]] += 1
        if answer == case["answer"]:
            right[case["skill"]] += 1
        else:
            failures.append({"skill": case["skill"], "asked": case["messages"][-1]["content"], "expected": case["answer"], "answered": answer})
    print("| skill | cases | exact |\n| --- | --- | --- |")
    for skill in asked:
        print(f"| {skill} | {asked[skill]} | {100 * right[skill] / asked[skill]:.1f} % |")
    if arguments.failures:
        arguments.failures.write_text("".join(json.dumps(failure, ensure_ascii=False) + "\n" for failure in failures), "utf-8")


if __name__ == "__main__":
    main()
