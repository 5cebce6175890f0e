/** Who we are, and whether the server lets anybody in. */
import { MeterError } from '../../format/errors.js';
import { connectControl, type Access } from '../../redis/control.js';
import type { Session } from '../../redis/topology.js';

export interface Login {
  /** The name of our user; `null`: the server does not say. */
  user: string | null;
  /** Whether commands are answered without a login; `null`: unknown. */
  open: boolean | null;
}

export async function askLogin({ nodes: [node], target }: Session, access: Access): Promise<Login> {
  const whoami = await node.control.ask('ACL', 'WHOAMI');
  const user = typeof whoami === 'string' && /^[\w.@:-]{1,64}$/.test(whoami) ? whoami : null;
  return { user, open: target.password === null || target.password === '' ? true : await opensWithout() };

  /** Our own connection proves nothing if it has logged in. */
  async function opensWithout(): Promise<boolean | null> {
    const bare = { ...target, username: null, password: null, db: 0 };
    try {
      (await connectControl(bare, node.address, access)).close();
      return true;
    } catch (error) {
      if (!(error instanceof MeterError)) throw error;
      return error.code === 'password-required' ? false : null;
    }
  }
}
