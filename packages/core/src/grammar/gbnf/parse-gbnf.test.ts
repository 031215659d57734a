import fc from 'fast-check'
import { getLlama, LlamaLogLevel } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { checkGrammar } from '../check-grammar.ts'
import { GrammarFault } from '../grammar-fault.ts'
import { parseGbnf } from './parse-gbnf.ts'
import { printGrammar } from './print-grammar.ts'
import { matchesGrammar } from './sample-grammar.ts'

const read = (text: string) => {
  const { grammar } = parseGbnf(text)
  checkGrammar(grammar, 'root')
  return grammar
}

test.each([
  { gbnf: 'root ::= "yes" | "no"', matched: ['yes', 'no'], not: ['', 'yesno'] },
  {
    gbnf: '# moves\nroot ::= (\n  move " " # white\n)+ end\nmove ::= [a-h] [1-8]\nend ::= "#"?',
    matched: ['a1 h8 ', 'a1 #'],
    not: ['a9 '],
  },
  { gbnf: 'root ::= [^"\\\\\\x41-\\x43\\]] "\\"" .{2,3}', matched: ['D"..', 'x"ab🦊'], not: ['A"..', ']"..', 'x"a'] },
  { gbnf: 'root ::= "a"{2} "b"{1,} [c-]? ""', matched: ['aab', 'aabb-', 'aabc'], not: ['ab', 'aa'] },
])('$gbnf means what llama.cpp says it means', ({ gbnf, matched, not }) => {
  for (const grammar of [read(gbnf), read(printGrammar(read(gbnf)))]) {
    for (const text of matched) expect(matchesGrammar(grammar, text), text).toBe(true)
    for (const text of not) expect(matchesGrammar(grammar, text), text).toBe(false)
  }
})

test.each([
  { gbnf: '', says: 'no rule named "root"' },
  { gbnf: 'start ::= "a"', says: 'no rule named "root"' },
  { gbnf: 'root ::= "a\nb ::= "c"', says: 'line 2, "b ::= \\"c\\""' },
  { gbnf: 'root ::= [a', says: 'line 1, "root ::= [a": a class is not closed' },
  { gbnf: 'root ::= []', says: 'matches no character' },
  { gbnf: 'root ::= ("a" | ', says: 'a group is not closed' },
  { gbnf: 'root ::= \\"a\\"', says: 'is not expected here' },
  { gbnf: 'root ::= "\\q"', says: 'an escape is unknown' },
  { gbnf: 'root ::= "\\x00"', says: 'no Unicode text' },
  { gbnf: 'root ::= +', says: 'nothing that "+" could repeat' },
  { gbnf: 'root ::= "a"{3,2}', says: 'cannot end before it begins' },
  { gbnf: 'root ::= "a"{x}', says: 'a repetition is written' },
  { gbnf: 'root ::= <think>', says: 'tokens by name' },
  { gbnf: 'root = "a"', says: '"::=" is expected' },
  { gbnf: 'root ::= "a"\nroot ::= "b"', says: 'defined twice' },
  { gbnf: 'root ::= other', says: '"other", which is not defined' },
  { gbnf: 'root ::= root "a" | "b"', says: 'begins with itself' },
  { gbnf: 'root ::= x* root "a" | "b"\nx ::= "c"', says: 'begins with itself' },
  { gbnf: 'root ::= ("a"*)*', says: 'repeats without end what can be empty' },
  { gbnf: 'root ::= "a" root', says: 'can never end' },
  { gbnf: 'root ::= "a"{3000}', says: 'repeats more than 2000 times' },
  { gbnf: `root ::= x{2000} x{2000}\nx ::= "${'abcdefgh'.repeat(8)}"{2000}`, says: 'more than 100000 elements' },
  { gbnf: `root ::= ${'('.repeat(100_000)}`, says: 'nested more than 32 deep' },
  { gbnf: ' '.repeat(300_000), says: 'longer than' },
])('a grammar is refused: $says', ({ gbnf, says }) => {
  expect(() => read(gbnf)).toThrow(says)
})

test('what we take llama.cpp takes, and both match the same texts', async () => {
  const llama = await getLlama({ build: 'never', skipDownload: true, progressLogs: false, logLevel: LlamaLogLevel.disabled })
  const piece = fc.constantFrom(
    '"a"',
    '"ab"',
    '[a-c]',
    '[^b]',
    'x',
    'y',
    '( "b" | x )',
    '( y "c" )',
    '|',
    '*',
    '?',
    '+',
    '{1,2}',
    '.',
    '""',
    '"\\u00e4"',
  )
  const body = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(' '))
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ä'), maxLength: 6 })
  let taken = 0
  const cases = fc.sample(fc.tuple(body, body, body, fc.array(text, { maxLength: 6 })), 3000)
  for (const [root, x, y, texts] of cases) {
    const grammar = tryRead(`root ::= ${root}\nx ::= ${x}\ny ::= ${y}\n`)
    if (!grammar) continue
    taken += 1
    // The library keeps its matcher to itself; nothing else can tell what llama.cpp makes of a grammar.
    const compiled = (await llama.createGrammar({ grammar: printGrammar(grammar) })) as unknown as { _testText(text: string): boolean }
    for (const one of texts) expect(compiled._testText(one), JSON.stringify({ root, x, y, one })).toBe(matchesGrammar(grammar, one))
  }
  expect(taken).toBeGreaterThan(100)
})

function tryRead(text: string) {
  try {
    return read(text)
  } catch (error) {
    if (error instanceof GrammarFault) return undefined
    throw error
  }
}
