import { expect, test } from 'vitest'

test('exports exactly these names', async () => {
  expect(Object.keys(await import('./index.ts')).sort()).toEqual([
    'RouterError',
    'StepError',
    'canaryConfig',
    'configJsonSchema',
    'createAssistant',
    'createProcessEngine',
    'createRouter',
    'createTokenizer',
    'describeStep',
    'digestOfKey',
    'environmentSettings',
    'errorCodes',
    'estimateMemory',
    'estimateTokens',
    'formatPath',
    'inspectModels',
    'loadConfig',
    'logLevels',
    'prepareContext',
    'readApiKeys',
    'routerError',
    'sayIssue',
    'taskNames',
    'verifyModel',
  ])
})
