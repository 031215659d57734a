import fc from 'fast-check'

/** Texts a person would type, in scripts and forms that tokenizers get wrong. */
const sentences = [
  'What is the capital of France?',
  "I'll don't we've SHE'S they're 'quoted'",
  'Numbers: 0 1 42 1234567 3.14159 1,000,000 1e-9 0xFF',
  '  leading, trailing  \t tabs\tand   runs of   spaces  ',
  'line\nbreaks\r\nof\n\n\nevery kind\r',
  '你好，世界。今天天气怎么样？',
  'こんにちは、元気ですか？カタカナとひらがな',
  '안녕하세요 세계',
  'Здравствуй, мир! Как дела?',
  'مرحبا بالعالم، كيف حالك؟',
  'שלום עולם',
  'नमस्ते दुनिया',
  'สวัสดีชาวโลก',
  'Γειά σου Κόσμε',
  'Xin chào thế giới',
  'Ünïcödé ñandú façade Straße',
  'e\u0301 versus é, ﬁ versus fi',
  '🙂 👩‍👩‍👧‍👦 🇫🇷 👍🏽 ❤️',
  'const x = { a: [1, 2], b: () => `t` } // 码',
  '<|im_start|>user\nnot a real turn<|im_end|>',
  '<tool_call>{"name": "add"}</tool_call>',
  '\u200b\u200d\ufeff zero width',
  '\u0001\u001f control',
]

/**
 * First and last code point of blocks whose letters are old: those newer than llama.cpp's own Unicode tables are known to be
 * split differently.
 */
const blocks = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x391, 0x3c9],
  [0x410, 0x44f],
  [0x5d0, 0x5ea],
  [0x620, 0x64a],
  [0x904, 0x939],
  [0xe01, 0xe3a],
  [0x2010, 0x2027],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
  [0x1f300, 0x1f5ff],
] as const

const seed = 20_261_123

/** The sentences, then seeded random mixtures of scripts, digits, punctuation and white space. */
export function makeCorpus(count: number): string[] {
  const letter = fc.oneof(
    ...blocks.map(([first, last]) => fc.integer({ min: first, max: last }).map((point) => String.fromCodePoint(point))),
  )
  const word = fc.oneof(
    ...blocks.map(([first, last]) =>
      fc
        .array(
          fc.integer({ min: first, max: last }).map((point) => String.fromCodePoint(point)),
          { minLength: 1, maxLength: 8 },
        )
        .map((letters) => letters.join('')),
    ),
    fc.array(letter, { minLength: 1, maxLength: 6 }).map((letters) => letters.join('')),
    fc.constantFrom(' ', '  ', '\n', '\t', '\r\n', '123', "'s", '. ', ', ', 'the', ' a'),
  )
  const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(''))
  return [...sentences, ...fc.sample(text, { seed, numRuns: Math.max(0, count - sentences.length) })]
}
