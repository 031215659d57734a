import { expect, test } from 'vitest'
import { httpOperations } from './http-operations.ts'
import { renderHttpDocs } from './render-http-docs.ts'
import { codesOf } from './shared-errors.ts'

const page = await renderHttpDocs()
const operations = await httpOperations()

/** What stands under the heading of an operation. */
const sectionOf = (title: string) => page.split(/^##+ /m).find((section) => section.startsWith(`${title}\n`)) ?? ''

test.each(operations)('$title has its section and all its errors', (operation) => {
  expect(sectionOf(operation.title)).toContain('Answer 200')
  const told = sectionOf(operation.title) + sectionOf('Errors of many routes')
  for (const code of codesOf(operation)) expect(told).toContain(`(errors.md#${code})`)
})

test.each([
  { title: 'POST /v1/chat/completions', says: '| `temperature` | number, 0 to 2; or `null` |  | ' },
  { title: 'POST /v1/chat/completions', says: '| `tools[].function.name` | text | yes | ' },
  { title: 'POST /v1/chat/completions', says: '- `modalities`: Not supported: only null or ["text"] passes' },
  { title: 'POST /v1/chat/completions', says: 'Streamed, `text/event-stream`, each event:' },
  { title: 'POST /v1/messages', says: 'Streamed, `text/event-stream`, events of the types `message_start`, ' },
  {
    title: 'GET /v1/responses/{id}',
    says: 'Parameters of the path:\n\n| field | type | required | |\n| --- | --- | --- | --- |\n| `id` | text | yes | ',
  },
  { title: 'POST /v1/models/{id}/load', says: 'Body, `application/json`, which may be left out:' },
  { title: 'POST /v1/assistant', says: 'events of the types `step-end`, `start`, ' },
  { title: 'What many answers hold', says: '| `honestai.warnings` | list of texts | ' },
  { title: 'GET /livez', says: 'Needs no key.' },
  { title: 'GET /readyz', says: 'Answer 503, `application/json`:' },
  { title: 'GET /metrics', says: 'Answer 200, `text/plain`.' },
])('$title says $says', ({ title, says }) => {
  expect(sectionOf(title)).toContain(says)
})

test('only a route without a key says so', () => {
  for (const { title, security } of operations) expect(sectionOf(title).includes('Needs no key.'), title).toBe(security !== undefined)
})

test('every heading has an anchor of its own, and every link within the page one to go to', () => {
  const anchors = [...page.matchAll(/^##+ (.+)$/gm)].map(([, text = '']) =>
    text
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-')
      .toLowerCase(),
  )
  expect(new Set(anchors).size).toBe(anchors.length)
  for (const [, target] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(target)
})
