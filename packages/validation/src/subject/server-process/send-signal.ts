/** Sends a signal to a process or, by its negative id, to a process group, unless it ended in the meantime. */
export function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal)
  } catch {
    // It ended in the meantime.
  }
}
