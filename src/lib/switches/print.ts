import { shellQuote } from '../format/shell.js';

export const printForms = ['shell', 'docker', 'k8s', 'render'] as const;
export type PrintForm = (typeof printForms)[number];

/**
 * Settings for those who have no file: `shell` lines to source, options of `docker run`, the `env` of a Kubernetes container, the
 * `envVars` of a service in render.yaml. Names and values hold letters, digits and `_.+-` only.
 */
export function printSettings(settings: ReadonlyMap<string, string>, form: PrintForm): string {
  const pairs = [...settings];
  switch (form) {
    case 'shell':
      return pairs.map(([name, value]) => `export ${name}=${shellQuote(value)}`).join('\n');
    case 'docker':
      return pairs.map(([name, value]) => `--env ${name}=${shellQuote(value)}`).join(' ');
    case 'k8s':
      return yamlList('env', 'name', pairs);
    case 'render':
      return yamlList('envVars', 'key', pairs);
  }
}

/** Both want strings as values, and YAML takes a bare `false` or `60` for something else. */
const yamlList = (list: string, nameKey: string, pairs: readonly (readonly [string, string])[]): string =>
  [`${list}:`, ...pairs.map(([name, value]) => `  - ${nameKey}: ${name}\n    value: "${value}"`)].join('\n');
