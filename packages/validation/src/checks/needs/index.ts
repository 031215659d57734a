import { type TestAPI, type TestContext, test } from 'vitest'
import { engineNeed, vocabularyNeed } from './engine.ts'
import { honestaiNeed } from './honestai.ts'
import { isolatedNetworkNeed, straceNeed } from './isolated-network.ts'
import { knownAnswersNeed } from './known-answers.ts'
import { corpusNeed, referenceTokenizerNeed, upstreamVocabulariesNeed } from './reference-tokenizer.ts'
import { evidenceNeed, measureNeed, profileNeed, soakNeed, subjectNeed } from './run-needs.ts'
import { openaiNeed, serverNeed, serversNeed } from './servers.ts'
import { smallDiskNeed, temporaryFolderNeed } from './small-disk.ts'
import { targetNeed, targetProcessNeed } from './target.ts'
import { embeddingWeightsNeed, weightsNeed } from './weights.ts'
import '../check-meta.ts'

/** Vitest's test with every need as a fixture: set up only when a check names it, torn down when the check ends. */
export const testWithNeeds = test
  .extend('subject', subjectNeed)
  .extend('profile', profileNeed)
  .extend('soakMs', soakNeed)
  .extend('evidence', evidenceNeed)
  .extend('measure', measureNeed)
  .extend('temporaryFolder', temporaryFolderNeed)
  .extend('honestai', honestaiNeed)
  .extend('weights', weightsNeed)
  .extend('embeddingWeights', embeddingWeightsNeed)
  .extend('knownAnswers', knownAnswersNeed)
  .extend('servers', serversNeed)
  .extend('server', serverNeed)
  .extend('openai', openaiNeed)
  .extend('engine', engineNeed)
  .extend('vocabulary', vocabularyNeed)
  .extend('corpus', corpusNeed)
  .extend('upstreamVocabularies', upstreamVocabulariesNeed)
  .extend('referenceTokenizer', referenceTokenizerNeed)
  .extend('isolatedNetwork', isolatedNetworkNeed)
  .extend('smallDisk', smallDiskNeed)
  .extend('strace', straceNeed)
  .extend('target', targetNeed)
  .extend('targetProcess', targetProcessNeed)

/** What a check can ask for by destructuring it. */
export type Needs = typeof testWithNeeds extends TestAPI<infer Context> ? Context & TestContext : never
