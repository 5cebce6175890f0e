/** What a measurement could not determine, by its code, and why an application counts as present. */
import type { Message } from '../format/message.js';

type Nothing = Record<never, never>;

export interface MeasureUnknowns {
  /** No application was recognised by names of keys, or in the sample. */
  'no-application': { by: 'names' | 'sample' };
  /** The application keeps no counter of requests, or nothing in the sample counts them. */
  'requests-not-counted': { by: 'application' | 'sample' };
  'keyspace-not-told': Nothing;
  'keys-not-given': Nothing;
  /** `hasTotal`: the server reports how many there were. */
  'commands-not-told': { hasTotal: boolean };
  /** Statistics contain no keys. `isPredicted`: the profile divides them. */
  'keys-not-seen': { isPredicted: boolean };
  'sent-or-called': Nothing;
  'no-time': Nothing;
  'keys-dropped': Nothing;
}

export type MeasureUnknown = Message<MeasureUnknowns>;

/** The user named it, its key names are there, or most commands of the sample name its keys. */
export type Present = 'asked' | 'names' | 'sample';
