import { isDeepStrictEqual } from 'node:util'
import { type OutputSyntax, outputFormatOf } from '../output/output-format.ts'
import { OutputParser } from '../output/output-parser.ts'
import type { TemplateTraits } from '../prompt/template-traits.ts'
import { names, type ProbeCall, probeCalls, probeTools } from './probe-calls.ts'
import type { Turn } from './turn.ts'

const typed = { [names.key]: 'Zq "text"', [names.otherKey]: 'more' }

/** Calls that are rendered and read back; those of several tools where a template writes several. */
const probes: readonly (readonly ProbeCall[])[] = [
  [{ name: names.first, args: JSON.stringify(typed) }],
  [{ name: names.first, args: '{}' }],
  [
    { name: names.first, args: JSON.stringify(typed) },
    { name: names.second, args: JSON.stringify({ [names.otherKey]: 'last' }) },
  ],
]

/** Whether calls that a template renders are read back as the calls they were. A template that renders no calls proves nothing. */
export function provesCalls(chatTemplate: string, traits: TemplateTraits, syntax: OutputSyntax, turn: Turn): boolean {
  return probes.every((calls) => {
    const text = probeCalls(chatTemplate, traits, calls)
    if (text === undefined || !text.includes(names.first) || (calls.length > 1 && syntax.calls?.several !== true)) return true
    const parser = new OutputParser(outputFormatOf(syntax, '', probeTools))
    const events = [...parser.push(turn.withoutStart(text)), ...parser.end()]
    const read = events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []))
    const wanted = calls.map(({ name, args }) => ({ name, args: JSON.parse(args) }))
    return isDeepStrictEqual(read.map(toComparable), wanted)
  })
}

function toComparable({ name, arguments: text }: { name: string; arguments: string }) {
  try {
    return { name, args: JSON.parse(text) }
  } catch {
    return { name, args: undefined }
  }
}
