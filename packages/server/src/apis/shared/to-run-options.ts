import type { RequestOptions } from '@honestai/core'
import type { FastifyRequest } from 'fastify'

/** What a router is told of the HTTP request that it works for. */
export const toRunOptions = ({ cancellation, id }: FastifyRequest): RequestOptions => ({ signal: cancellation, requestId: id })
