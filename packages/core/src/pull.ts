export { type HubSettings, readHubSettings } from './config/read-hub-settings.ts'
export { type PulledFile, type PullRequest, pullFile } from './models/pull-file.ts'
