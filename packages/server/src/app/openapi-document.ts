import { canaryConfig, createRouter } from '@honestai/core'
import type { OpenApiDocument } from '../openapi/build-openapi.ts'
import { buildServer } from './build-server.ts'

/** The OpenAPI document that every server of this version serves at `/openapi.json`. Starts nothing. */
export async function openApiDocument(): Promise<OpenApiDocument> {
  const config = canaryConfig()
  await using router = createRouter(config)
  const app = buildServer({ router, config })
  try {
    return (await app.inject('/openapi.json')).json()
  } finally {
    await app.close()
  }
}
