import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { DebuggerConnection } from '../../watching/inspector/debugger-connection.ts'

/** What the JavaScript of a Node process does: its stack, or what it waits for where none runs. */
export type Stack = { frames: string[] } | { waitsFor: string[] } | { unknown: string }

/** Where every Node process listens for a debugger once it is sent SIGUSR1. */
const inspector = 'http://127.0.0.1:9229'
const patienceMs = 2_000

/** Reads the stack of a Node process. One that runs is ended, for only its end frees the debugger's port for the next. Never throws. */
export async function readStack(processId: number): Promise<Stack> {
  // The signal would end any other program.
  if (!catchesSigusr1(processId)) return { unknown: 'It is no Node process, or gone.' }
  try {
    process.kill(processId, 'SIGUSR1')
    const address = await findDebugger()
    if (!address) return { unknown: 'It opened no debugger: it is stopped, or sees another network.' }
    using connection = new DebuggerConnection(address)
    return await askForStack(connection, processId)
  } catch (error) {
    return { unknown: (error as Error).message }
  } finally {
    await untilFree()
  }
}

function catchesSigusr1(processId: number): boolean {
  try {
    const caught = /^SigCgt:\s+(\w+)/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1] ?? '0'
    return ((BigInt(`0x${caught}`) >> BigInt(constants.signals.SIGUSR1 - 1)) & 1n) === 1n
  } catch {
    return false
  }
}

async function findDebugger(): Promise<string | undefined> {
  for (const startedAt = performance.now(); performance.now() - startedAt < patienceMs; await wait(20)) {
    const [target] = await listTargets()
    if (target) return target.webSocketDebuggerUrl
  }
  return undefined
}

/** The next process can listen only when this one no longer does. */
async function untilFree(): Promise<void> {
  for (const startedAt = performance.now(); performance.now() - startedAt < patienceMs; await wait(20)) {
    if ((await listTargets()).length === 0) return
  }
}

async function listTargets(): Promise<{ webSocketDebuggerUrl: string }[]> {
  const answer = await fetch(`${inspector}/json/list`, { signal: AbortSignal.timeout(500) }).catch(() => undefined)
  return ((await answer?.json().catch(() => undefined)) ?? []) as { webSocketDebuggerUrl: string }[]
}

async function askForStack(connection: DebuggerConnection, processId: number): Promise<Stack> {
  await connection.opened
  connection.send('Debugger.enable')
  connection.send('Debugger.pause')
  const paused = await connection.next(({ method }) => method === 'Debugger.paused')
  return paused ? stackOf(connection, paused.params.callFrames, processId) : resourcesOf(connection, processId)
}

async function stackOf(connection: DebuggerConnection, callFrames: CallFrame[], processId: number): Promise<Stack> {
  const pid = await connection.value('Debugger.evaluateOnCallFrame', { callFrameId: callFrames[0]?.callFrameId, expression: 'process.pid' })
  if (pid !== processId) return notIts
  process.kill(processId, 'SIGKILL')
  return { frames: callFrames.map((frame) => showFrame(frame, connection.urlOf(frame.location.scriptId))) }
}

async function resourcesOf(connection: DebuggerConnection, processId: number): Promise<Stack> {
  // Else what is evaluated next would stop at its first step.
  connection.send('Debugger.disable')
  const [pid, ...waitsFor] =
    (await connection.value('Runtime.evaluate', { expression: '[process.pid, ...process.getActiveResourcesInfo()]' })) ?? []
  if (pid !== processId) return notIts
  connection.send('Runtime.evaluate', { expression: "process.getBuiltinModule('inspector').close()" })
  return { waitsFor }
}

const notIts: Stack = { unknown: 'Another process has the port of the debugger.' }

type CallFrame = { callFrameId: string; functionName: string; location: { scriptId: string; lineNumber: number; columnNumber: number } }

const showFrame = ({ functionName, location }: CallFrame, url: string) =>
  `${functionName || '<anonymous>'} (${url.replace(/^file:\/\//, '')}:${location.lineNumber + 1}:${location.columnNumber + 1})`
