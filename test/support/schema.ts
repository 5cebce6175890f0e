import { readFile } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export type SchemaName =
  | 'advise'
  | 'change'
  | 'fix-consistency'
  | 'migrate'
  | 'limiters'
  | 'limiters-script'
  | 'restore'
  | 'export'
  | 'measure'
  | 'estimate'
  | 'growth'
  | 'archives'
  | 'audit'
  | 'usage'
  | 'limits'
  | 'limits-check'
  | 'limits-change'
  | 'alerts'
  | 'alert-event'
  | 'trial-limiters'
  | 'trial-scenarios'
  | 'demo'
  | 'diff'
  | 'doctor'
  | 'error'
  | 'flags'
  | 'profile-list'
  | 'profile-show'
  | 'profile-check';

type ProblemsOf = (value: unknown) => string[];

/** Cached, because compiling a schema takes longer than most tests. */
const compiled = new Map<SchemaName, Promise<ProblemsOf>>();

/** Checks a value against a published schema: returns why it does not match, or nothing. */
export function loadSchema(name: SchemaName): Promise<ProblemsOf> {
  const known = compiled.get(name) ?? compile(name);
  compiled.set(name, known);
  return known;
}

async function compile(name: SchemaName): Promise<ProblemsOf> {
  const file = new URL(`../../schemas/${name}.json`, import.meta.url);
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  const matches: ValidateFunction = ajv.compile(JSON.parse(await readFile(file, 'utf8')) as object);
  return (value) =>
    matches(value)
      ? []
      : (matches.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`);
}

/** Fails unless the value, as JSON, matches the published schema exactly. */
export async function assertMatchesSchema(name: SchemaName, value: unknown): Promise<void> {
  const problemsOf = await loadSchema(name);
  const problems = problemsOf(JSON.parse(JSON.stringify(value)));
  if (problems.length > 0) throw new Error(`does not match schemas/${name}.json:\n${problems.join('\n')}`);
}
