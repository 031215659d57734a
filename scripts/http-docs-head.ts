/** What stands on docs/http.md before the routes. */
export const httpDocsHead = `---
title: HTTP reference
group: Reference
---

# HTTP reference

<!-- Written by scripts/write-http-docs.ts from the routes in packages/server/src. Do not edit: run \`node scripts/write-http-docs.ts\`. -->

Every route of the server, from the OpenAPI 3.1 document that a running server has at \`/openapi.json\`. [API](guides/api.md) shows how to use them and
what differs from the originals; [Errors](errors.md) explains each error with its steps.

- Where the server has API keys, a request sends one as \`Authorization: Bearer …\` or \`X-Api-Key\`. Routes that need none say so.
- Bodies are JSON. A field that is not listed is ignored, and \`honestai.warnings\` in the answer names it.
- Where an answer can be streamed, \`"stream": true\` asks for it: server-sent events, each a JSON object under \`data:\`.
- A number or a list has the limits that stand with its type; limits of a whole request stand under [server](configuration.md#server) of the config.
- "Required" is meant of the object that holds the field; "always" of an answer likewise.
- Objects are shown down to three names in a body and two in an answer; what lies deeper is in the document.

## Routes
`
