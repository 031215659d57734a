import { buildOpenApi, type OpenApiDocument } from './build-openapi.ts'
import { routeDescriptions } from './describe-routes.ts'

/** The OpenAPI document that the server serves at `/openapi.json`. */
export const openApiDocument = (): OpenApiDocument => buildOpenApi(routeDescriptions)
