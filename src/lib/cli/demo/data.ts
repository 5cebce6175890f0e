import { sizeOf, type Manifest } from '../../demo/manifest.js';
import type { DemoData } from '../../demo/model.js';
import type { Relay } from './options.js';

/** `where`: the file or the server with the relay. */
export function demoData(
  { seed, now, utcOffset }: Relay,
  manifest: Manifest,
  where: Partial<Pick<DemoData, 'written' | 'server'>>,
): DemoData {
  const planted = manifest.planted.map(({ problem, keys }) => ({ problem, keys: keys.length }));
  const families = manifest.families.length;
  return {
    relay: { ...sizeOf(manifest), families, seed, now: now.toISOString(), utcOffset, planted },
    written: null,
    server: null,
    ...where,
  };
}
