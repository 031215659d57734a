import { Option } from 'commander'

/** `--config`, which all commands read alike. */
export const configOption = () => new Option('--config <file>', 'read this YAML or JSON file [HONESTAI_CONFIG]')
