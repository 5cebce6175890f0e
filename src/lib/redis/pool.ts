import { says } from '../errors/connection.js';
import { failure, MeterError } from '../format/errors.js';
import { addressText, type NodeAddress } from './address.js';
import { connectControl, type Access, type Control } from './control.js';
import type { Target } from './target.js';

/** The control connections of one session: one per address, all closed together. */
export interface ControlPool {
  /** `announced`: a server reported this address, so a failure to reach it needs a different hint. */
  connect(address: NodeAddress, options?: { readonly?: boolean; announced?: boolean }): Promise<Control>;
  /** Closes all other controls. */
  keep(controls: readonly Control[]): void;
  close(): void;
}

export function openPool(target: Target, access: Access): ControlPool {
  const controls = new Map<string, Promise<Control>>();

  // A control that is still connecting is closed once connected; a failed one has nothing to close.
  const closeAllBut = (kept: readonly Control[]): void => {
    for (const pending of controls.values()) {
      pending.then(
        (control) => kept.includes(control) || control.close(),
        () => {},
      );
    }
  };

  return {
    connect(address, { readonly = false, announced = false } = {}) {
      const id = `${addressText(address)} ${readonly}`;
      const known = controls.get(id);
      if (known) return known;
      const opening = connectControl(target, address, access, readonly);
      const pending = announced ? opening.catch(failAnnounced) : opening;
      controls.set(id, pending);
      return pending;
    },
    keep: closeAllBut,
    close: () => closeAllBut([]),
  };
}

function failAnnounced(error: unknown): never {
  if (!(error instanceof MeterError)) throw error;
  throw failure(says('announced-address', { failed: error.saying }), error.exitCode, error.code);
}
