import { check } from '../../src/checks/check.ts'

check(
  {
    supports: ['tokenizer-accuracy', 'token-budget'],
    promise: 'Token counts add up: sums, limits, prompts asked again, prompts made longer, and the text itself where it can be tokenized',
    timeoutMs: 60_000,
  },
  async ({ target }) => {
    const findings = target.findings()
    const question = 'Count to 30.'
    const first = await target.chat(question, { max_tokens: 6 })
    const again = await target.chat(question, { max_tokens: 6 })
    const longer = await target.chat(`${question} ${'blue green '.repeat(10)}`, { max_tokens: 6 })
    for (const { usage, curl } of [first, again, longer]) {
      if (usage.total_tokens !== usage.prompt_tokens + usage.completion_tokens) {
        findings.add('the sum', `${usage.prompt_tokens} + ${usage.completion_tokens} is not ${usage.total_tokens}`, { curl })
      }
    }
    if (again.usage.prompt_tokens !== first.usage.prompt_tokens) {
      findings.add('a prompt asked again', `${first.usage.prompt_tokens} tokens, then ${again.usage.prompt_tokens}`, first, again)
    }
    const more = longer.usage.prompt_tokens - first.usage.prompt_tokens
    if (more < 20) findings.add('a prompt of twenty words more', `${more} tokens more`, first, longer)
    if (first.usage.completion_tokens > 6) findings.add('max_tokens 6', `${first.usage.completion_tokens} tokens came`, first)
    if (first.finishReason === 'length' && first.usage.completion_tokens !== 6) {
      findings.add('ended by its length', `at ${first.usage.completion_tokens} tokens, not at 6`, first)
    }
    const one = await target.chat(question, { max_tokens: 1 })
    if (one.usage.completion_tokens !== 1) findings.add('max_tokens 1', `counted as ${one.usage.completion_tokens}`, one)

    const tokenized = await target.ask('/tokenize', { body: { model: target.model, content: first.text } })
    const tokens: unknown = tokenized.status === 200 ? tokenized.json?.tokens : undefined
    // Text can be cut inside a character, and its tokens can be others than those that were said; never many others.
    if (Array.isArray(tokens) && first.finishReason === 'length' && Math.abs(tokens.length - first.usage.completion_tokens) > 2) {
      findings.add('the text, tokenized', `${tokens.length} tokens, usage says ${first.usage.completion_tokens}`, first, tokenized)
    }
    findings.mustBeNone()
  },
)
