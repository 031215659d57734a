import { type Config, type Router, routerError, type TaskName, taskNames } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import type { z } from 'zod'
import { toChatMetadata } from '../../chat/chat-metadata.ts'
import { chatErrors } from '../../routing/common-errors.ts'
import { described } from '../../routing/route-description.ts'
import { parseBody, toRunOptions } from '../shared/parse-body.ts'
import { taskListResponse, taskRequest, taskResponse, toTaskList } from './task.ts'

type Parts = { router: Router; config: Config }

/** `GET /v1/tasks`, and `POST /v1/tasks/:task`, which does one as the config says. */
export const tasks: FastifyPluginAsync<Parts> = async (app, { router, config }) => {
  app.get(
    '/v1/tasks',
    described({
      group: 'Tasks',
      summary: 'The tasks, and the model that does each.',
      response: taskListResponse,
      errors: ['starting_up', 'shutting_down'],
    }),
    async () => toTaskList(router, config.tasks),
  )

  app.post<{ Params: { task: string } }>(
    '/v1/tasks/:task',
    described({
      group: 'Tasks',
      summary: 'Does a task on one input.',
      request: taskRequest,
      response: taskResponse,
      errors: [...chatErrors, 'input_too_long'],
    }),
    async (request): Promise<z.infer<typeof taskResponse>> => {
      const { task } = request.params
      if (!isTask(task)) throw routerError('task_not_found', { task, available: taskNames })
      const { request: body, warnings } = parseBody(taskRequest, request.body)
      const options = { ...toRunOptions(request), model: body.model ?? undefined }
      const { decision, output, usage, durationMs } = await router.runTask(task, body.input, options)
      request.outcome.model = decision.model
      return { task, output, usage, durationMs, honestai: toChatMetadata({ decision }, warnings) }
    },
  )
}

const isTask = (name: string): name is TaskName => (taskNames as readonly string[]).includes(name)
