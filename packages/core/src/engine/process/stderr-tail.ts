import type { Readable } from 'node:stream'

/** Of what is heard, and of what is told: a stack comes after the complaint, and is long. */
const [heardCharacters, toldCharacters] = [32_000, 2400]
/** What a process wrote before it died arrives at once; a child of its own that still holds the pipe must not hold us up. */
const lingerMs = 300

/** Keeps the end of what a stream says, to tell why a process died; the function waits until all was read. */
export function collectStderrTail(stream: Readable): () => Promise<string> {
  let heard = ''
  const ended = new Promise<void>((resolve) => {
    stream.once('end', resolve)
    stream.once('error', resolve)
  })
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    heard = (heard + text).slice(-heardCharacters)
  })
  return async () => {
    const { promise: waited, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, lingerMs)
    await Promise.race([ended, waited])
    clearTimeout(timer)
    return heard
      .split('\n')
      .filter((line) => line.trim() !== '' && !isStackLine(line))
      .join(' ')
      .slice(-toldCharacters)
  }
}

// What a person needs is the complaint, not where in the program it was heard: frames of JavaScript, of V8 and of the C library, the
// titles above them, and the last rounds of the garbage collector.
const stackLines = [
  /^\s+at /,
  /^\s*\d+: 0x/,
  /\[0x[\da-f]+\]$/,
  /^<--- .+ --->$/,
  /^-+ .* ?stack ?trace -+$/i,
  /^\[\d+:0x[\da-f]+\]/,
  /^Node\.js v/,
]
const isStackLine = (line: string) => stackLines.some((pattern) => pattern.test(line))
