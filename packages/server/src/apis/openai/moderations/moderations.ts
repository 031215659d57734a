import { type Config, type Router, routerError, type TaskResult } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import type { z } from 'zod'
import { toChatMetadata } from '../../../chat/chat-metadata.ts'
import { chatErrors } from '../../../routing/common-errors.ts'
import { described } from '../../../routing/route-description.ts'
import { parseBody, toRunOptions } from '../../shared/parse-body.ts'
import { toTarget } from '../to-target.ts'
import { createModerationId, moderationRequest, moderationResponse, toModeration, withUnjudged } from './moderation.ts'

const task = 'content_moderation'

/** `POST /v1/moderations`: the task `content_moderation` in OpenAI's shape. */
export const moderations: FastifyPluginAsync<{ router: Router; config: Config }> = async (app, { router, config }) => {
  const { safeLabels } = config.tasks[task]

  app.post(
    '/v1/moderations',
    described({
      group: 'Tasks',
      summary: 'Judges texts by the moderation task.',
      request: moderationRequest,
      response: moderationResponse,
      errors: [...chatErrors, 'input_too_long'],
    }),
    async (request): Promise<z.infer<typeof moderationResponse>> => {
      const { request: body, warnings } = parseBody(moderationRequest, request.body)
      const options = { ...toRunOptions(request), model: modelOf(body.model) }
      const texts = [body.input].flat().map((item) => (typeof item === 'string' ? item : item.text))
      const judged: TaskResult<typeof task>[] = []
      // One after another, so that a long list does not fill the queue before everybody else.
      for (const text of texts) judged.push(await router.runTask(task, text, options))
      const [first] = judged as [TaskResult<typeof task>]
      request.outcome.model = first.decision.model
      return {
        id: createModerationId(),
        model: first.decision.model,
        results: judged.map(({ output }) => toModeration(output, safeLabels)),
        honestai: withUnjudged(toChatMetadata({ decision: first.decision }, warnings)),
      }
    },
  )
}

function modelOf(name: string | null | undefined): string | undefined {
  if (name == null) return undefined
  const { model, task: named } = toTarget(name)
  if (named === undefined || named === task) return model
  throw routerError('invalid_request', { param: 'model', problem: `expected a model or task:${task}` })
}
