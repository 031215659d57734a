#!/bin/sh
# Makes both canary GGUFs again from nothing: tokenizer, training, evaluation, export. Seeded; shows progress.
# Needs Debian's python3-torch, python3-numpy, python3-regex, python3-jinja2 and libopenblas0-pthread.
# Usage: train/reproduce.sh FOLDER      checkpoints and logs go there. After an interruption, run it again: it resumes.
set -eu
mkdir -p "${1:?the folder for checkpoints and logs}"
run=$(cd "$1" && pwd)
cd "$(dirname "$0")"
python=${PYTHON:-python3}
# Two single-threaded processes work side by side; threads inside them only get in each other's way.
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1

$python build_tokenizer.py
$python make_evaluation.py ../evaluation.jsonl
$python train.py --run "$run/1" --resume
$python export_gguf.py "$run/1/checkpoint.pt" "$run/1.gguf"
$python train.py --stage 2 --weights "$run/1.gguf" --run "$run/2" --resume
$python export_gguf.py "$run/2/checkpoint.pt" "$run/2.gguf"
$python train.py --stage 3 --weights "$run/2.gguf" --run "$run/3" --resume
$python embedding.py --run "$run" --cases ../embedding-evaluation.jsonl
$python export_gguf.py "$run/3/checkpoint.pt" ../canary.gguf
$python export_gguf.py "$run/embedding.pt" ../canary-embedding.gguf --name "Canary embedding" --embedding
$python evaluate.py "$run/3/checkpoint.pt" ../evaluation.jsonl --failures "$run/failures.jsonl"
cat "$run"/[123]/log.jsonl >training-log.jsonl
$python check_heldout.py ../evaluation.jsonl training-log.jsonl --recorded "$run"/[123]/prompts.hash
sha256sum ../canary.gguf ../canary-embedding.gguf
