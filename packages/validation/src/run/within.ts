/** Waits for a promise, but no longer than this. */
export async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const { promise: timeout, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  await Promise.race([promise, timeout]).finally(() => clearTimeout(timer))
}
