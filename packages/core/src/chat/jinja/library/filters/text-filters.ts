import { print } from '../../values/print.ts'
import { concat, cut, escapeMarkup, isStr, joinTexts, lengthOf, mapText, plainOf, type Str, safeText } from '../../values/text.ts'
import { Dict, isTrue, type Value } from '../../values/value.ts'
import { bindArguments } from '../bind-arguments.ts'
import { formatPercent } from '../format/percent-format.ts'
import type { Filter } from '../library.ts'
import { splitLines, stripText } from '../split-text.ts'
import { capitalize, pad, replaceText } from '../string-methods.ts'
import { wrapWords } from './wrap-words.ts'

const escaped: Filter = (value) => escapeMarkup(print(value))
const onText =
  (change: (text: Str) => Value): Filter =>
  (value) =>
    change(print(value))

/** The filters of Jinja2 that take a text, which any value can be printed to. */
export const textFilters: Record<string, Filter> = {
  // `upper` of a list is that of what it prints as.
  upper: onText((text) => mapText(text, (all) => all.toUpperCase())),
  lower: onText((text) => mapText(text, (all) => all.toLowerCase())),
  capitalize: onText(capitalize),
  title: onText((text) =>
    mapText(text, (all) => all.replace(/[^-\s({[<]+/g, (word) => (word[0] ?? '').toUpperCase() + word.slice(1).toLowerCase())),
  ),
  string: onText((text) => text),
  safe: onText(safeText),
  escape: escaped,
  e: escaped,
  forceescape: (value) => escapeMarkup(plainOf(print(value))),
  trim: (value, args, named) => {
    const { chars } = bindArguments(['chars'], args, named)
    return stripText(print(value), isStr(chars) ? plainOf(chars) : undefined, 'both')
  },
  replace: (value, args, named) => {
    const { old = '', new: by = '', count } = bindArguments(['old', 'new', 'count'], args, named)
    return replaceText(print(value), plainOf(print(old)), print(by), count === undefined || count === null ? -1 : Number(count))
  },
  format: (value, args, named) =>
    named.size > 0 ? formatPercent(print(value), [], new Dict(named)) : formatPercent(print(value), args, undefined),
  center: (value, args, named) => pad(print(value), Number(bindArguments(['width'], args, named).width ?? 80n), ' ', 'both'),
  indent: (value, args, named) => {
    const { width = 4n, first = false, blank = false } = bindArguments(['width', 'first', 'blank'], args, named)
    return indent(print(value), isStr(width) ? width : ' '.repeat(Number(width)), isTrue(first), isTrue(blank))
  },
  truncate: (value, args, named) => {
    const {
      length = 255n,
      killwords = false,
      end = '...',
      leeway = 5n,
    } = bindArguments(['length', 'killwords', 'end', 'leeway'], args, named)
    return truncate(print(value), { length: Number(length), killWords: isTrue(killwords), end: print(end), leeway: Number(leeway) })
  },
  wordcount: onText((text) => BigInt(plainOf(text).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0)),
  wordwrap: (value, args, named) => {
    const { width = 79n, wrapstring = '\n' } = bindArguments(['width', 'break_long_words', 'wrapstring', 'break_on_hyphens'], args, named)
    return mapText(print(value), (all) => wrapWords(all, Number(width), plainOf(print(wrapstring))))
  },
  striptags: onText((text) =>
    mapText(text, (all) =>
      all
        .replace(/<!--[\s\S]*?-->|<[^>]*>/g, '')
        .split(/\s+/)
        .filter(Boolean)
        .join(' '),
    ),
  ),
  urlencode: onText((text) =>
    mapText(text, (all) =>
      encodeURIComponent(all)
        .replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
        .replaceAll('%2F', '/'),
    ),
  ),
}

function indent(text: Str, by: Str, first: boolean, blank: boolean): Str {
  const lines = splitLines(concat([text, '\n']), false)
  const indented = lines.map((line, index) => (index === 0 || (!blank && plainOf(line) === '') ? line : concat([by, line])))
  return concat([...(first ? [by] : []), joinTexts(indented, '\n')])
}

type Truncation = { length: number; killWords: boolean; end: Str; leeway: number }

function truncate(text: Str, { length, killWords, end, leeway }: Truncation): Str {
  if (lengthOf(text) <= length + leeway) return text
  const kept = cut(text, 0, length - lengthOf(end))
  const space = plainOf(kept).lastIndexOf(' ')
  return concat([killWords || space < 0 ? kept : cut(kept, 0, space), end])
}
