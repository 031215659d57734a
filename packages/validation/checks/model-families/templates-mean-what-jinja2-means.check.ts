import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLlamaEngine, verifyModel } from '@honestai/core'
import { expect } from 'vitest'
import { templateIdioms } from '../../src/asking/families/template-idioms.ts'
import { check } from '../../src/checks/check.ts'
import { modelConfigOf } from '../../src/subject/run-context.ts'

const parameters = { type: 'object', properties: { items: { type: 'number' } }, required: ['items'] }
const tools = [{ type: 'function' as const, function: { name: 'order', parameters } }]

check(
  {
    supports: 'integration-tests',
    timeoutMs: 120_000,
    promise: 'Chat templates mean what they mean to Jinja2: methods come before members of their name, and values print as in Python',
  },
  async ({ subject, weights, temporaryFolder, evidence }) => {
    const config = modelConfigOf(subject, weights)
    const outcomes = []
    for (const [index, { template, wanted }] of templateIdioms.entries()) {
      const chatTemplate = join(temporaryFolder, `${index}.jinja`)
      await writeFile(chatTemplate, template)
      await using engine = await createLlamaEngine(await verifyModel({ ...config, chatTemplate }), { slots: 0, vocabularyOnly: true })
      const request = { messages: [{ role: 'user' as const, content: 'Two apples.' }], tools, sampling: {} }
      const got = await engine.renderPrompt(request).catch((error: Error) => error.message)
      outcomes.push({ template, wanted, got })
    }
    evidence.json('idioms', outcomes)
    expect(outcomes.filter(({ got, wanted }) => got !== wanted)).toEqual([])
  },
)
