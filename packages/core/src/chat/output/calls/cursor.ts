/** A reading that takes characters as they come. */
export type Reading<Result> = Generator<undefined, Result, string>

/** What was read cannot be what was expected. */
export class BrokenText extends Error {}

/** Takes the characters of a text that is still being written, and gives back what was not meant for it. */
export class Cursor {
  #back = ''

  back(text: string): void {
    this.#back = text + this.#back
  }

  /** The next character; waits for it. */
  *take(): Reading<string> {
    if (this.#back === '') return yield
    const character = this.#back[0] ?? ''
    this.#back = this.#back.slice(1)
    return character
  }

  /** What was given back and not taken again. */
  get rest(): string {
    return this.#back
  }

  /** The next character that is no white space. */
  *takeInk(): Reading<string> {
    for (;;) {
      const character = yield* this.take()
      if (!/\s/.test(character)) return character
    }
  }

  /** Takes a text that must come, white space of it as it may. */
  *expect(text: string): Reading<void> {
    for (const part of text.split(/\s+/)) {
      let isFirst = true
      for (const expected of part) {
        const character = isFirst ? yield* this.takeInk() : yield* this.take()
        isFirst = false
        if (character !== expected) throw new BrokenText(`${JSON.stringify(expected)} was expected`)
      }
    }
  }

  /** Takes the first of these texts that comes; an empty one only when no other can. Says which. */
  *choose(texts: readonly string[]): Reading<number> {
    const wanted = texts.map((text) => text.replace(/\s+/g, ''))
    let taken = ''
    let ink = ''
    for (;;) {
      const whole = wanted.findIndex((text) => text !== '' && text === ink)
      const isOpen = wanted.some((text) => text.length > ink.length && text.startsWith(ink))
      if (whole >= 0 && !isOpen) return whole
      const character = yield* this.take()
      taken += character
      if (/\s/.test(character)) continue
      ink += character
      if (wanted.some((text) => text.startsWith(ink))) continue
      if (whole >= 0) {
        this.back(character)
        return whole
      }
      const empty = wanted.indexOf('')
      if (empty < 0) throw new BrokenText('something else was expected')
      this.back(taken)
      return empty
    }
  }

  /** All up to a text, which is taken and left out. */
  *until(end: string, most = Number.POSITIVE_INFINITY): Reading<string> {
    let text = ''
    while (!text.endsWith(end)) {
      if (text.length > most) throw new BrokenText('no end was found')
      text += yield* this.take()
    }
    return text.slice(0, text.length - end.length)
  }
}
