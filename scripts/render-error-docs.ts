import { describeStep, type ErrorCode, errorCodes, routerError } from '@honestai/core'

/** The page docs/errors.md: every code of the error table with its meaning, its steps and a typical body. */
export function renderErrorDocs(): string {
  const codes = Object.keys(errorCodes) as ErrorCode[]
  return [
    '---\ntitle: Errors\ngroup: Reference\n---\n',
    '# Errors\n',
    '<!-- Written by scripts/write-error-docs.ts from packages/core/src/errors.ts. Do not edit: run `node scripts/write-error-docs.ts`. -->\n',
    'Every failure is one of these codes. Over HTTP it is the body shown, whatever the route; when a start fails, the same object is',
    'written to stderr. `message` says what happened and why, `steps` what to do, `retryable` whether sending the same request again can help.',
    'Give `honestai models` the `--config` or `--model` that the server was started with, and `honestai pull` its `--config`. In a clone,',
    '`honestai` is `node packages/server/src/main.ts`.\n',
    '| code | status | retry helps |\n| --- | --- | --- |',
    ...codes.map((code) => `| [\`${code}\`](#${code}) | ${errorCodes[code].status} | ${errorCodes[code].retryable ? 'yes' : 'no'} |`),
    ...codes.map(renderCode),
  ].join('\n')
}

function renderCode(code: ErrorCode): string {
  const error = routerError(code, errorCodes[code].example)
  return [
    `\n<a id="${code}"></a>\n`,
    `## ${code}\n`,
    `> ${error.message}\n`,
    `HTTP status ${error.status}. ${error.retryable ? 'The same request can succeed later.' : 'The same request succeeds only once the cause is mended.'}\n`,
    error.steps.length ? `What to do:\n\n${error.steps.map((step) => `- ${describeStep(step)}`).join('\n')}\n` : '',
    `\`\`\`json\n${JSON.stringify(error.toBody(), null, 2)}\n\`\`\``,
  ].join('\n')
}
