import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StopScanner } from './stop-scanner.ts'

const alphabet = fc.constantFrom('a', 'b', '<', '🦊')
const text = fc.array(alphabet, { maxLength: 30 }).map((letters) => letters.join(''))
const stop = fc.array(alphabet, { minLength: 1, maxLength: 4 }).map((letters) => letters.join(''))

function scan(pieces: readonly string[], stops: readonly string[]) {
  const scanner = new StopScanner(stops)
  let passed = ''
  for (const piece of pieces) {
    const { text, stop } = scanner.push(piece)
    passed += text
    if (stop !== undefined) return { passed, stop }
  }
  return { passed: passed + scanner.end() }
}

test('however the text is cut into pieces, it ends exactly before the first stop string', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 8 }), fc.array(stop, { maxLength: 3 }), (pieces, stops) => {
      const whole = pieces.join('')
      const { passed, stop } = scan(pieces, stops)
      expect(stop !== undefined).toBe(stops.some((one) => whole.includes(one)))
      if (stop !== undefined) expect(whole.startsWith(passed + stop)).toBe(true)
      expect(stops.some((one) => passed.includes(one))).toBe(false)
      expect(whole.startsWith(passed)).toBe(true)
      if (stop === undefined) expect(passed).toBe(whole)
    }),
  )
})

test('nothing that may begin a stop string is passed on before it is settled', () => {
  const scanner = new StopScanner(['</end>'])
  expect(scanner.push('text </en')).toEqual({ text: 'text ' })
  expect(scanner.push('emy')).toEqual({ text: '</enemy' })
  expect(scanner.push('</end> more')).toEqual({ text: '', stop: '</end>' })
})
