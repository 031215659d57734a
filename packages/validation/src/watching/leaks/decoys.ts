/** An address of a block that is kept for documentation: what is sent there reaches nobody. */
export const nowhere = '192.0.2.1'

/**
 * What would make software that phones home do so: tokens, proxies, hub addresses, telemetry switches. None of it may be touched. The
 * proxy is a port of loopback that nobody listens on.
 */
export const decoyEnvironment: Readonly<Record<string, string>> = {
  HF_TOKEN: 'hf_bait000000000000000000000000000000',
  HUGGING_FACE_HUB_TOKEN: 'hf_bait000000000000000000000000000000',
  HF_ENDPOINT: `http://${nowhere}`,
  OPENAI_API_KEY: 'sk-decoys',
  OPENAI_BASE_URL: `http://${nowhere}/v1`,
  ANTHROPIC_API_KEY: 'sk-ant-decoys',
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  ALL_PROXY: 'http://127.0.0.1:9',
  http_proxy: 'http://127.0.0.1:9',
  https_proxy: 'http://127.0.0.1:9',
  all_proxy: 'http://127.0.0.1:9',
  // Node's own clients then use the proxies above.
  NODE_USE_ENV_PROXY: '1',
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://${nowhere}:4318`,
  SENTRY_DSN: `http://decoys@${nowhere}/1`,
  DOCKER_HOST: `tcp://${nowhere}:2375`,
}

/** A model of a config that was never pulled, under the name a hub knows it by. */
export const unpulledModel = { id: 'unpulled', source: 'hf:Qwen/Qwen2.5-0.5B-Instruct-GGUF:Q8_0' }
