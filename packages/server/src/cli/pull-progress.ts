import { Presets, SingleBar } from 'cli-progress'

/** How far a pull is. Declared here, because only the command itself may know the code that pulls. */
type PullProgress = { receivedBytes: number; totalBytes: number }

/**
 * Tells on stderr how far a pull is: a bar in a terminal, elsewhere a line every tenth. `stop` leaves the terminal as it was.
 */
export function createPullProgress(output: NodeJS.WriteStream = process.stderr): {
  show: (progress: PullProgress) => void
  stop: () => void
} {
  return output.isTTY ? createBar(output) : { show: createLines(output), stop: () => {} }
}

function createBar(stream: NodeJS.WriteStream) {
  const format = '{bar} {percentage} %, {received} of {whole} MB, {eta_formatted} left'
  const bar = new SingleBar({ format, stream, etaBuffer: 50, hideCursor: true, stopOnComplete: true }, Presets.shades_classic)
  return {
    show({ receivedBytes, totalBytes }: PullProgress) {
      const figures = { received: megabytes(receivedBytes), whole: megabytes(totalBytes) }
      if (bar.isActive) bar.update(receivedBytes, figures)
      else bar.start(totalBytes, receivedBytes, figures)
    },
    stop: () => bar.stop(),
  }
}

function createLines(output: NodeJS.WriteStream) {
  let lastTenth = -1
  return ({ receivedBytes, totalBytes }: PullProgress) => {
    const tenth = Math.floor((receivedBytes / totalBytes) * 10)
    if (tenth === lastTenth) return
    lastTenth = tenth
    output.write(`${tenth * 10} %, ${megabytes(receivedBytes)} of ${megabytes(totalBytes)} MB\n`)
  }
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)
