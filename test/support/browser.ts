/** Debian's Chromium, for tests of pages. */
import { accessSync, constants } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** METER_CHROMIUM names another one. `null`: none is installed. */
export const CHROMIUM: string | null =
  [process.env.METER_CHROMIUM, ...PLACES].find((path): path is string => path !== undefined && isExecutable(path)) ?? null;

/** Part of a title, so that a skipped test says why. */
export const WHY_SKIPPED = CHROMIUM === null ? ' (skipped: no Chromium; apt-get install chromium)' : '';

export const startBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM! });

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
