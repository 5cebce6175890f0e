/** Streams input of any length from files, FIFOs and standard input. */
import { constants, open } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { openRegularFile } from './regular-file.js';

/** `-` is standard input. Fails like `openRegularFile`. */
export async function openInputStream(name: string): Promise<Readable> {
  if (name === '-') return standardInput();
  if ((await stat(name)).isFIFO()) return openFifo(name);
  const { handle } = await openRegularFile(name);
  return handle.createReadStream();
}

/** The stream for `-`. All reads of standard input go through here. */
export const standardInput = (): Readable => process.stdin;

/** Opens without waiting for a writer, and reads like a socket, because a file read cannot be cancelled. */
export async function openFifo(name: string): Promise<Readable> {
  const fd = await promisify(open)(name, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}
