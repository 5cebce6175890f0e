/** Reads a profile from a YAML file. Load this module only when needed: yaml and zod load slowly. */
import { says } from '../errors/files.js';
import { readSmallFile } from '../files/small-file.js';
import { parseYaml } from '../files/yaml-file.js';
import { safeText } from '../format/terminal.js';
import { profileSchema } from './profile-schema.js';
import type { Profile } from './types.js';

/** Throws a usage error when the file is unreadable or, with line and column, not YAML or not a profile. */
export async function readProfileFile(path: string): Promise<Profile> {
  const { bytes } = await readSmallFile(path, (why) => says('profile-unreadable', { path: safeText(path), why }));
  return parseProfile(bytes.toString('utf8'), path);
}

/** `path` is used only in errors. */
export const parseProfile = (text: string, path: string): Profile =>
  parseYaml(text, profileSchema, {
    path,
    whole: says('the-profile'),
    help: says('format-described', { where: 'docs/profiles.md' }),
  });
