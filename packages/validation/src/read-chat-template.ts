import { gguf } from '@huggingface/gguf'

/** The chat template stored in weights; an error when there is none. */
export async function readChatTemplate(path: string): Promise<string> {
  const { metadata } = await gguf(path, { allowLocalFile: true })
  const template = (metadata as Record<string, unknown>)['tokenizer.chat_template']
  if (typeof template !== 'string') throw new Error('The weights hold no chat template.')
  return template
}
