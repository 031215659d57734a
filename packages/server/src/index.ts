export { buildServer, type ServerParts } from './app/build-server.ts'
export { type RunningServer, startServer } from './app/start-server.ts'
export { type MetricRow, metricTable } from './metrics/metric-table.ts'
