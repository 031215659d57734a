/** Tries to leak and prints how it went: `sent`, or the code of the error that kept it from getting through. */
export async function leakOutcome(leak: () => Promise<unknown>): Promise<void> {
  process.stdout.write(`${await tryLeak(leak)}\n`)
}

async function tryLeak(leak: () => Promise<unknown>): Promise<string> {
  try {
    await leak()
    return 'sent'
  } catch (thrown) {
    const { code, cause, name } = thrown as NodeJS.ErrnoException & { cause?: NodeJS.ErrnoException }
    // Nobody refused; it was still waiting for an answer.
    return name === 'TimeoutError' ? 'sent' : String(cause?.code ?? code ?? name)
  }
}
