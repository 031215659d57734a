/** Frames events as server-sent events, each named by the `type` of its data, as the Responses API and Anthropic do. */
export async function* toNamedEvents(events: AsyncIterable<{ type: string }>): AsyncGenerator<string> {
  for await (const event of events) yield `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
