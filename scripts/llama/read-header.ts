/** A field of a C struct, with its type as koffi writes it. */
export type Field = { name: string; type: string }

/** A C function, with its types as koffi writes them. */
export type Prototype = { result: string; parameters: string[] }

const scalars: Record<string, string> = {
  llama_token: 'int32_t',
  llama_pos: 'int32_t',
  llama_seq_id: 'int32_t',
  int: 'int32_t',
}
const plain = new Set(['void', 'bool', 'float', 'double', 'int8_t', 'uint8_t', 'int32_t', 'uint32_t', 'int64_t', 'uint64_t', 'size_t'])

/** Reads structs and functions out of a C header, which llama.cpp's are simple enough for. */
export class Header {
  readonly #source: string
  readonly #text: string
  readonly #structs: ReadonlySet<string>

  /** `structs`: those that may be passed by value. */
  constructor(text: string, structs: readonly string[]) {
    this.#source = text
    this.#text = text
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .replaceAll(/\/\/.*$/gm, '')
      .replaceAll(/^\s*#.*$/gm, '')
    this.#structs = new Set(structs)
  }

  /** Fields of a struct, in order. Throws where it has none or one that is not understood. */
  struct(name: string): Field[] {
    const [, body] = new RegExp(`struct\\s+${name}\\s*\\{([^}]*)\\}`).exec(this.#text) ?? []
    if (body === undefined) throw new Error(`The headers have no struct ${name}.`)
    return body
      .split(';')
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => {
        const [, type = '', field = '', length] = /^(.*?[\s*])(\w+)(?:\[(\w+)\])?$/s.exec(line) ?? []
        if (field === '') throw new Error(`A field of ${name} is not understood: ${line}`)
        const read = this.#type(type, 'field')
        return { name: field, type: length === undefined ? read : `${read}[${this.#constant(length)}]` }
      })
  }

  /** Result and parameters of a function. Throws where there is none. */
  function(name: string): Prototype {
    const [, result = '', list = ''] =
      new RegExp(`(?:LLAMA_API|GGML_API|GGML_BACKEND_API)\\s+([^;()]*?[\\s*])${name}\\s*\\(([^)]*)\\)`).exec(this.#text) ?? []
    if (result === '') throw new Error(`The headers have no function ${name}.`)
    const parameters = list.split(',').map((parameter) => parameter.trim().replaceAll(/\s+/g, ' '))
    return {
      result: this.#type(result, 'result'),
      parameters: parameters.filter((parameter) => parameter !== '' && parameter !== 'void').map((parameter) => this.#parameter(parameter)),
    }
  }

  #parameter(parameter: string): string {
    const [, type] = /^(.*?[\s*])\w+$/.exec(parameter) ?? []
    if (type === undefined) throw new Error(`A parameter is not understood: ${parameter}`)
    return this.#type(type, 'parameter')
  }

  #constant(name: string): string {
    if (/^\d+$/.test(name)) return name
    const [, value] = new RegExp(`#\\s*define\\s+${name}\\s+(\\d+)`).exec(this.#source) ?? []
    if (value === undefined) throw new Error(`The headers have no constant ${name}.`)
    return value
  }

  #type(written: string, place: 'field' | 'parameter' | 'result'): string {
    const stars = written.split('*').length - 1
    const isEnum = /\benum\b/.test(written)
    const name = written.replaceAll(/\b(const|struct|enum)\b|\*/g, '').trim()
    const scalar = scalars[name] ?? name
    // Texts are given and taken as JavaScript's; memory that is written to is a buffer.
    if (name === 'char' && stars > 0 && place !== 'field') {
      if (!/\bconst\b/.test(written)) return 'uint8_t *'
      return stars === 1 ? 'str' : 'str *'
    }
    if (stars === 1 && place === 'parameter' && plain.has(scalar)) return `${scalar} *`
    if (stars > 0) return 'void *'
    if (isEnum) return 'int32_t'
    if (plain.has(scalar) || this.#structs.has(name)) return scalar
    // What is left are names of pointers: handles and callbacks.
    return 'void *'
  }
}
