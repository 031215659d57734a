export { readHubCacheFolder } from './config/read-hub-cache-folder.ts'
export { type HubSettings, readHubSettings } from './config/read-hub-settings.ts'
export { type PulledWeights, type PullProgress, type PullRequest, pullWeights } from './models/pull/pull-weights.ts'
