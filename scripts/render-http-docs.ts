import { httpDocsHead } from './http-docs-head.ts'
import { httpOperations, type Operation } from './http-operations.ts'
import { renderFields } from './render-fields.ts'
import { answerFields, linkCode, renderOperation } from './render-operation.ts'
import { sharedErrors } from './shared-errors.ts'

/** The page docs/http.md: every route with what it takes and answers, from the OpenAPI document. */
export async function renderHttpDocs(): Promise<string> {
  const operations = await httpOperations()
  const groups = [...Map.groupBy(operations, ({ tags }) => tags[0] ?? '')]
  const shared = { errors: sharedErrors(operations), facts: factsOf(operations) }
  return [
    httpDocsHead,
    ...groups.map(([group, same]) => `- ${group}: ${same.map(({ title }) => `[\`${title}\`](#${anchorOf(title)})`).join(', ')}`),
    '\n## What many answers hold',
    renderFields('Where the fields of `honestai` are not listed, they are these', shared.facts, 'always'),
    '\n## Errors of many routes\n',
    ...shared.errors.map(({ title, codes }) => `- ${title}: ${codes.map(linkCode).join(', ')}`),
    ...groups.map(([group, same]) => [`\n## ${group}`, ...same.map((operation) => renderOperation(operation, shared))].join('\n')),
    '',
  ].join('\n')
}

/** What `honestai` holds in the answer of a chat, and in that of most others. */
function factsOf(operations: readonly Operation[]) {
  const chat = operations.find(({ title }) => title === 'POST /v1/chat/completions')
  const fields = answerFields(chat?.responses[200]?.content['application/json']?.schema ?? {})
  return fields.filter(({ name }) => name.startsWith('honestai.'))
}

// As GitHub and TypeDoc both make the anchor of a heading.
const anchorOf = (title: string) =>
  title
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-')
    .toLowerCase()
