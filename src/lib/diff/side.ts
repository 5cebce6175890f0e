import type { DiffSide } from './model.js';
import type { EnvelopeShape } from './shapes.js';

/** A result whose shape was checked. */
export interface Side<Data> {
  side: DiffSide;
  target: EnvelopeShape['target'];
  data: Data;
}
