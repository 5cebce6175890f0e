/** Warnings about a `.env` file, as data; the sentences are in report/messages. */
import type { Message } from '../format/message.js';
import type { Switch } from '../profile/operations.js';

export interface SwitchNotices {
  'not-in-utf-8': { file: string; encoding: string };
  /** UTF-8 that was read as Latin-1 and written again. */
  'read-as-latin-1': { file: string };
  'set-more-than-once': { file: string; env: string };
  /** Lines of the file, from 1; the last one counts. */
  'set-on-lines': { env: string; lines: number[] };
  'lines-removed': { env: string; lines: number[] };
  'last-line-changed': { env: string; lines: number[] };
  'node-reads-otherwise': { env: string };
  /** `kind`: which values it takes. */
  'value-does-not-fit': { env: string; kind: Switch['kind']; readAs: string };
  /** `breaks`: a sentence of the profile. `reads`: `null`: unknown. */
  'switch-turned-off': { env: string; value: string; breaks: string; reads: boolean | null; because: string };
  'hard-links': { file: string; names: number };
}

export type SwitchNotice = Message<SwitchNotices>;
