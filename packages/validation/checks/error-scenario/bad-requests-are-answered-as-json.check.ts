import { type ErrorCode, errorCodes } from '@honestai/core'
import { expect } from 'vitest'
import { check } from '../../src/check.ts'
import type { RequestOptions } from '../../src/server-process/send-request.ts'

type Case = { title: string; path: string; options?: RequestOptions; code: ErrorCode; param?: string }

const chat = '/v1/chat/completions'
const embeddings = '/v1/embeddings'
const messages = [{ role: 'user', content: 'Hi.' }]

check(
  {
    proves: 'error-propagation',
    supports: ['error-tests', 'error-experience'],
    promise: 'Every bad request is answered as JSON with its own code, what happened, why, and steps; the server serves on',
  },
  async ({ server, subject, weights, evidence }) => {
    const model = weights.id
    const cases: Case[] = [
      { title: 'unknown route', path: '/v2/nothing', code: 'route_not_found' },
      { title: 'unknown route below a known one', path: `${chat}/x`, options: { body: {} }, code: 'route_not_found' },
      { title: 'route with bytes that decode to nothing', path: '/%E0%A4%A', code: 'invalid_request', param: 'URL' },
      ...['/v1/models', '/health', '/livez', '/readyz'].map(
        (path): Case => ({ title: `DELETE ${path}`, path, options: { method: 'DELETE' }, code: 'method_not_allowed' }),
      ),
      ...[chat, embeddings].flatMap((path): Case[] => [
        { title: `GET ${path}`, path, code: 'method_not_allowed' },
        { title: `${path}: broken JSON`, path, options: { body: '{"model": ' }, code: 'invalid_json' },
        { title: `${path}: empty body`, path, options: { body: '' }, code: 'invalid_json' },
        {
          title: `${path}: text`,
          path,
          options: { body: 'hi', headers: { 'content-type': 'text/plain' } },
          code: 'unsupported_media_type',
        },
        {
          title: `${path}: oversize`,
          path,
          options: { body: `"${'x'.repeat(subject.config.server.bodyLimitBytes)}"` },
          code: 'body_too_large',
        },
        {
          title: `${path}: unknown model`,
          path,
          options: { body: { model: 'no-such-model', messages, input: 'Hi.' } },
          code: 'model_not_found',
          param: 'model',
        },
        {
          title: `${path}: unknown task`,
          path,
          options: { body: { model: 'task:no_such_task', messages, input: 'Hi.' } },
          code: 'invalid_request',
          param: 'model',
        },
        { title: `${path}: no model`, path, options: { body: { messages, input: 'Hi.' } }, code: 'invalid_request', param: 'model' },
      ]),
      { title: 'no messages', path: chat, options: { body: { model } }, code: 'invalid_request', param: 'messages' },
      {
        title: 'unknown role',
        path: chat,
        options: { body: { model, messages: [{ role: 'robot', content: 'Hi.' }] } },
        code: 'invalid_request',
      },
      {
        title: 'temperature out of range',
        path: chat,
        options: { body: { model, messages, temperature: 9 } },
        code: 'invalid_request',
        param: 'temperature',
      },
      { title: 'several choices', path: chat, options: { body: { model, messages, n: 2 } }, code: 'unsupported_parameter', param: 'n' },
      {
        title: 'audio',
        path: chat,
        options: { body: { model, messages, audio: { voice: 'x' } } },
        code: 'unsupported_parameter',
        param: 'audio',
      },
      { title: 'no input', path: embeddings, options: { body: { model } }, code: 'invalid_request', param: 'input' },
      {
        title: 'embedding with a chat model',
        path: embeddings,
        options: { body: { model, input: 'Hi.' } },
        code: 'model_lacks_ability',
        param: 'model',
      },
    ]
    const answers = []
    for (const { title, path, options, code, param } of cases) {
      const { status, headers, json, text } = await server.request(path, options)
      answers.push({ title, wanted: { code, param }, status, type: headers['content-type'], body: json ?? text })
    }
    const alive = await server.chat('Say hi.', { max_tokens: 4 })
    evidence.json('answers', answers)

    for (const { title, wanted, status, type, body } of answers) {
      const record = errorCodes[wanted.code]
      expect(type, title).toMatch(/^application\/json/)
      expect(body, title).toEqual({
        error: {
          message: expect.stringMatching(/\S/),
          type: record.type,
          code: wanted.code,
          param: wanted.param ?? (body.error?.param === null ? null : expect.any(String)),
          steps: expect.arrayContaining([expect.stringMatching(/\S/)]),
          docs: `/docs/errors#${wanted.code}`,
          retryable: record.retryable,
        },
      })
      expect(status, title).toBe(record.status)
      expect(JSON.stringify(body), title).not.toMatch(/node_modules|\bat .+:\d+:\d+/)
    }
    expect(alive.usage.completion_tokens).toBeGreaterThan(0)
  },
)
