/** Finds the end of one JSON value, character by character, without judging what is inside. */
export class JsonValueReader {
  /** What was read so far, as it was written. */
  text = ''
  #depth = 0
  #inString = false
  #escaped = false

  /** Takes a character: it belongs to the value, is its last, or stands behind it. */
  push(character: string): 'inside' | 'last' | 'behind' {
    const isScalar = this.text !== '' && this.#depth === 0 && !this.#inString
    if (isScalar && /[\s,:\]}]/.test(character)) return 'behind'
    this.text += character
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false
      else if (character === '\\') this.#escaped = true
      else if (character === '"') this.#inString = false
      else return 'inside'
      return this.#inString || this.#depth > 0 ? 'inside' : 'last'
    }
    if (character === '"') this.#inString = true
    else if (character === '{' || character === '[') this.#depth += 1
    else if (character === '}' || character === ']') this.#depth -= 1
    else return 'inside'
    return this.#depth > 0 || this.#inString ? 'inside' : 'last'
  }
}
