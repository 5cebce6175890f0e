/** Reads a YAML file that a schema describes. Load this module only when needed: yaml and zod load slowly. */
import { says } from '../errors/files.js';
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, visit, type Document } from 'yaml';
import type * as z from 'zod';
import { UnboundedYaml, yamlDocument } from './yaml-document.js';
import { type MeterError, usageError, type Saying } from '../format/errors.js';
import { withoutStop } from '../format/sentence.js';
import { safeText } from '../format/terminal.js';

export interface YamlWords {
  /** The source's name in errors. */
  path: string;
  /** Name of the whole file in errors, such as `the profile`. */
  whole: Saying;
  /** The next step when the file is invalid. */
  help: Saying;
}

/** Parses and validates the text. Throws a usage error with line and column for invalid YAML or a schema violation. */
export function parseYaml<Value>(text: string, schema: z.ZodType<Value>, words: YamlWords): Value {
  const lines = new LineCounter();
  const fault: Fault = (offset, problem) => {
    const { line, col } = lines.linePos(offset);
    const place = { path: safeText(words.path), line: Math.max(line, 1), column: Math.max(col, 1) };
    return usageError(says('yaml-fault', { ...place, problem, help: words.help }));
  };
  const document = documentOf(text, lines, fault);
  const [syntax] = document.errors;
  if (syntax) throw fault(syntax.pos[0], inWords(withoutStop(syntax.message)));
  const result = schema.safeParse(toValue(document, fault), { reportInput: true });
  if (result.success) return result.data;
  // Reports a misspelt member first, because it also makes the correct member missing.
  const { issues } = result.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!;
  throw fault(offsetOf(document, issue), describe(issue, words.whole));
}

function documentOf(text: string, lines: LineCounter, fault: Fault): Document {
  try {
    return yamlDocument(text, lines);
  } catch (error) {
    if (error instanceof UnboundedYaml) throw fault(error.offset, error.saying);
    throw error;
  }
}

type Fault = (offset: number, problem: Saying) => MeterError;

/** In the words of the library that reads YAML. */
const inWords = (words: string): Saying => says('yaml-words', { words: safeText(words) });

function toValue(document: Document, fault: Fault): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Aliases that expand without end or have no anchor.
    throw fault(danglingAlias(document) ?? 0, inWords(error instanceof Error ? error.message : String(error)));
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
function describe(issue: z.core.$ZodIssue, whole: Saying): Saying {
  const place = issue.path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text ? '.' : ''}${String(part)}`),
    '',
  );
  return reason(issue, place === '' ? whole : safeText(place));
}

function reason(issue: z.core.$ZodIssue, place: string | Saying): Saying {
  if (issue.code === 'unrecognized_keys') return says('yaml-unknown-member', { place, names: issue.keys.map(safeText) });
  if (issue.input === undefined) return says('yaml-missing', { place });
  if (issue.code === 'invalid_value') return says('yaml-one-of', { place, values: issue.values.map(String) });
  if (issue.code === 'invalid_type' && !issue.message.startsWith('must '))
    return says('yaml-kind', { place, kind: issue.expected });
  const rule = (words: string): Saying => says('yaml-rule', { place, words: safeText(words) });
  if (issue.code === 'invalid_key') return rule(issue.issues[0]?.message ?? 'is not a valid name');
  return rule(issue.message.startsWith('must ') ? issue.message : `is wrong: ${issue.message}`);
}

/** Offset of the value that the issue is about; of its name if the name is wrong; of its parent if the value is missing. */
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
