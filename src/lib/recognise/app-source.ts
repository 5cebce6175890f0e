import { says } from '../errors/profiles.js';
import { says as ofFile } from '../errors/files.js';
import { opendir } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { whyUnreadable } from '../files/regular-file.js';
import { readSmallFile } from '../files/small-file.js';
import { type MeterError, usageError, type Saying } from '../format/errors.js';
import { safeText } from '../format/terminal.js';

/** Where a program reads a variable. */
export interface Mention {
  /** Relative to the searched folder. */
  file: string;
  line: number;
  /** True for a template, such as `config.example.js`. The installer copies it, and the application reads the copy. */
  template: boolean;
}

const SOURCE = new Set([
  '.js',
  '.cjs',
  '.mjs',
  '.jsx',
  '.ts',
  '.cts',
  '.mts',
  '.tsx',
  '.go',
  '.py',
  '.rb',
  '.php',
  '.java',
  '.rs',
]);

/** `config.example.js`, `settings.sample.ts`, `env.template.mjs`, `config.js.dist` */
const TEMPLATE = /\.(?:example|sample|template|dist)(?:\.|$)/i;

/** Third-party code and documentation. */
const SKIPPED = new Set(['node_modules', 'docs', 'vendor']);

const LARGEST_BYTES = 4 * 1024 * 1024;
const MOST_FILES = 50_000;

const tooManyFiles = (folder: string): MeterError =>
  usageError(says('source-too-many', { folder: safeText(folder), most: MOST_FILES }));

/**
 * For each variable, the first line of the application's source that names it outside comments; a template only if no other file
 * names it. null: no file names it. Throws a usage error when the folder contains no source at all, because then the answer would
 * mean nothing.
 */
export async function mentionsIn(folder: string, names: readonly string[]): Promise<Map<string, Mention | null>> {
  const found = new Map<string, Mention | null>(names.map((name) => [name, null]));
  let files = 0;
  for await (const path of sourceFiles(folder)) {
    files += 1;
    if (files > MOST_FILES) throw tooManyFiles(folder);
    const text = await sourceText(path);
    const template = TEMPLATE.test(basename(path));
    for (const name of names) {
      const known = found.get(name) ?? null;
      // A template counts only if no other file names the variable.
      if ((known !== null && (!known.template || template)) || !text.includes(name)) continue;
      const line = lineThatNames(text, name);
      if (line !== null) found.set(name, { file: relative(folder, path), line, template });
    }
  }
  if (files > 0) return found;
  throw usageError(says('source-none', { folder: safeText(folder) }));
}

async function* sourceFiles(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch((error: unknown) => {
    throw usageError(says('source-folder', { folder: safeText(folder), why: whyUnreadable(error) }));
  });
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name) && !entry.name.startsWith('.')) yield* sourceFiles(path);
    if (entry.isFile() && SOURCE.has(extname(entry.name))) yield path;
  }
}

/** Empty for a file that is unreadable or too large to be hand-written. */
async function sourceText(path: string): Promise<string> {
  const unreadable = (why: Saying): Saying => ofFile('source-unreadable', { path: safeText(path), why });
  const file = await readSmallFile(path, unreadable, LARGEST_BYTES).catch(() => null);
  return file?.bytes.toString('utf8') ?? '';
}

function lineThatNames(text: string, name: string): number | null {
  const word = new RegExp(String.raw`\b${name}\b`);
  const index = text.split('\n').findIndex((line) => word.test(line.replace(/^\s*(?:\/\/|\/?\*|#).*/, '')));
  return index < 0 ? null : index + 1;
}
