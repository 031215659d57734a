/** JSON of tools as a caller wrote it, by the object it was parsed to. */
const sources = new WeakMap<object, string>()

/** The JSON that an object of a request was read from; undefined for what is of no request. */
export const sourceOf = (value: object): string | undefined => sources.get(value)

/** Lets the tools of a parsed body tell the JSON they were read from, members that its schema does not know included. */
export function carryToolSources(body: unknown, parsed: unknown): void {
  const [written, read] = [toolsOf(body), toolsOf(parsed)]
  for (const [index, tool] of read.entries()) {
    const source = written[index]
    if (isObject(source) && isObject(tool)) sources.set(tool, JSON.stringify(source))
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function toolsOf(body: unknown): readonly unknown[] {
  const tools = isObject(body) && 'tools' in body ? body.tools : undefined
  return Array.isArray(tools) ? tools : []
}
