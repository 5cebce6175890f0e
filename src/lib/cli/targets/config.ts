/** Targets by name, in a file of the user. Imported only on request, because yaml and zod take long to load. */
import { says } from '../../errors/command-line.js';
import { says as ofFile } from '../../errors/files.js';
import { homedir, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { readSmallFile } from '../../files/small-file.js';
import { parseYaml } from '../../files/yaml-file.js';
import { usageError } from '../../format/errors.js';
import { nearest } from '../../format/nearest.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import { parseRedisUrl } from '../../redis/redis-url.js';

const NO_PASSWORD = 'must hold no password: use passwordEnv or passwordCommand';

const text = z.string().trim().min(1).max(1000);

/** One of these is the address of Redis. */
const PLACES = ['url', 'envFile', 'host', 'sentinel'] as const;

const target = z
  .strictObject({
    url: text.refine(holdsNoPassword, NO_PASSWORD).optional(),
    envFile: text.optional(),
    host: text.optional(),
    port: z.int().min(1).max(65_535).optional(),
    sentinel: text.optional(),
    masterName: text.optional(),
    user: text.optional(),
    db: z.union([z.int().min(0), z.literal('all')]).optional(),
    tls: z.boolean().optional(),
    insecure: z.boolean().optional(),
    cluster: z.boolean().optional(),
    replica: z.boolean().optional(),
    cacert: text.optional(),
    cert: text.optional(),
    key: text.optional(),
    sni: text.optional(),
    name: text.max(100).optional(),
    role: z.enum(['production', 'staging', 'development']).optional(),
    passwordEnv: z
      .string()
      .regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable')
      .optional(),
    passwordCommand: text.optional(),
  })
  .refine((one) => PLACES.filter((place) => one[place] !== undefined).length === 1, `must have one of ${PLACES.join(', ')}`)
  .refine((one) => one.passwordEnv === undefined || one.passwordCommand === undefined, 'must have one way to the password');

const config = z.strictObject({
  targets: z.record(z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/i, 'must be letters, digits, dots, hyphens'), target),
});

export type NamedTarget = z.infer<typeof target>;

/** The user's configuration file: METER_CONFIG, else in the XDG base directory. */
export const configPath = (env: NodeJS.ProcessEnv): string =>
  env['METER_CONFIG'] || join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'meter', 'config.yaml');

/** The target with this name, with absolute paths. Throws usage errors, with line and column for errors in the file. */
export async function targetNamed(name: string, env: NodeJS.ProcessEnv): Promise<NamedTarget> {
  const path = configPath(env);
  const { bytes, stats } = await readSmallFile(path, (why) => ofFile('configuration-unreadable', { path: safeText(path), why }));
  // The file may name a command to run, so only its owner may write it.
  if (platform() !== 'win32' && (stats.mode & 0o022) !== 0) throw usageError(says('others-can-write', { path: safeText(path) }));
  const { targets } = parseYaml(bytes.toString('utf8'), config, {
    path,
    whole: ofFile('the-configuration'),
    help: ofFile('configuration-format'),
  });
  const found = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (found === undefined) throw unknownTarget(name, Object.keys(targets), path);
  return withPaths(found, dirname(path));
}

function unknownTarget(name: string, known: readonly string[], path: string): Error {
  const near = nearest(name, known);
  const shown = { name: truncateMiddle(safeText(name), 40), path: safeText(path) };
  return usageError(says('unknown-target', { ...shown, near, known }));
}

/** Paths are relative to the file. `~` is the home folder. */
function withPaths(one: NamedTarget, folder: string): NamedTarget {
  const absolute = (path: string): string => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : resolve(folder, path));
  const paths = (['envFile', 'cacert', 'cert', 'key'] as const).flatMap((name) =>
    one[name] === undefined ? [] : [[name, absolute(one[name])]],
  );
  return { ...one, ...Object.fromEntries(paths) };
}

function holdsNoPassword(url: string): boolean {
  try {
    const { password, sentinel } = parseRedisUrl(url);
    return password === null && !sentinel?.password;
  } catch {
    // An invalid address is reported when it is used.
    return true;
  }
}
