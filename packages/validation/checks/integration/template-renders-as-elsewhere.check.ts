import { expect } from 'vitest'
import { renderIndependently } from '../../src/asking/render-independently.ts'
import { templateChats } from '../../src/asking/template-chats.ts'
import { toEngineMessages } from '../../src/asking/to-engine-messages.ts'
import { check } from '../../src/checks/check.ts'
import { notApplicable } from '../../src/checks/needs/not-applicable.ts'

check(
  {
    proves: 'integration-tests',
    promise: 'Chats are rendered by the template that the weights store just as another Jinja renders it, token for token',
  },
  async ({ engine, vocabulary, evidence, task, skip }) => {
    const { chatTemplate, bosToken, eosToken } = vocabulary
    if (!chatTemplate) return notApplicable({ task, skip }, 'The weights store no chat template.')
    const outcomes = []
    for (const { title, messages, tools } of templateChats) {
      const variables = { messages, ...(tools ? { tools } : {}), add_generation_prompt: true, bos_token: bosToken, eos_token: eosToken }
      const wanted = orRefused(() => renderIndependently(chatTemplate, variables))
      const request = { messages: toEngineMessages(messages), ...(tools ? { tools } : {}), sampling: {} }
      const got = await engine.renderPrompt(request).catch(() => refused)
      const wantedIds = wanted === refused ? [] : await engine.tokenize(wanted, { special: true })
      const gotIds = got === refused ? [] : await engine.promptTokens(request)
      outcomes.push({ title, wanted, got, wantedIds: wantedIds.join(' '), gotIds: gotIds.join(' ') })
    }
    evidence.json('prompts', outcomes)
    // Some templates refuse a system message; one that refuses a single turn is beyond the other renderer.
    if (outcomes[0]?.wanted === refused)
      notApplicable({ task, skip }, 'The other renderer, MiniJinja, does not know all that the template uses.')
    expect(outcomes.filter(({ got, wanted, gotIds, wantedIds }) => got !== wanted || gotIds !== wantedIds)).toEqual([])
  },
)

const refused = 'refused by the template'

function orRefused(render: () => string): string {
  try {
    return render()
  } catch {
    return refused
  }
}
