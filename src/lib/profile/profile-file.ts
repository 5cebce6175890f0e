/** A profile in a YAML file. Imported only when a file is read: yaml and zod take long to load. */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, visit, type Document } from 'yaml';
import type * as z from 'zod';
import { readSmallFile } from '../files/small-file.js';
import { UnboundedYaml, yamlDocument } from '../files/yaml-document.js';
import { usageError, type MeterError } from '../format/errors.js';
import { withoutStop } from '../format/sentence.js';
import { safeText } from '../format/terminal.js';
import { profileSchema } from './profile-schema.js';
import type { Profile } from './types.js';

/** Throws a usage error: the file cannot be read, or, with line and column, is no YAML or no profile. */
export async function readProfileFile(path: string): Promise<Profile> {
  const { bytes } = await readSmallFile(path, {
    subject: `The profile ${safeText(path)}`,
    advice: 'Give the path of a YAML file, or the name of a built-in profile: meter profile list',
  });
  return parseProfile(bytes.toString('utf8'), path);
}

/** `path` only names the source in errors. */
export function parseProfile(text: string, path: string): Profile {
  const lines = new LineCounter();
  const fault: Fault = (offset, message) => {
    const { line, col } = lines.linePos(offset);
    return usageError(`${safeText(path)}, line ${Math.max(line, 1)}, column ${Math.max(col, 1)}: ${safeText(message)}.`, HELP);
  };
  const document = documentOf(text, lines, fault);
  const [syntax] = document.errors;
  if (syntax) throw fault(syntax.pos[0], withoutStop(syntax.message));
  const result = profileSchema.safeParse(toValue(document, fault), { reportInput: true });
  if (result.success) return result.data;
  throw schemaFault(document, result.error.issues, fault);
}

function documentOf(text: string, lines: LineCounter, fault: Fault): Document {
  try {
    return yamlDocument(text, lines);
  } catch (error) {
    if (error instanceof UnboundedYaml) throw fault(error.offset, error.message);
    throw error;
  }
}

function schemaFault(document: Document, issues: readonly z.core.$ZodIssue[], fault: Fault): MeterError {
  // A misspelt member comes first: it also makes the right one missing.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!;
  return fault(offsetOf(document, issue), describe(issue));
}

type Fault = (offset: number, message: string) => MeterError;

const HELP = 'The format is described in docs/profiles.md.';

function toValue(document: Document, fault: Fault): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Aliases that unfold without end, or that point nowhere.
    throw fault(danglingAlias(document) ?? 0, error instanceof Error ? error.message : String(error));
  }
}

function danglingAlias(document: Document): number | null {
  let offset: number | null = null;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return undefined;
      offset = startOf(alias);
      return visit.BREAK;
    },
  });
  return offset;
}

/** `families[2].ttl must be …` */
function describe(issue: z.core.$ZodIssue): string {
  const place = issue.path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text ? '.' : ''}${String(part)}`),
    '',
  );
  return `${place || 'the profile'} ${reason(issue)}`;
}

function reason(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `has no member ${issue.keys.join(', ')}`;
  if (issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_type' && !issue.message.startsWith('must '))
    return `must be ${ARTICLE[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? 'is not a valid name';
  return issue.message.startsWith('must ') ? issue.message : `is wrong: ${issue.message}`;
}

const ARTICLE: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** Where the value that the issue is about begins, or its name where that is at fault; where it is missing, its parent. */
function offsetOf(document: Document, issue: z.core.$ZodIssue): number {
  const aboutName = issue.code === 'unrecognized_keys' || issue.code === 'invalid_key';
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, part] of path.entries()) {
    const child = childOf(isAlias(node) ? node.resolve(document) : node, part);
    if (!child) break;
    node = child.value;
    offset = startOf(aboutName && index === path.length - 1 ? child.name : child.value) ?? startOf(child.name) ?? offset;
  }
  return offset;
}

function childOf(node: unknown, part: PropertyKey): { name: unknown; value: unknown } | null {
  if (isSeq(node)) return { name: null, value: node.items[Number(part)] };
  const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part)) : null;
  return pair ? { name: pair.key, value: pair.value } : null;
}

const startOf = (node: unknown): number | null => (isNode(node) && node.range ? node.range[0] : null);
