#!/usr/bin/env bash
# node-llama-cpp 3.22.1, createGrammarForJsonSchema.
# Guess: a JSON Schema keyword that the converter cannot express is refused, or at least the rest of the schema holds.
# Seen: `anyOf` becomes a grammar that allows the word null and nothing else; `minimum`, `maximum` and `pattern` are dropped
#       without a word, so the model may answer 7 where the schema says at most 3.
# Who meets it: whoever hands schemas from zod (unions become anyOf) to the bindings as they are.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-llama-cpp@3.22.1
cat >show.mjs <<'JS'
import { getLlama } from 'node-llama-cpp'
const llama = await getLlama({ build: 'never', progressLogs: false, gpu: false })
const grammarOf = async (schema) => (await llama.createGrammarForJsonSchema(schema)).grammar
const union = await grammarOf({ anyOf: [{ type: 'string' }, { type: 'number' }] })
const bounds = await grammarOf({ type: 'integer', minimum: 1, maximum: 3 })
const noBounds = await grammarOf({ type: 'integer' })
const pattern = await grammarOf({ type: 'string', pattern: '^[A-Z]{3}$' })
const noPattern = await grammarOf({ type: 'string' })
console.log(`string or number:  ${union.split('\n')[0]}`)
console.log(`1 to 3 is the same grammar as any integer:   ${bounds === noBounds}`)
console.log(`a pattern is the same grammar as any string: ${pattern === noPattern}`)
process.exit(0)
JS
node show.mjs | tee seen
diff seen - <<'SEEN'
string or number:  root ::= null-rule "\n\n\n\n" [\n]*
1 to 3 is the same grammar as any integer:   true
a pattern is the same grammar as any string: true
SEEN
