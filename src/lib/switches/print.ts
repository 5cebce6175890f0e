import { shellQuote } from '../format/shell.js';

export const printForms = ['shell', 'docker', 'k8s', 'render'] as const;
export type PrintForm = (typeof printForms)[number];

/**
 * Prints settings without a file: `shell` lines to source, options of `docker run`, the `env` list of a Kubernetes container, the
 * `envVars` list of a service in render.yaml. Names and values contain only letters, digits and `_.+-`.
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

/** Both need strings as values, and YAML reads an unquoted `false` or `60` as another type. */
const yamlList = (list: string, nameKey: string, pairs: readonly (readonly [string, string])[]): string =>
  [`${list}:`, ...pairs.map(([name, value]) => `  - ${nameKey}: ${name}\n    value: "${value}"`)].join('\n');
