/** Reads `.env` files whole, to edit settings or to find the address of Redis. */
import { says } from '../errors/files.js';
import { isUtf8 } from 'node:buffer';
import { otherEncodingOf, type OtherEncoding } from '../format/encoding.js';
import { usageError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import { whyNotEnv } from './recognise-env.js';
import { readSmallFile, type SmallFile } from './small-file.js';

export interface EnvFileText extends SmallFile {
  /** As programs read it that expect UTF-8: bytes of another encoding are U+FFFD in it. */
  text: string;
  /** `null`: UTF-8. */
  encoding: OtherEncoding | null;
}

/** Throws a usage error when the path is not a readable regular file of at most 1 MiB, or the file does not contain settings. */
export async function readEnvFile(path: string): Promise<EnvFileText> {
  const shown = safeText(path);
  const file = await readSmallFile(path, (why) => says('env-file-unreadable', { path: shown, why }));
  const reason = whyNotEnv(file.bytes);
  const encoding = isUtf8(file.bytes) ? null : otherEncodingOf(file.bytes);
  if (reason === null) return { ...file, text: file.bytes.toString('utf8'), encoding };
  if (encoding !== null) throw usageError(says('env-file-encoding', { path, encoding }));
  throw usageError(says('no-env-file', { path: shown, why: reason }));
}
