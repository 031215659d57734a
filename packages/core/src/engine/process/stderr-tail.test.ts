import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { collectStderrTail } from './stderr-tail.ts'

async function stderrTailOf(text: string): Promise<string> {
  const stream = new PassThrough()
  const stderrTail = collectStderrTail(stream)
  stream.end(text)
  return stderrTail()
}

test.each([
  {
    title: 'V8 without memory',
    text: `
<--- Last few GCs --->

[20379:0xb747000]      605 ms: Scavenge 25.5 (34.4) -> 20.9 (35.9) MB, pooled: 0.0 MB, 4.85 / 0.00 ms allocation failure;
FATAL ERROR: MarkCompactCollector: young object promotion failed Allocation failed - JavaScript heap out of memory
----- Native stack trace -----

 1: 0x840e50  [node]
 2: 0x8410bd node::OOMErrorHandler(char const*, v8::OOMDetails const&) [node]
22: 0x7efc23e7ea76 
`,
    told: 'FATAL ERROR: MarkCompactCollector: young object promotion failed Allocation failed - JavaScript heap out of memory',
  },
  {
    title: 'a failed assertion of llama.cpp',
    text: `ggml.c:3110: GGML_ASSERT(a->ne[2] == b->ne[0]) failed
libggml-base.so(+0x15d0b)[0x7f2d1c0c5d0b]
libggml-base.so(ggml_abort+0x15f)[0x7f2d1c0c62bf]
`,
    told: 'ggml.c:3110: GGML_ASSERT(a->ne[2] == b->ne[0]) failed',
  },
  {
    title: 'an exception of JavaScript',
    text: `TypeError: tokens is not iterable
    at step (batch-scheduler.ts:12:3)
    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)

Node.js v26.10.0
`,
    told: 'TypeError: tokens is not iterable',
  },
])('of $title the complaint is told, without the stack', async ({ text, told }) => {
  expect(await stderrTailOf(text)).toBe(told)
})

test('a complaint is heard above any stack that fits a terminal', async () => {
  const frames = Array.from({ length: 200 }, (_, index) => `${index + 1}: 0x7efc23e7ea76 v8::internal::Heap::AllocateRaw(int) [node]\n`)
  expect(await stderrTailOf(`FATAL ERROR: out of memory\n${frames.join('')}`)).toBe('FATAL ERROR: out of memory')
})
