import { setTimeout as wait } from 'node:timers/promises'
import { SubjectFailure } from '../base/subject-failure.ts'
import { readEvents } from './server-process/read-events.ts'
import type { RunningServer } from './server-process/running-server.ts'
import { openResponse } from './server-process/send-request.ts'

/** A way in which a model fails, and what a request to it got. */
export type ModelFailure = {
  failure: string
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a check looks at whatever came back and asserts its shape itself.
  body: any
}

/** The model that is to fail, with one slot and no queue; its weights are spoilt and mended at will. */
export type FailingModel = { id: string; spoil: () => void; remedy: () => void }

/** Makes a model fail in every way that could tempt a server to let another one answer, and asks it each time. */
export async function modelFailures(server: RunningServer, { id, spoil, remedy }: FailingModel): Promise<ModelFailure[]> {
  const path = '/v1/chat/completions'
  const bodyOf = (content: string, stream = false) => ({
    ...{ model: id, messages: [{ role: 'user', content }], max_tokens: 4, temperature: 0, stream },
  })
  const ask = async (failure: string, content = 'Say hi.'): Promise<ModelFailure> => {
    const { status, json } = await server.request(path, { body: bodyOf(content), deadlineMs: 40_000 })
    return { failure, status, body: json }
  }

  spoil()
  const gone = await ask('weights gone')
  const streamed = await readFirst(await openResponse(server.url + path, { body: bodyOf('Say hi.', true), deadlineMs: 40_000 }))
  remedy()

  const enginesBefore = server.enginePids()
  const tooLong = await ask('prompt too long', 'the '.repeat(9_000))
  const engine = server.enginePids().find((pid) => !enginesBefore.includes(pid))
  if (engine === undefined) throw new SubjectFailure(`No engine of ${id} runs.`)
  // A stopped engine has the request and cannot have answered any of it.
  process.kill(engine, 'SIGSTOP')
  const dying = ask('engine killed before it said anything')
  await untilActive(server, id)
  const overloaded = await ask('overloaded')
  process.kill(engine, 'SIGKILL')
  return [gone, { failure: 'weights gone, streamed', ...streamed }, await dying, overloaded, tooLong]
}

async function untilActive(server: RunningServer, id: string): Promise<void> {
  for (let waited = 0; waited < 10_000 && (await server.modelHealth(id)).slots.active === 0; waited += 5) await wait(5)
}

/** Status of a stream, and its first chunk that says which model answers; the body of a refusal. */
async function readFirst(response: Response): Promise<Pick<ModelFailure, 'status' | 'body'>> {
  if (response.status !== 200) return { status: response.status, body: await response.json() }
  const chunks = []
  for await (const { data } of readEvents(response, performance.now())) if (data !== '[DONE]') chunks.push(JSON.parse(data))
  return { status: 200, body: chunks.find(({ honestai }) => honestai) ?? chunks[0] }
}
