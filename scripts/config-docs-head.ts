/** What stands on docs/configuration.md before the keys. */
export const configDocsHead = `---
title: Configuration
group: Reference
---

# Configuration

<!-- Written by scripts/write-config-docs.ts from the schemas in packages/core/src/config. Do not edit: run \`node scripts/write-config-docs.ts\`. -->

A config is a YAML or JSON file. Only \`models\` must be there, and of each model its \`id\` and where its weights are:

\`\`\`yaml
# yaml-language-server: $schema=honestai.schema.json
models:
  - id: qwen
    path: models/qwen2.5-0.5b-instruct-q8_0.gguf # relative to this file
    contextSize: 8192
    preload: true
  - id: nomic
    path: models/nomic-embed-text-v1.5.Q8_0.gguf
    keepAliveSeconds: 600
tasks:
  general_reasoning: { model: qwen }
  embedding_generation: { model: nomic }
server:
  port: 8080
\`\`\`

\`honestai serve --config honestai.yaml\` reads it. \`honestai serve --print-config\` prints the config as it would be used, every default filled in,
and starts nothing. An unknown key, a wrong type or an id that no model has stops the start with
[\`config_invalid\`](errors.md#config_invalid), which names every fault at once.

## Where a value comes from

1. An option of the command line, such as \`--port\`, wins.
2. Then comes the environment. Every key outside \`models\` that is no object has a variable; it stands below with the key, and
   \`honestai config environment\` lists all of them.
3. Then comes the file, and for what is absent there, the default.

| variable without a key | |
| --- | --- |
| \`HONESTAI_CONFIG\` | the config file, as \`--config\` names it |
| \`HONESTAI_MODEL\` | a GGUF file to serve without any config, as \`--model\` names it |
| \`HONESTAI_API_KEYS\` | API keys, separated by commas or white space; they never become part of a config |

With no file and no model the embedded canary weights are served. In a variable, \`true\`, \`1\`, \`false\` and \`0\` are the values of a switch, and
commas part the items of a list. An empty variable counts as absent. One that begins with \`HONESTAI_\` and sets nothing is a fault, and so are
two that set the same key. Relative paths in the file start at the file, those of options and variables at the working directory.

## In an editor

\`honestai config schema\` prints the [JSON Schema](config.schema.json) of the file; the running server also has it at
\`/docs/config.schema.json\`. With the first line of the example above, editors that speak to the YAML language server complete and check as you type:

\`\`\`sh
honestai config schema > honestai.schema.json
\`\`\`

A JSON file names it under \`$schema\`.

## All keys
`
