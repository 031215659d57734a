import { check } from '../../src/checks/check.ts'

/** What templates put around turns, calls and thoughts. */
const marks =
  /<\|(im_start|im_end|endoftext|eot_id|start_header_id|end|assistant|user)\|>|<\/?(s|think|tool_call|start_of_turn|end_of_turn)>|\[\/?(INST|TOOL_CALLS)\]/

const questions = ['Say hi.', 'Repeat exactly: the cat and the hat', 'What is 3 plus 4?', 'Tell me about the sea.', 'Count to 30.']

check(
  {
    supports: 'integration-tests',
    promise:
      'No mark of a template, of a tool call or of a thought stands in the text of an answer, whole or streamed, with tools or without',
    timeoutMs: 120_000,
  },
  async ({ target }) => {
    const findings = target.findings()
    const tools = [
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: 'Get the weather.',
          parameters: { type: 'object', properties: { city: { type: 'string' } } },
        },
      },
    ]
    for (const question of [...questions, 'Get the weather for Paris.']) {
      for (const fields of question.includes('weather') ? [{ tools }] : [{}]) {
        const options = { max_tokens: 48, ...fields }
        const whole = await target.ask('/v1/chat/completions', { body: target.chatBody(question, options) })
        // Whoever has no tools says so elsewhere.
        if (whole.status !== 200) continue
        const streamed = await target.stream(question, options)
        for (const { item, text, asked } of [
          { item: question, text: String(whole.json?.choices?.[0]?.message?.content ?? ''), asked: whole },
          { item: `${question} (streamed)`, text: streamed.text, asked: streamed },
        ]) {
          const found = marks.exec(text)?.[0]
          if (found) findings.add(item, `${found} stands in ${JSON.stringify(text.slice(0, 120))}`, asked)
        }
      }
    }
    findings.mustBeNone()
  },
)
