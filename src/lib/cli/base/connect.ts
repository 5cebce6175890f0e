import { says } from '../../errors/command-line.js';
import { usageError } from '../../format/errors.js';
import type { Access } from '../../redis/control.js';
import type { Target } from '../../redis/target.js';
import type { Session } from '../../redis/topology.js';
import type { TypedAddress } from '../../redis/typed-address.js';

/** A target, and the requested databases. */
export interface Asked {
  target: Target;
  databases: number | 'all';
}

export async function targetFrom(address: TypedAddress): Promise<Asked> {
  const { resolveTarget } = await import('../../redis/resolve-target.js');
  const { target: name, askPassword, database, ...inputs } = address;
  const named = name === undefined ? null : await namedTarget(name);
  const password = askPassword ? await passwordAsked() : (inputs.password ?? (await named?.password()));
  const target = await resolveTarget({ ...inputs, password, db: database === 'all' ? undefined : database }, process.env);
  return { target: { ...target, ...named?.naming }, databases: database ?? target.db };
}

/** The password, name and role of a named target. Its address is already among the flags. */
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

/** Asks on stderr, because stdout is for data. Only a person at a terminal can answer. */
async function passwordAsked(): Promise<string> {
  if (!process.stdin.isTTY) throw usageError(says('password-no-terminal'));
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
