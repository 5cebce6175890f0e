import { says } from '../../errors/command-line.js';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { usageError } from '../../format/errors.js';
import type { NamedTarget } from './config.js';

/** Maximum wait in ms. A person may have to unlock a password store meanwhile. */
const LONGEST = 60_000;
/** Maximum length of a password in characters. */
const MOST = 4096;

/** The password of a named target; `undefined`: it names none. The usage errors contain nothing of the command's output. */
export async function passwordOf(
  { passwordEnv, passwordCommand }: Pick<NamedTarget, 'passwordEnv' | 'passwordCommand'>,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (passwordEnv !== undefined) {
    const password = env[passwordEnv];
    if (password) return password;
    throw usageError(says('password-env', { name: passwordEnv }));
  }
  return passwordCommand === undefined ? undefined : answerOf(passwordCommand, env);
}

/** The first line of output of a shell command. */
async function answerOf(command: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn('/bin/sh', ['-c', command], { stdio: ['inherit', 'pipe', 'inherit'], env, timeout: LONGEST });
  let answer = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (piece: string) => {
    if (answer.length <= MOST) answer += piece;
  });
  const [code, signal] = (await once(child, 'close').catch(() => [null, null])) as [number | null, string | null];
  if (code !== 0) throw usageError(says('password-command', { why: signal === null ? { exitCode: code } : 'late' }));
  const [line = ''] = answer.split(/\r?\n/, 1);
  if (line === '' || answer.length > MOST) throw usageError(says('password-command', { why: 'nothing' }));
  return line;
}
