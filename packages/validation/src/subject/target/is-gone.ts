/** Whether nobody listens at an address any more. A server that is slow, or answers something odd, is still there. */
export async function isGone(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await response.body?.cancel()
    return false
  } catch (error) {
    const { cause } = error as Error
    return (cause as NodeJS.ErrnoException | undefined)?.code === 'ECONNREFUSED'
  }
}
