import { define, megabytes } from './define.ts'
import { type HubDetails, hubExample } from './hub-errors.ts'

/** What a pull meets with its file: bytes, disks and other pulls. */
export const downloadErrors = {
  hub_range_refused: define<HubDetails & { reason: string }>({
    status: 502,
    type: 'unavailable_error',
    retryable: true,
    what: () => 'The store of the hub did not go on with a file where an earlier try broke off.',
    why: (d) => `${d.reason} What had arrived was thrown away.`,
    steps: (d) => [{ do: 'run', command: `honestai pull ${d.source}`, reason: 'begins anew' }],
    example: { ...hubExample, reason: 'It answered 416, Range Not Satisfiable.' },
  }),
  download_truncated: define<HubDetails & { file: string; receivedBytes: number; totalBytes: number }>({
    status: 502,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `${d.file} ended too early.`,
    why: (d) => `${d.receivedBytes} of ${d.totalBytes} bytes came.`,
    steps: () => [{ do: 'act', action: 'Pull again; it goes on with what has arrived.' }],
    example: { ...hubExample, file: 'model-Q8_0.gguf', receivedBytes: 1_000_000, totalBytes: 2_000_000 },
  }),
  download_damaged: define<HubDetails & { file: string; expected: string; actual: string }>({
    status: 502,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `What arrived of ${d.file} is not what the hub promised.`,
    why: (d) => `Its sha256 is ${d.actual}; the hub says ${d.expected}. It was thrown away.`,
    steps: () => [{ do: 'act', action: 'Pull again. If it happens again, a proxy in between alters downloads.' }],
    example: { ...hubExample, file: 'model-Q8_0.gguf', expected: 'a'.repeat(64), actual: 'b'.repeat(64) },
  }),
  disk_full: define<{ file: string; neededBytes: number; freeBytes: number; keptBytes: number }>({
    status: 507,
    type: 'server_error',
    retryable: true,
    what: (d) => `There is no room for ${d.file}: ${megabytes(d.neededBytes)} more are needed, ${megabytes(d.freeBytes)} are free.`,
    why: (d) => (d.keptBytes > 0 ? `${megabytes(d.keptBytes)} had arrived and are kept.` : 'Nothing was written.'),
    steps: () => [
      { do: 'act', action: 'Free space, then pull again; it goes on with what has arrived.' },
      { do: 'act', action: 'Or name a folder on another disk: --output, or HF_HUB_CACHE for the cache.' },
    ],
    example: { file: 'model-Q8_0.gguf', neededBytes: 4_000_000_000, freeBytes: 1_500_000_000, keptBytes: 0 },
  }),
  download_unwritable: define<{ file: string; reason: string }>({
    status: 500,
    type: 'server_error',
    retryable: false,
    what: (d) => `${d.file} cannot be written.`,
    why: (d) => `The operating system answered ${d.reason}.`,
    steps: () => [{ do: 'act', action: 'Name a folder you may write to: --output, or HF_HUB_CACHE for the cache.' }],
    example: { file: 'model-Q8_0.gguf', reason: 'EACCES' },
  }),
  pull_in_progress: define<{ file: string; pid?: number }>({
    status: 503,
    type: 'unavailable_error',
    retryable: true,
    what: (d) => `${d.file} is being pulled already.`,
    why: (d) => `${d.pid === undefined ? 'Another process' : `Process ${d.pid}`} does it; two that write one file would damage it.`,
    steps: () => [{ do: 'act', action: 'Wait until it has ended, a quarter of a minute if it was killed, then pull again.' }],
    example: { file: 'model-Q8_0.gguf', pid: 4711 },
  }),
  pull_stopped: define<{ source: string }>({
    status: 499,
    type: 'invalid_request_error',
    retryable: true,
    what: (d) => `Pulling ${d.source} was stopped.`,
    why: () => 'You, or the system, asked for it; what has arrived is kept.',
    steps: (d) => [{ do: 'run', command: `honestai pull ${d.source}`, reason: 'goes on where it stopped' }],
    example: { source: 'hf:owner/model-GGUF:Q8_0' },
  }),
} as const
