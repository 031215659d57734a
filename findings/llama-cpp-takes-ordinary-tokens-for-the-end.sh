#!/usr/bin/env bash
# llama.cpp v0.5.0 as node-llama-cpp 3.22.1 ships it, on the vocabularies that llama.cpp's own source carries.
# Guess: the tokens that end a generation are those that the file's metadata names (eos_token_id, eot_token_id).
# Seen: llama.cpp also goes by the text of tokens. In Qwen2's vocabulary the metadata names 151643; the ordinary token
#       128247, whose text is "</s>", ends an answer too, so a model that closes a struck-through passage of HTML stops there.
#       In StarCoder's and Refact's vocabularies <fim_pad> and <reponame> end an answer.
# Who meets it: whoever compares ends of answers with Transformers, or counts on eos_token_id alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-llama-cpp@3.22.1
git clone --quiet node_modules/node-llama-cpp/llama/gitRelease.bundle source 2>/dev/null
cat >show.mjs <<'JS'
import { getLlama, LlamaLogLevel } from 'node-llama-cpp'
const llama = await getLlama({ build: 'never', progressLogs: false, gpu: false, logLevel: LlamaLogLevel.disabled })
for (const name of ['qwen2', 'starcoder', 'refact']) {
  const model = await llama.loadModel({ modelPath: `source/models/ggml-vocab-${name}.gguf`, vocabOnly: true })
  const { eos_token_id: named, tokens } = model.fileInfo.metadata.tokenizer.ggml
  const ends = tokens.map((_, id) => id).filter((id) => model.isEogToken(id))
  console.log(`${name}: the file names ${named}; these end an answer: ${ends.map((id) => `${id} ${tokens[id]}`).join(', ')}`)
}
process.exit(0)
JS
node show.mjs | tee seen
diff seen - <<'SEEN'
qwen2: the file names 151643; these end an answer: 128247 </s>, 151643 <|endoftext|>, 151645 <|im_end|>
starcoder: the file names 0; these end an answer: 0 <|endoftext|>, 4 <fim_pad>
refact: the file names 0; these end an answer: 0 <|endoftext|>, 4 <fim_pad>, 18 <reponame>
SEEN
