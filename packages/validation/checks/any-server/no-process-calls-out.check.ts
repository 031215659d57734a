import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { tryLeaks } from '../../src/watching/leaks/try-leaks.ts'
import { requireCaught } from '../../src/watching/network/cut/require-caught.ts'
import { egressOf } from '../../src/watching/network/judge-network-calls.ts'

check(
  {
    supports: ['no-hub-calls', 'local-only'],
    profile: 'full',
    promise: 'Watched at the kernel from its start to its end, answers and refusals between, no process of the server addresses anybody',
    timeoutMs: 400_000,
  },
  async ({ target, targetProcess, strace, temporaryFolder, evidence }) => {
    const watch = strace.watch('target')
    const server = await targetProcess.start(watch.prefix)
    const fresh = target.at(server.url)
    const post = (path: string, body: unknown) => fresh.ask(path, { body })
    const chat = await post('/v1/chat/completions', target.chatBody('Say hi.', { max_tokens: 4 }))
    const statuses = [
      chat,
      await post('/v1/chat/completions', target.chatBody('Say hi.', { stream: true, max_tokens: 4 })),
      await post('/v1/chat/completions', target.chatBody('Say hi.', { model: 'someone/elses-model' })),
      await post('/v1/chat/completions', '{'),
      await post('/v1/embeddings', { model: target.embeddingModel ?? target.model, input: 'hi' }),
    ].map(({ status }) => status)
    const ending = await server.stop('SIGTERM', 30_000)
    const observation = watch.observe()
    const controls = await tryLeaks('observed', temporaryFolder, (leak) => {
      const { prefix, observe } = strace.watch(leak.id)
      const judge = () => {
        const seen = egressOf(observe())
        return { caught: seen.some(({ peer }) => leak.peer.test(peer)), by: { seen } }
      }
      return { prefix, judge }
    })
    evidence.json('observation', { statuses, ending, ...observation })
    evidence.json('controls', controls)
    requireCaught(controls)
    expect(chat.status, 'a chat, or silence would mean nothing').toBe(200)
    expect(egressOf(observation)).toEqual([])
  },
)
