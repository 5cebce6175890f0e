/** What is read as a stream, however long it is: files, FIFOs and standard input. */
import { constants, open } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { openRegularFile } from './regular-file.js';

/** `-` is standard input. Fails as `openRegularFile` does. */
export async function openInputStream(name: string): Promise<Readable> {
  if (name === '-') return standardInput();
  if ((await stat(name)).isFIFO()) return openFifo(name);
  const { handle } = await openRegularFile(name);
  return handle.createReadStream();
}

/** What `-` names. Nothing else opens it. */
export const standardInput = (): Readable => process.stdin;

/** Opened without waiting for a writer, and read as a socket is: a read of a file cannot be called off. */
export async function openFifo(name: string): Promise<Readable> {
  const fd = await promisify(open)(name, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}
