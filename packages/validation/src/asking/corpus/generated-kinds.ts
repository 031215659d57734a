import fc from 'fast-check'

const join = (parts: fc.Arbitrary<string>, minLength: number, maxLength: number, between = '') =>
  fc.array(parts, { minLength, maxLength }).map((texts) => texts.join(between))

const point = (first: number, last: number) => fc.integer({ min: first, max: last }).map((code) => String.fromCodePoint(code))
const word = fc.constantFrom(
  'the',
  'token',
  'Straße',
  'naïve',
  'слово',
  'λόγος',
  'كلمة',
  'מילה',
  '言葉',
  '단어',
  'शब्द',
  'คำ',
  "don't",
  'WE’RE',
  'x',
)
const space = fc.constantFrom(' ', '  ', '\t', '\n', '\r\n', '\u00a0', '\u2003', '\u3000', '\u200b', '\u2028', '\u0085', '\f', '\v')
const mark = point(0x300, 0x36f)
const face = fc.constantFrom('👍', '👩', '🧑', '👶', '🙋', '🤝', '❤', '☺', '🇫', '🇷', '🏴', '#', '7')
const joiner = fc.constantFrom('\u200d', '\ufe0f', '\u20e3', '🏻', '🏽', '🏿', '')
const direction = fc.constantFrom('\u200e', '\u200f', '\u202b', '\u202e', '\u202c', '\u2066', '\u2067', '\u2069')
const digit = fc.constantFrom(...'0123456789', '٤', '९', '๗', '４', '²', '½', 'Ⅷ')

/** Code as it stands in files, with names and numbers that vary. */
const program = (template: (name: string, number: number) => string) =>
  fc
    .tuple(fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,11}$/), fc.integer({ min: -99_999, max: 99_999 }))
    .map(([name, number]) => template(name, number))

const json = fc
  .tuple(fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }), fc.constantFrom(0, 2, 4))
  .map(([value, indent]) => JSON.stringify(value, null, indent))

const lookAlikes = fc.constantFrom(
  ...['<|im_start|>', '<|im_end|>', '<|endoftext|>', '<s>', '</s>', '[INST]', '[/INST]', '<|eot_id|>', '<|start_header_id|>', '<unk>'],
  ...['<tool_call>', '</tool_call>', '<think>', '</think>', '<|im_', 'im_start|>', '< |im_end| >', '<0x0A>', '[CLS]', '▁', 'Ġ', '##'],
)

/** Blocks whose letters every Unicode table of today knows. */
const oldBlocks: readonly [number, number][] = [
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
]

/** Texts that a tokenizer gets wrong more easily than prose, by kind. */
export const generatedKinds: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'mixed scripts': join(fc.oneof(word, space, point(0x21, 0x7e)), 1, 14),
  'Latin with diacritics': join(fc.oneof(point(0xc0, 0x24f), point(0x1e00, 0x1eff), fc.constantFrom(' ', 'e', "'")), 1, 24),
  'combining marks': join(
    fc.tuple(fc.constantFrom(...'aeiou', 'न', 'ก', 'ا', ' '), join(mark, 1, 4)).map((pair) => pair.join('')),
    1,
    8,
  ),
  'emoji with joiners and skin tones': join(
    fc.tuple(face, joiner).map((pair) => pair.join('')),
    1,
    10,
  ),
  'right-to-left marks': join(fc.oneof(word, direction, fc.constant(' ')), 2, 12),
  'long runs of digits': join(digit, 8, 60),
  'numbers in text': join(
    fc.oneof(
      fc.double().map(String),
      fc.integer().map((value) => value.toLocaleString('de')),
      fc.bigInt().map(String),
    ),
    1,
    5,
    ', ',
  ),
  'white space of every kind': join(fc.oneof(space, space, word), 1, 14),
  'control characters': join(fc.oneof(point(0, 0x1f), point(0x7f, 0x9f), fc.constant('a')), 1, 12),
  'punctuation and symbols': join(fc.oneof(point(0x21, 0x2f), point(0x2010, 0x205e), point(0x2190, 0x22ff), fc.constant(' ')), 1, 20),
  'look-alikes of special tokens': join(fc.oneof(lookAlikes, word, fc.constantFrom(' ', '\n')), 1, 8),
  'very long words': fc.tuple(word, fc.integer({ min: 60, max: 400 })).map(([text, count]) => text.repeat(Math.ceil(count / text.length))),
  'URLs and addresses': fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.emailAddress(), fc.ipV6()),
  JSON: json,
  JavaScript: program((name, number) => `export const ${name} = async (x) => {\n  return \`\${x?.[${number}] ?? '${name}'}\`\n}\n`),
  Python: program(
    (name, number) => `def ${name}(self, *args) -> int:\n    """${name}"""\n    return {k: v ** ${number} for k, v in args}\n`,
  ),
  C: program(
    (name, number) =>
      `#include <stdio.h>\nint ${name}(char *p) { return *p++ != '\\0' ? 0x${Math.abs(number).toString(16)}u : ${number}; }\n`,
  ),
  Rust: program((name, number) => `fn ${name}<'a>(s: &'a str) -> Option<i64> {\n    s.parse().ok().map(|n: i64| n + ${number}_i64)\n}\n`),
  SQL: program((name, number) => `SELECT "${name}", COUNT(*) FROM t WHERE id <> ${number} GROUP BY 1 -- ${name};\n`),
  shell: program(
    (name, number) => `#!/bin/sh\n[ -n "\${${name}:-}" ] && printf '%s\\n' "$(( ${number} + $# ))" | sed -e 's/^ *//' > /dev/null 2>&1\n`,
  ),
  'any characters of old blocks': join(fc.oneof(...oldBlocks.map(([first, last]) => point(first, last))), 1, 24),
}
