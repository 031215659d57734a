import { leakOutcome } from './leak-outcome.ts'

// What Node's types do not know yet.
type ForeignFunctions = {
  dlopen(
    name: string,
    functions: Record<string, { arguments: string[]; return: string }>,
  ): {
    lib: unknown
    // biome-ignore lint/suspicious/noExplicitAny: functions of C.
    functions: Record<string, (...values: any[]) => number>
  }
  dlsym(library: unknown, name: string): bigint
  getRawPointer(memory: Buffer): bigint
}

// A thread that Node knows nothing of, whose only code is the C library's look-up.
await leakOutcome(async () => {
  const { dlopen, dlsym, getRawPointer } = process.getBuiltinModule('node:ffi') as unknown as ForeignFunctions
  const { lib, functions } = dlopen('libc.so.6', {
    pthread_create: { arguments: ['pointer', 'pointer', 'pointer', 'pointer'], return: 'i32' },
    pthread_join: { arguments: ['u64', 'pointer'], return: 'i32' },
  })
  const name = Buffer.from('leak.invalid\0')
  const thread = Buffer.alloc(8)
  functions.pthread_create?.(getRawPointer(thread), 0n, dlsym(lib, 'gethostbyname'), getRawPointer(name))
  functions.pthread_join?.(thread.readBigUInt64LE(), getRawPointer(Buffer.alloc(8)))
})
