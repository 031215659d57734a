/** What stands in a text of a syntax where each call has something of its own: its id, or its number. */
export const callIdPlace = '\uE000'
export const callNumberPlace = '\uE001'

/**
 * How a model writes calls: `open`, then calls with `between` between them, then `close`. Each call is `callOpen`, its name, its
 * arguments as `body` has them, and `callClose`. White space is as the model was trained to write it, and read loosely.
 */
export type CallSyntax = {
  open: string
  callOpen: string
  body: CallBody
  callClose: string
  between: string
  close: string
  /** What begins a call in a text; none where it is bare JSON. */
  triggers: readonly string[]
  /** A JSON object that names a tool is a call, where one may begin a line. */
  bare: boolean
  /** Its templates render several calls in a turn. */
  several: boolean
  /** Its templates refuse ids that are not so many letters and digits. */
  idLength: number | undefined
}

/** How name and arguments are written. `afterName` stands between them. */
export type CallBody =
  /** All is one JSON object; `callOpen` ends in its beginning, up to the name. */
  | { type: 'object'; afterName: string; nameKey: string; argumentsKey: string }
  /** A JSON object with the name as its only key. */
  | { type: 'keyed'; afterName: string }
  /** The name, and JSON. */
  | { type: 'named'; afterName: string }
  /** Each argument between tags. */
  | ({ type: 'tagged' } & TaggedArguments)
  /** Arguments as literals of a language that is not JSON. */
  | { type: 'literal'; afterName: string; close: string; dialect: LiteralDialect }
  /** Each argument a tag of its name, values inside them too; `mark` stands before every tag. */
  | { type: 'nested'; afterName: string; mark: string }

export type TaggedArguments = {
  afterName: string
  keyOpen: string
  /** Between key and value, by the value's type: one text for all, or one that tells strings from JSON. */
  valueOpen: Partial<Record<JsonType, string>> & { string: string }
  valueClose: string
}

/** `sign`: between key and value. `quotes`: around a text. `constants`: how true, false and null are written. */
export type LiteralDialect = { sign: string; quotes: readonly string[]; constants: Readonly<Record<string, string>> }

/** Marks that no text of an answer holds; a mark of a few plain letters would be found in words. */
export const tagsOf = (text: string): string[] =>
  text
    .split(/\s+|[\uE000\uE001]/)
    .flatMap((part) => part.match(/<\|(?:open|close)\|>[^<]*<\|sep\|>|<\|?[^<>\s]*>|\[\/?[A-Z_]+\]|\]<\]\w+\[>\[<[^>]*>/g) ?? [])
    .filter((tag) => tag.length > 2)

export type JsonType = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null'
