/** Reads the answer to a chat, streamed or an error, part by part: `{ text }`, `{ usage }` or `{ error }`. */
export async function* readAnswer(response) {
  if (!response.ok) {
    yield await response.json()
    return
  }
  let rest = ''
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + piece).split('\n\n')
    rest = events.pop()
    for (const event of events) yield* readEvent(event)
  }
}

function* readEvent(event) {
  const data = event.split('\n').find((line) => line.startsWith('data: '))
  // A comment keeps the connection awake, and [DONE] is no JSON.
  if (!data || data === 'data: [DONE]') return
  const { error, usage, choices = [] } = JSON.parse(data.slice('data: '.length))
  const delta = choices[0]?.delta ?? {}
  if (error) yield { error }
  if (delta.reasoning_content || delta.content) yield { text: `${delta.reasoning_content ?? ''}${delta.content ?? ''}` }
  if (usage) yield { usage }
}
