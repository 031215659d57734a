import type { Router } from '@honestai/core'

// Weights on disk have no date of creation that means anything to a client, and OpenAI's shape asks for one: the server's start.
const created = Math.floor(Date.now() / 1000)

/** A model in OpenAI's shape. */
export const toModel = ({ id, abilities }: ReturnType<Router['models']>[number]) => ({
  id,
  object: 'model' as const,
  created,
  owned_by: 'local',
  honestai: { abilities },
})
