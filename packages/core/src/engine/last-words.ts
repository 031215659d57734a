import type { Readable } from 'node:stream'

const keptCharacters = 2400

/** Keeps the end of what a stream says, to tell why a process died. */
export function listenToLastWords(stream: Readable): () => string {
  let heard = ''
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    heard = (heard + text).slice(-keptCharacters)
  })
  return () =>
    heard
      .split('\n')
      .filter((line) => line.trim() !== '' && !isStackLine(line))
      .join(' ')
}

// What a person needs is llama.cpp's complaint, not where in the program it was heard.
const isStackLine = (line: string) => /^\s+at /.test(line) || /^Node\.js v/.test(line)
