import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatEvent, ChosenTokenLogprob } from '../../chat/chat.ts'
import { outputFormatOf, plainSyntax } from '../../chat/output/output-format.ts'
import { Completion } from './completion.ts'

/** Every token is one byte: the worst case for characters and stop texts alike. */
function eventsOf(text: string, stop: string[]) {
  const completion = new Completion((byte) => Uint8Array.of(byte), {
    promptTokens: 1,
    maxTokens: 1_000,
    stop,
    output: outputFormatOf(plainSyntax, '', []),
  })
  const events: ChatEvent[] = []
  for (const byte of Buffer.from(text)) {
    events.push(...completion.take(byte, logprobOf(byte)))
    if (completion.complete) break
  }
  return [...events, ...completion.end()]
}

const logprobOf = (byte: number): ChosenTokenLogprob => ({ id: byte, text: '', bytes: [byte], logprob: -1, top: [] })

const letters = fc.array(fc.constantFrom('a', 'b', 'é', '🦊', ' '), { maxLength: 24 }).map((parts) => parts.join(''))
const stops = fc.array(
  fc.array(fc.constantFrom('a', 'b', '🦊'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
  { maxLength: 2 },
)

test('the tokens of every delta spell its text, and none of them is of a stop text', () => {
  fc.assert(
    fc.property(letters, stops, (text, stop) => {
      const events = eventsOf(text, stop)
      const shown = shownOf(text, stop)
      const deltas = events.filter((event) => event.type === 'text-delta')
      expect(deltas.map((delta) => delta.text).join('')).toBe(shown)
      for (const delta of deltas) {
        expect(Buffer.from(delta.logprobs?.flatMap(({ bytes }) => bytes) ?? []).toString()).toBe(delta.text)
      }
    }),
    // Of two stop texts the one that is whole first ends the completion, though the other began before it.
    { examples: [['abb', ['abb', 'b']]] },
  )
})

/** What stands before a stop text at the moment when the first one is whole. */
function shownOf(text: string, stop: readonly string[]): string {
  for (let end = 1; end <= text.length; end++) {
    const said = text.slice(0, end)
    const begins = stop.map((one) => said.indexOf(one)).filter((index) => index >= 0)
    if (begins.length > 0) return text.slice(0, Math.min(...begins))
  }
  return text
}

test('the end names the stop text that came first', () => {
  expect(eventsOf('one two', ['two', ' t']).at(-1)).toMatchObject({ reason: 'stop', stop: ' t' })
  expect(eventsOf('one', ['two']).at(-1)).not.toHaveProperty('stop')
})
