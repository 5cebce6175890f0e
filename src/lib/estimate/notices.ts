/** Warnings and notes of an estimate, as data; the sentences are in report/messages. */
import type { Message } from '../format/message.js';

export interface EstimateNotices {
  /** Background jobs that scan all keys are missing, because the number of keys is unknown. */
  'jobs-left-out': { keys: number; commandsPerDay: number };
  'switch-ignored': { env: string; value: string; because: string };
  'switch-tried-unread': { env: string; because: string };
  'switch-assumed-read': { env: string; because: string };
  /** `breaks`: a sentence of the profile. */
  'switch-off': { env: string; value: string; breaks: string };
  'switches-not-read': { unread: number; switches: number };
  'events-not-measured': { version: string; sources: string[] };
  /** `note`: a sentence of the profile. */
  'share-of-condition': { condition: string; note: string };
}

export type EstimateNotice = Message<EstimateNotices>;
