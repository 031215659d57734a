import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'vitest'
import { z } from 'zod'
import { repositoryRoot } from '../../base/repository-root.ts'
import type { Subject, SubjectModel } from '../../subject/run-context.ts'
import { notApplicable } from './not-applicable.ts'

const schema = z.object({
  model: z.string(),
  answers: z.array(
    z.object({
      skill: z.string(),
      messages: z.array(z.object({ role: z.string(), content: z.string() })).transform(toWireMessages),
      tools: z.array(z.unknown()).optional(),
      answer: z.string(),
      tokenIds: z.array(z.int()),
      smallestMargin: z.number(),
    }),
  ),
})

/** A prompt whose exact greedy answer is known. */
export type KnownAnswer = z.infer<typeof schema>['answers'][number]

type Context = Pick<TestContext, 'task' | 'skip'> & { subject: Subject; weights: SubjectModel }

/** The canary's known answers, under whatever name it is served; other weights have none. */
export function knownAnswersNeed({ subject, weights, task, skip }: Context): KnownAnswer[] {
  const file = join(repositoryRoot, 'models/canary/answers.json')
  if (!existsSync(file)) return skip('models/canary/answers.json is not there.')
  const { model, answers } = schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  if (model === weights.sha256) return answers
  if (subject.kind === 'canary') throw new Error('models/canary/answers.json belongs to other weights.')
  return notApplicable({ task, skip }, 'Right answers are known for the canary only.')
}

type RawMessage = { role: string; content: string }

const rawCall = /^<tool_call>\n(\{.*\})\n<\/tool_call>$/s

/** Messages of the known answers as a client sends them: the file holds calls of earlier turns as the model wrote them. */
function toWireMessages(messages: readonly RawMessage[]): object[] {
  return messages.map(({ role, content }) => {
    if (role === 'tool') return { role, content, tool_call_id: 'call_1' }
    const call = role === 'assistant' ? rawCall.exec(content)?.[1] : undefined
    if (call === undefined) return { role, content }
    const { name, arguments: given } = JSON.parse(call)
    return { role, content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name, arguments: JSON.stringify(given) } }] }
  })
}
