import type { Readable } from 'node:stream'

const keptCharacters = 600

/** Keeps the end of what a stream says; `hidden` maps texts that must not be repeated, such as paths, to what stands for them. */
export function listenToLastWords(stream: Readable, hidden: ReadonlyMap<string, string>): () => string {
  let heard = ''
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    heard = (heard + text).slice(-keptCharacters * 4)
  })
  return () => {
    let words = heard
    for (const [text, replacement] of hidden) words = words.replaceAll(text, replacement)
    const lines = words.split('\n').filter((line) => line.trim() !== '' && !isStackLine(line))
    return lines.join(' ').slice(-keptCharacters)
  }
}

// What a person needs is llama.cpp's complaint, not where in the program it was heard.
const isStackLine = (line: string) => /^\s+at /.test(line) || /^Node\.js v/.test(line)
