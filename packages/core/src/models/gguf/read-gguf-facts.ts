import type { FileHandle } from 'node:fs/promises'
import type { GgufFacts } from '../model.ts'
import { checkGgufHeader, type GgufPart } from './check-gguf-header.ts'
import { BytesExhausted, GgufFault } from './gguf-cursor.ts'
import { type GgufHeader, parseGgufHeader } from './parse-gguf-header.ts'

const firstReadBytes = 4 * 1024 ** 2
/** The largest real headers, with a vocabulary of a quarter million tokens, have about 20 MB. */
const mostHeaderBytes = 64 * 1024 ** 2

/**
 * Reads the headers of some weights, one for each file, and checks them before any native code sees them. Throws `GgufFault`.
 *
 * Our own reader, because the library's hangs on or swallows damaged headers: see docs/decisions/0003-own-gguf-header-reader.md.
 */
export async function readGgufFacts(files: readonly [FileHandle, ...FileHandle[]]): Promise<GgufFacts> {
  const [first, ...rest] = files
  return checkGgufHeader([await readPart(first), ...(await Promise.all(rest.map(readPart)))])
}

async function readPart(file: FileHandle): Promise<GgufPart> {
  const { size } = await file.stat()
  return { header: await readHeader(file, size), fileBytes: size }
}

async function readHeader(file: FileHandle, fileBytes: number): Promise<GgufHeader> {
  for (let wanted = firstReadBytes; ; wanted *= 4) {
    const length = Math.min(wanted, fileBytes, mostHeaderBytes)
    const bytes = Buffer.alloc(length)
    const { bytesRead } = await file.read(bytes, 0, length, 0)
    try {
      return parseGgufHeader(bytes.subarray(0, bytesRead))
    } catch (error) {
      if (!(error instanceof BytesExhausted)) throw error
      if (length === fileBytes) throw new GgufFault(`It ends at byte ${fileBytes}, in the middle of its header.`)
      if (length === mostHeaderBytes) throw new GgufFault(`Its header is longer than ${mostHeaderBytes} bytes.`)
    }
  }
}
