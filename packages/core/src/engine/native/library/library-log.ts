import koffi from 'koffi'
import type { Pointer } from './native-types.ts'

const [warning, error, goesOn] = [3, 4, 5]

let listener: ((message: string) => void) | undefined

/** Who is told of llama.cpp's warnings and errors in this process. */
export function listenToLibrary(onMessage: ((message: string) => void) | undefined): void {
  listener = onMessage
}

/**
 * A function that llama.cpp may call with what it logs. It calls from any thread; koffi brings a call of another thread here, and lets
 * that thread wait until this one is free.
 */
export function openLibraryLog(): Pointer {
  let heard = false
  const log = (level: number, text: string) => {
    heard = level === goesOn ? heard : level === warning || level === error
    const message = text.trimEnd()
    if (heard && message !== '') listener?.(message)
  }
  return koffi.register(log, koffi.pointer(koffi.proto('llama_log', 'void', ['int', 'str', 'void *']))) as Pointer
}
