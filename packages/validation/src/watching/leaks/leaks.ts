import { join } from 'node:path'
import { nowhere } from './decoys.ts'

/** Ways of proving silence. Each leak is caught by those that could see it. */
export type Detector = 'observed' | 'isolated' | 'in-process' | 'source'

/** A program that leaks in one way, so that a detector can show that it would notice. */
export type Leak = {
  id: string
  /** What it does, as a sentence without its subject. */
  does: string
  /** Whom it is seen to address. */
  peer: RegExp
  caughtBy: readonly Detector[]
}

const anywhere = new RegExp(`^${RegExp.escape(nowhere)}:`)
/** Which resolver a system asks, and how, is its own affair. */
const anyResolver = /:53$|^unix:/
const everyone: readonly Detector[] = ['observed', 'isolated', 'in-process', 'source']

/** Every leak, each a program in the folder `leaks`. */
const leaks: readonly Leak[] = [
  { id: 'fetch-at-boot', does: 'fetches an address when it boots', peer: anywhere, caughtBy: everyone },
  // Without a network a look-up fails as it does with one, for the name does not exist.
  { id: 'name-look-up', does: 'looks up a name', peer: anyResolver, caughtBy: ['observed', 'in-process', 'source'] },
  { id: 'datagram', does: 'sends a datagram', peer: anywhere, caughtBy: everyone },
  { id: 'loopback-resolver', does: 'asks a resolver on loopback', peer: /^127\.0\.0\.1:/, caughtBy: everyone },
  // A socket of the file system is reached from any network namespace, so a network namespace alone does not stop it.
  {
    id: 'resolver-socket',
    does: 'asks a resolver through its unix socket',
    peer: /^unix:/,
    caughtBy: ['observed', 'in-process', 'source'],
  },
  { id: 'native-thread', does: 'looks up a name from a native thread', peer: anyResolver, caughtBy: ['observed', 'in-process', 'source'] },
  { id: 'child-process', does: 'connects from a child process', peer: anywhere, caughtBy: everyone },
  { id: 'error-path', does: 'reports its failures to somebody elsewhere', peer: anywhere, caughtBy: everyone },
  { id: 'engine-restart', does: 'leaks only when a child of it has died', peer: anywhere, caughtBy: everyone },
  { id: 'dependency-telemetry', does: 'loads a dependency that tells its maker', peer: anywhere, caughtBy: everyone },
]

/** Leaks that a detector has to catch. */
export const leaksFor = (detector: Detector): Leak[] => leaks.filter(({ caughtBy }) => caughtBy.includes(detector))

/** The program of a leak. */
export const leakFile = ({ id }: Leak): string => join(import.meta.dirname, '../../../leaks', `${id}.ts`)
