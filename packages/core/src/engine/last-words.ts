import type { Readable } from 'node:stream'

const keptCharacters = 2400
/** What a process wrote before it died arrives at once; a child of its own that still holds the pipe must not hold us up. */
const lingerMs = 300

/** Keeps the end of what a stream says, to tell why a process died; the function waits until all was read. */
export function listenToLastWords(stream: Readable): () => Promise<string> {
  let heard = ''
  const ended = new Promise<void>((resolve) => {
    stream.once('end', resolve)
    stream.once('error', resolve)
  })
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    heard = (heard + text).slice(-keptCharacters)
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
  }
}

// What a person needs is llama.cpp's complaint, not where in the program it was heard.
const isStackLine = (line: string) => /^\s+at /.test(line) || /^Node\.js v/.test(line)
