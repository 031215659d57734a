import { taskNames } from '@honestai/core'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { modelThatCan } from '../../src/subject/run-context.ts'

check(
  {
    proves: 'all-task-types',
    promise: 'Every task, asked for by its name, is answered by the model that the config gives it to, and says so',
  },
  async ({ server, subject, weights, evidence }) => {
    const embeds = modelThatCan(subject, 'embed') !== undefined
    const answers = []
    for (const task of taskNames) {
      const model = `task:${task}`
      const embedding = task === 'embedding_generation'
      const { status, json } = embedding
        ? await server.request('/v1/embeddings', { body: { model, input: 'Hello.' } })
        : await server.request('/v1/chat/completions', { body: { model, messages: [{ role: 'user', content: 'Hello.' }], max_tokens: 8 } })
      answers.push({
        task,
        status,
        model: json?.model,
        code: json?.error?.code,
        reason: json?.honestai?.reason,
        tokens: json?.usage?.total_tokens,
      })
    }
    const unknown = await server.request('/v1/chat/completions', {
      body: { model: 'task:nothing', messages: [{ role: 'user', content: 'Hi.' }] },
    })
    evidence.json('answers', { configured: subject.config.tasks, answers, unknown: unknown.json })

    for (const { task, status, model, code, reason, tokens } of answers) {
      if (task === 'embedding_generation' && !embeds) {
        expect({ status, code }, task).toEqual({ status: 400, code: 'model_lacks_ability' })
        continue
      }
      const configured = subject.config.tasks[task]?.model
      expect(status, task).toBe(200)
      if (configured) expect({ model, reason }, task).toEqual({ model: configured, reason: 'configured for the task' })
      expect(tokens, task).toBeGreaterThan(0)
    }
    expect(unknown.status, `an unknown task, with ${weights.id} at hand`).toBe(400)
  },
)
