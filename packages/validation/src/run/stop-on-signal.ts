/** Aborts on the first Ctrl-C or SIGTERM, so that a report is still written; a second one ends the process at once. */
export function stopOnSignal(): { signal: AbortSignal } & Disposable {
  const controller = new AbortController()
  const names = ['SIGINT', 'SIGTERM'] as const
  const stop = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(3)
    process.stderr.write(`\n${name}: stopping; the report of what has run follows. Once more to leave at once.\n`)
    controller.abort(name)
  }
  for (const name of names) process.on(name, stop)
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of names) process.off(name, stop)
    },
  }
}
