import { setTimeout as wait } from 'node:timers/promises'
import type { WritableConfig } from '../checks/needs/servers.ts'
import type { RunningServer } from '../subject/server-process/running-server.ts'
import type { Answer } from '../subject/server-process/send-request.ts'
import { type CaseContext, prompt } from './error-case.ts'

type Ask = { model?: string; maxTokens?: number; stream?: boolean }

export const bodyOf = ({ weights }: CaseContext, { model = weights.id, maxTokens = 1, stream = false }: Ask = {}) => ({
  body: { model, messages: [{ role: 'user', content: prompt }], max_tokens: maxTokens, temperature: 0, stream },
})

export const chatPath = '/v1/chat/completions'
export const ask = (server: RunningServer, context: CaseContext, options: Ask = {}): Promise<Answer> =>
  server.request(chatPath, bodyOf(context, options))
export const isGood = ({ status }: Answer): boolean => status === 200

/** The models of a config that have this id, with other settings. */
export const modelsWith = ({ models }: WritableConfig, id: string, settings: object) =>
  models.filter((model) => model.id === id).map(({ contextSize: _, ...model }) => ({ ...model, ...settings }))

/** Waits until the model of a server has so many running requests. */
export async function untilActive(server: RunningServer, id: string, active: number): Promise<void> {
  for (let waited = 0; waited < 10_000 && (await server.modelHealth(id)).slots.active < active; waited += 10) await wait(10)
}
