import { z } from 'zod'
import { check } from '../../src/checks/check.ts'

const given = z.strictObject({ city: z.string() })
const tools = [
  {
    type: 'function',
    function: { name: 'get_weather', description: 'Get the weather of a city.', parameters: z.toJSONSchema(given) },
  },
]
const question = 'Get the weather with city Paris.'

check(
  {
    supports: 'integration-tests',
    promise: 'A tool that must be called is called with arguments that fit, whole and streamed, and its result can be given back',
    timeoutMs: 120_000,
  },
  async ({ target }) => {
    await target.require('tools')
    const findings = target.findings()
    const fields = { tools, tool_choice: 'required', max_tokens: 300 }
    const forced = await target.ask('/v1/chat/completions', { body: target.chatBody(question, fields) })
    // Refusing what it cannot do is honest; ignoring it is not.
    if (forced.status === 200) {
      const whole = await target.chat(question, fields)
      const streamed = await target.stream(question, fields)
      const calls = whole.body.choices[0]?.message.tool_calls ?? []
      judge(
        'whole',
        calls.map((call) => call.function),
        whole.finishReason,
        whole,
      )
      judge('streamed', streamed.calls, streamed.finishReasons[0], streamed)
      const [call] = calls
      if (call) {
        const messages = [
          { role: 'user', content: question },
          { role: 'assistant', content: null, tool_calls: calls },
          ...calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: '{"weather": "sun"}' })),
        ]
        const asked = await target.ask('/v1/chat/completions', { body: target.chatBody('', { messages, tools, max_tokens: 16 }) })
        if (asked.status !== 200) findings.add('the result given back', `answered ${asked.status}: ${asked.text.slice(0, 200)}`, asked)
      }
    }
    findings.mustBeNone()

    function judge(
      item: string,
      calls: readonly { name: string; arguments: string }[],
      reason: string | undefined,
      asked: { curl: string },
    ) {
      if (calls.length === 0) return findings.add(item, 'no tool is called, though one was required', asked)
      if (reason !== 'length' && reason !== 'tool_calls' && reason !== 'stop') findings.add(item, `it ended by ${reason}`, asked)
      for (const { name, arguments: text } of calls) {
        if (name !== 'get_weather') findings.add(item, `it calls ${name}, which there is not`, asked)
        if (reason !== 'length' && !fits(text)) findings.add(item, `the arguments ${text.slice(0, 200)} do not fit`, asked)
      }
    }
  },
)

function fits(text: string): boolean {
  try {
    return given.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
