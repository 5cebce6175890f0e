import { usageError } from '../../format/errors.js';
import type { Access } from '../../redis/control.js';
import type { Target } from '../../redis/target.js';
import type { Session } from '../../redis/topology.js';
import type { ConnectionFlags } from '../flags/connection.js';
import { durationOf } from '../flags/duration.js';

/** A target, and the databases of it that were asked for. */
export interface Asked {
  target: Target;
  databases: number | 'all';
}

export async function targetFrom(flags: ConnectionFlags): Promise<Asked> {
  const { resolveTarget } = await import('../../redis/resolve-target.js');
  if (flags['ask-password'] && flags.password !== undefined)
    throw usageError('--password and --ask-password contradict each other.', 'Leave one of them out.');
  const databases = parseDb(flags.db);
  const timeout = flags.timeout === undefined ? undefined : durationOf('timeout', flags.timeout);
  const named = flags.target === undefined ? null : await namedTarget(flags.target);
  const password = flags['ask-password'] ? await askPassword() : (flags.password ?? (await named?.password()));
  const inputs = {
    ...flags,
    password,
    db: databases === 'all' ? undefined : databases,
    masterName: flags['master-name'],
    sentinelUser: flags['sentinel-user'],
    sentinelPassword: flags['sentinel-password'],
    envFile: flags['env-file'],
    timeout,
  };
  const target = await resolveTarget(inputs, process.env);
  return { target: { ...target, ...named?.naming }, databases: databases ?? target.db };
}

/** Its password, and what it is called and is for. Where it is has been put among the flags when they were read. */
async function namedTarget(
  name: string,
): Promise<{ password: () => Promise<string | undefined>; naming: Pick<Target, 'label' | 'role'> }> {
  const [{ targetNamed }, { passwordOf }] = await Promise.all([import('../targets/config.js'), import('../targets/password.js')]);
  const target = await targetNamed(name, process.env);
  return {
    password: () => passwordOf(target, process.env),
    naming: { label: target.name ?? name, ...(target.role !== undefined && { role: target.role }) },
  };
}

/** `undefined`: the database of the address. */
export function parseDb(text: string | undefined): number | 'all' | undefined {
  if (text === undefined || text === 'all') return text;
  if (!/^\d{1,5}$/.test(text)) throw usageError('--db takes the number of a database, or all.');
  return Number(text);
}

/** Asks on stderr, so that stdout stays data; only a person at a terminal can answer. */
async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY)
    throw usageError('--ask-password needs a terminal.', 'Put the password into REDIS_URL, or use --env-file.');
  const { createPromptModule } = await import('inquirer');
  const prompt = createPromptModule({ output: process.stderr });
  const { password } = await prompt<{ password: string }>([
    { type: 'password', name: 'password', message: 'Redis password:', mask: '*' },
  ]);
  return password;
}

export async function connect(target: Target, access: Access): Promise<Session> {
  const { openSession } = await import('../../redis/topology.js');
  return openSession(target, access);
}
