import { expect, test } from 'vitest'

test('exports exactly these names', async () => {
  expect(Object.keys(await import('./index.ts')).sort()).toEqual([
    'RouterError',
    'canaryConfig',
    'createProcessEngine',
    'createRouter',
    'describeStep',
    'errorCodes',
    'formatPath',
    'loadConfig',
    'routerError',
    'taskNames',
    'verifyModel',
  ])
})
