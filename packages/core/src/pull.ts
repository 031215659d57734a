export { readHubCacheFolder } from './config/environment/read-hub-cache-folder.ts'
export { type HubSettings, readHubSettings } from './config/environment/read-hub-settings.ts'
export { type PulledWeights, type PullProgress, type PullRequest, pullWeights } from './models/pull/pull-weights.ts'
