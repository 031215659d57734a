import { join } from 'node:path'
import { createLlamaEngine, verifyModel } from '@honestai/core'
import { expect } from 'vitest'
import { familyChats } from '../../src/asking/families/family-chats.ts'
import { familyTemplates, otherwiseElsewhere } from '../../src/asking/families/family-templates.ts'
import { renderIndependently } from '../../src/asking/render-independently.ts'
import { toEngineMessages } from '../../src/asking/to-engine-messages.ts'
import { check } from '../../src/checks/check.ts'
import { modelConfigOf } from '../../src/subject/run-context.ts'

check(
  {
    supports: 'integration-tests',
    timeoutMs: 600_000,
    promise: 'The chat templates of the published model families render chats, tools, calls and thoughts as another Jinja renders them',
  },
  async ({ subject, weights, vocabulary, upstreamVocabularies, profile, evidence }) => {
    const { bosToken, eosToken } = vocabulary
    const config = modelConfigOf(subject, weights)
    const outcomes: { family: string; title: string; wanted: string; got: string }[] = []
    for (const { family, file, text } of familyTemplates(join(upstreamVocabularies, 'templates'), profile)) {
      const model = await verifyModel({ ...config, chatTemplate: file })
      await using engine = await createLlamaEngine(model, { slots: 0, vocabularyOnly: true })
      for (const { title, messages, tools } of familyChats) {
        if (tools && otherwiseElsewhere.includes(family)) continue
        const variables = { messages, tools: tools ?? null, add_generation_prompt: true, bos_token: bosToken, eos_token: eosToken }
        const wanted = attempt(() => renderIndependently(text, variables))
        // What the other renderer does not know, or the template refuses, is no measure.
        if (wanted === undefined) continue
        const got = await engine
          .renderPrompt({ messages: toEngineMessages(messages), ...(tools ? { tools } : {}), sampling: {} })
          .catch((error: Error) => error.message)
        outcomes.push({ family, title, wanted, got })
      }
    }
    const different = outcomes.filter(({ wanted, got }) => wanted !== got)
    evidence.json('rendered', { compared: outcomes.length, families: new Set(outcomes.map(({ family }) => family)).size, different })
    expect(outcomes.length).toBeGreaterThan(20)
    expect(different).toEqual([])
  },
)

function attempt(render: () => string): string | undefined {
  try {
    return render()
  } catch {
    return undefined
  }
}
