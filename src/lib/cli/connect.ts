import { usageError } from '../format/errors.js';
import type { Access } from '../redis/control.js';
import { targetName, type Target } from '../redis/target.js';
import type { Session } from '../redis/topology.js';
import type { TargetInfo } from '../report/model.js';
import { durationOf } from './duration-flag.js';

/** Values of the connection flags, and the database. */
export interface ConnectionInputs {
  url?: string | undefined;
  host?: string | undefined;
  port?: number | undefined;
  user?: string | undefined;
  password?: string | undefined;
  'ask-password'?: boolean | undefined;
  tls?: boolean | undefined;
  cacert?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
  sni?: string | undefined;
  insecure?: boolean | undefined;
  cluster?: boolean | undefined;
  replica?: boolean | undefined;
  sentinel?: string | undefined;
  'master-name'?: string | undefined;
  'env-file'?: string | undefined;
  timeout?: string | undefined;
  db?: number | undefined;
}

export async function targetFrom(flags: ConnectionInputs): Promise<Target> {
  const { resolveTarget } = await import('../redis/resolve-target.js');
  const { 'master-name': masterName, 'env-file': envFile, 'ask-password': ask, timeout, ...rest } = flags;
  if (ask && flags.password !== undefined)
    throw usageError('--password and --ask-password contradict each other.', 'Leave one of them out.');
  const password = ask ? await askPassword() : flags.password;
  return resolveTarget({
    ...rest,
    password,
    masterName,
    envFile,
    timeout: timeout === undefined ? undefined : durationOf('timeout', timeout),
  });
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
  const { openSession } = await import('../redis/topology.js');
  return openSession(target, access);
}

/** The target as reports show it: no credential in it. */
export function targetInfo(session: Session, db: number | 'all'): TargetInfo {
  const { target, mode } = session;
  return {
    name: targetName(target),
    host: target.path === null ? target.host : null,
    port: target.path === null ? target.port : null,
    db,
    tls: target.tls !== null,
    mode,
    replica: target.replica,
  };
}
