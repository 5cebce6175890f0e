/** Reads `.env` files whole, to edit settings or to find the address of Redis. */
import { isUtf8 } from 'node:buffer';
import { otherEncodingOf } from '../format/encoding.js';
import { usageError } from '../format/errors.js';
import { shellQuote } from '../format/shell.js';
import { safeText } from '../format/terminal.js';
import { whyNotEnv } from './recognise-env.js';
import { readSmallFile, type SmallFile } from './small-file.js';

/** Throws a usage error when the path is not a readable regular file of at most 1 MiB, or the file does not contain settings. */
export async function readEnvFile(path: string): Promise<SmallFile & { text: string }> {
  const shown = safeText(path);
  const file = await readSmallFile(path, {
    subject: `The file ${shown}`,
    advice: 'Check the path given to --env-file and its permissions.',
  });
  const reason = whyNotEnv(file.bytes);
  if (reason === null) return { ...file, text: file.bytes.toString('utf8') };
  const encoding = isUtf8(file.bytes) ? null : otherEncodingOf(file.bytes);
  if (encoding !== null)
    throw usageError(
      `${shown} is in ${encoding}, and a .env file is read as UTF-8.`,
      `Convert it: iconv -f ${encoding} -t UTF-8 ${shellQuote(path)}`,
    );
  throw usageError(`${shown} ${reason}, so it is no .env file.`, 'Name a file with one NAME=value on each line.');
}
