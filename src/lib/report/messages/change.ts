/** The sentences that plans and changes need, in whichever language. */
import type { ProtectedParams } from '../../change/plan/protected.js';
import type { Sentences } from '../../format/message.js';

export interface ChangeMessages {
  /** Behind the number of keys that stay. */
  protected: Sentences<ProtectedParams>;
}
