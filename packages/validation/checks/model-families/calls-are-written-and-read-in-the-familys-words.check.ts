import { join } from 'node:path'
import { type ChatEvent, type ChatRequest, createLlamaEngine, RouterError, verifyModel } from '@honestai/core'
import { expect } from 'vitest'
import { familyTemplates } from '../../src/asking/families/family-templates.ts'
import { check } from '../../src/checks/check.ts'
import { modelConfigOf } from '../../src/subject/run-context.ts'

const parameters = {
  type: 'object',
  properties: {
    city: { enum: ['Oslo', 'Bergen'], description: 'Where.' },
    days: { enum: [1, 2], description: 'How far ahead.' },
    wet: { type: 'boolean', description: 'Rain alone.' },
  },
  required: ['city', 'days', 'wet'],
}
const request: ChatRequest = {
  messages: [{ role: 'user', content: 'Will it rain in Oslo?' }],
  tools: [{ type: 'function', function: { name: 'weather', description: 'Tells the weather.', parameters } }],
  toolChoice: 'required',
  parallelToolCalls: false,
  reasoning: false,
  sampling: { temperature: 0 },
  maxTokens: 400,
}

check(
  {
    supports: 'integration-tests',
    timeoutMs: 600_000,
    promise: 'With the template of nearly every published model family, a demanded call is written in its own syntax and read back whole',
  },
  async ({ subject, weights, upstreamVocabularies, profile, evidence }) => {
    const config = modelConfigOf(subject, weights)
    const outcomes: { family: string; calls: unknown[]; text: string; error: string | undefined }[] = []
    for (const { family, file } of familyTemplates(join(upstreamVocabularies, 'templates'), profile)) {
      const model = await verifyModel({ ...config, chatTemplate: file, contextSize: 8192 })
      await using engine = await createLlamaEngine(model, { slots: 1 })
      outcomes.push({ family, ...(await collect(engine.chat(request))) })
    }
    evidence.json('calls', outcomes)
    const able = outcomes.filter(({ error }) => error !== 'model_lacks_ability')
    const wrong = able.filter(
      ({ calls: [call, ...more], text, error }) => !isRight(call) || more.length > 0 || text !== '' || error !== undefined,
    )
    expect(wrong).toEqual([])
    expect(able.length / outcomes.length).toBeGreaterThan(0.8)
  },
)

async function collect(events: AsyncIterable<ChatEvent>): Promise<{ calls: unknown[]; text: string; error: string | undefined }> {
  const calls: unknown[] = []
  let text = ''
  try {
    for await (const event of events) {
      if (event.type === 'text-delta') text += event.text
      if (event.type === 'tool-call') calls.push({ name: event.call.name, ...JSON.parse(event.call.arguments) })
    }
    return { calls, text, error: undefined }
  } catch (error) {
    return { calls, text, error: error instanceof RouterError ? error.code : String(error) }
  }
}

function isRight(call: unknown): boolean {
  const { name, city, days, wet } = (call ?? {}) as Record<string, unknown>
  return name === 'weather' && (city === 'Oslo' || city === 'Bergen') && (days === 1 || days === 2) && typeof wet === 'boolean'
}
