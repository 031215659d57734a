export { type HubSettings, readHubCacheFolder, readHubSettings } from './config/environment/read-hub-settings.ts'
export { type PulledWeights, type PullProgress, type PullRequest, pullWeights } from './models/pull/pull-weights.ts'
