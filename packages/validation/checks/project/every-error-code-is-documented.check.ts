import { errorCodes } from '@honestai/core'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'

check(
  {
    supports: ['error-experience', 'docs-current'],
    promise: 'Every error code has its place on the page that the server itself serves, where its docs link points',
  },
  async ({ server, evidence }) => {
    const codes = Object.keys(errorCodes)
    const { docs } = (await server.request('/v2/nothing')).json.error
    const page = await server.request(docs.split('#')[0])
    const anchored = codes.filter((code) => page.text.includes(` id="${code}"`))
    evidence.json('codes', { docs, status: page.status, codes, anchored })
    expect(page.status).toBe(200)
    expect(page.headers['content-type']).toMatch(/^text\/html/)
    expect(docs.split('#')[1]).toBe('route_not_found')
    expect(codes.filter((code) => !anchored.includes(code))).toEqual([])
    expect(page.text, 'the page loads nothing').not.toMatch(/<(script|link|img)[^>]+(src|href)="https?:/)
  },
)
