import { z } from 'zod'
import { chatMetadata } from '../../chat/chat-metadata.ts'
import { promptFields } from '../openai/chat/chat-completion-request.ts'

/** The body of `POST /apply-template`: what of a chat comes into its prompt. */
export const applyTemplateRequest = z.object({
  ...promptFields,
  model: z.string().min(1).nullish().describe('Id of a model, or a task as task:NAME; by default the first that can.'),
})

/** The answer of `POST /apply-template`. */
export const applyTemplateResponse = z.object({ prompt: z.string(), honestai: chatMetadata })
