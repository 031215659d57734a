import { expect, test } from 'vitest'
import * as pull from './pull.ts'
import * as testing from './testing.ts'

test('the package exports exactly these names', async () => {
  expect(Object.keys(await import('./index.ts')).sort()).toEqual([
    'RouterError',
    'StepError',
    'absentSamplers',
    'canaryConfig',
    'configJsonSchema',
    'createAssistant',
    'createLlamaEngine',
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
    'samplingFields',
    'sayIssue',
    'taskNames',
    'verifyModel',
  ])
})

test.each([
  {
    title: 'testing',
    face: testing,
    names: ['createFakeEngine', 'damagedGgufs', 'engineCases', 'engineEndCases', 'findDivergence', 'splitInTwo', 'startLoopbackHub'],
  },
  { title: 'pull', face: pull, names: ['pullWeights', 'readHubCacheFolder', 'readHubSettings'] },
])('$title exports exactly $names', ({ face, names }) => {
  expect(Object.keys(face).sort()).toEqual(names)
})
