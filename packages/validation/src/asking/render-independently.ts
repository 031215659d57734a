import { Environment } from 'minijinja-js'

/**
 * Renders a chat template with MiniJinja, which shares no code with the Jinja that the engine uses. What chat templates take for
 * granted beyond Jinja is as Hugging Face's tokenizers define it: `tojson` writes JSON as Python does, `raise_exception` fails,
 * `strftime_now` tells the date.
 *
 * MiniJinja sorts the members of all that it is given, so only values whose members are in that order render as elsewhere.
 *
 * @example
 * renderIndependently(chatTemplate, { messages: [{ role: 'user', content: 'Hi.' }], add_generation_prompt: true })
 */
export function renderIndependently(chatTemplate: string, variables: Record<string, unknown>): string {
  const environment = new Environment()
  inUse.add(environment)
  environment.enablePyCompat()
  environment.trimBlocks = true
  environment.lstripBlocks = true
  environment.addFilter('tojson', toJson)
  environment.addGlobal('raise_exception', (message: string) => {
    throw new Error(message)
  })
  environment.addGlobal('strftime_now', (format: string) => formatDate(new Date(), format))
  // A name that says no HTML, so that nothing is escaped.
  const rendered = environment.renderNamedStr('chat.txt', chatTemplate, variables)
  environment.free()
  inUse.delete(environment)
  return rendered
}

/**
 * A template that raises leaves its environment borrowed for ever: to free it fails, and so does the collector, which ends the process.
 * So such an environment is kept.
 */
const inUse = new Set<Environment>()

/** As Python's `json.dumps` writes it: on one line with a space behind each comma, or over many lines with an indent. */
function toJson(value: unknown, named?: Map<string, unknown>): string {
  const indent = named?.get('indent')
  return typeof indent === 'number' ? JSON.stringify(toPlain(value), null, indent) : toLine(value)
}

function toLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${membersOf(value)
    .map(([name, member]) => `${JSON.stringify(name)}: ${toLine(member)}`)
    .join(', ')}}`
}

function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(membersOf(value).map(([name, member]) => [name, toPlain(member)]))
}

const membersOf = (value: object): [string, unknown][] => (value instanceof Map ? [...value] : Object.entries(value))

function formatDate(date: Date, format: string): string {
  const named = (options: Intl.DateTimeFormatOptions) => date.toLocaleDateString('en-US', options)
  const fields: Record<string, () => string> = {
    Y: () => String(date.getFullYear()),
    m: () => String(date.getMonth() + 1).padStart(2, '0'),
    d: () => String(date.getDate()).padStart(2, '0'),
    b: () => named({ month: 'short' }),
    B: () => named({ month: 'long' }),
  }
  return format.replaceAll(/%([A-Za-z])/g, (field, letter: string) => fields[letter]?.() ?? field)
}
