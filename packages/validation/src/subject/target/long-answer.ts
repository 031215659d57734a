import type { TargetClient } from './create-target.ts'

const long = { max_tokens: 800, temperature: 1.8, top_p: 1 }
/** No part of the original's protocol, but of many servers': the answer goes on beyond its end. */
const endless = { ...long, ignore_eos: true }

/** Fields of a request whose answer lasts, as far as the server can be made to go on. */
export async function longAnswerFields(target: TargetClient): Promise<object> {
  const { status } = await target.ask('/v1/chat/completions', { body: target.chatBody('Say hi.', { ...endless, max_tokens: 1 }) })
  return status === 200 ? endless : long
}
