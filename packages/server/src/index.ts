export { buildServer, type ServerParts } from './build-server.ts'
export { type MetricRow, metricTable } from './metrics/metric-table.ts'
export { type RunningServer, startServer } from './start-server.ts'
