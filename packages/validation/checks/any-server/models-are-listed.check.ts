import { check } from '../../src/checks/check.ts'
import { modelList, parseAnswer } from '../../src/subject/target/wire-shapes.ts'

check(
  {
    supports: 'integration-tests',
    promise: 'The list of models has the shape of the original, names each once, and names the one that answers',
  },
  async ({ target }) => {
    await target.require('models')
    const findings = target.findings()
    const asked = await target.ask('/v1/models')
    const ids = parseAnswer(modelList, asked.json, 'The list of models').data.map(({ id }) => id)
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    if (twice) findings.add('one entry a model', `${twice} is listed twice`, asked)
    const answered = await target.chat('Say hi.', { max_tokens: 1 })
    if (!ids.includes(answered.body.model)) {
      findings.add('the name in an answer', `${answered.body.model} is not in the list: ${ids.join(', ')}`, answered, asked)
    }
    findings.mustBeNone()
  },
)
