/** Pages in a real browser: nothing leaves them, nothing in them acts, and everyone can read them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printable } from '../../../src/lib/format/terminal.js';
import { renderHtml } from '../../../src/lib/report/render/html/page.js';
import { CHROMIUM, startBrowser, WHY_SKIPPED } from '../../support/browser.js';
import { everywhere } from '../../support/everywhere.js';
import { HOSTILE_NAMES } from '../../support/hostile-names.js';
import { runMeterInside } from '../../support/meter-inside.js';
import { contentWidth, lowestContrast, whatActs } from '../../support/page-probes.mjs';
import { relayFile } from '../../support/relay-snapshot.js';

/** The policy of Jenkins for files that jobs publish. */
const JENKINS = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self'";

describe.skipIf(CHROMIUM === null)(`pages in Chromium${WHY_SKIPPED}`, () => {
  let browser: Browser;
  let folder: string;
  const files = { audit: { path: '', html: '' }, hostile: { path: '', html: '' } };
  beforeAll(async () => {
    [browser, folder] = [await startBrowser(), await mkdtemp(join(tmpdir(), 'meter-pages-'))];
    await writeFile(join(folder, 'relay.rdb'), relayFile(true));
    const audit = await runMeterInside(['audit', '--rdb', join(folder, 'relay.rdb'), '--format', 'html']);
    const documents = HOSTILE_NAMES.map((name) => everywhere(printable(name)));
    const blocks = documents.flatMap((document) => document.blocks);
    const hostile = await renderHtml({ ...documents[0]!, blocks });
    for (const [name, html] of Object.entries({ audit: audit.stdout, hostile })) {
      const path = join(folder, `${name}.html`);
      await writeFile(path, html);
      files[name as 'audit'] = { path, html };
    }
  });
  afterAll(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  interface Opened {
    page: Page;
    /** Requests other than that of the page, dialogs, errors and refusals of the policy. */
    events: string[];
  }

  async function opened(name: 'audit' | 'hostile', { width = 1200, scheme = 'light' as 'light' | 'dark' } = {}): Promise<Opened> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme });
    const events: string[] = [];
    const url = pathToFileURL(files[name].path).href;
    page.on('request', (request) => void (request.url() === url || events.push(`request ${request.url()}`)));
    page.on('dialog', (dialog) => {
      events.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => void events.push(`error ${error.message}`));
    page.on('console', (message) => void events.push(`console ${message.text()}`));
    await page.goto(url);
    return { page, events };
  }

  test('hostile names start nothing, load nothing, and stay text', async () => {
    const { page, events } = await opened('hostile');
    await page.locator('summary').first().click();
    await page.locator('th button:visible').first().click();
    await page.locator('h1').hover();
    expect(await page.evaluate(whatActs)).toEqual({ foreign: 0, scripts: 1, handlers: 0 });
    expect(await page.textContent('body')).toContain('<script>alert(1)</script>');
    expect(page.url()).toBe(pathToFileURL(files.hostile.path).href);
    expect(events).toEqual([]);
    await page.close();
  });

  test('rows are sorted, filtered and unfolded, also from the keyboard', async () => {
    const { page, events } = await opened('audit');
    const table = page.getByRole('table', { name: 'Families' });
    const section = page.locator('section').filter({ has: table });
    const visible = section.locator('tbody tr:visible');
    const figures = async (): Promise<number[]> =>
      (await visible.locator('td').and(section.locator('td:nth-child(2)')).allTextContents()).map((text) =>
        Number(text.replaceAll(',', '')),
      );
    expect(await visible.count()).toBe(25);
    await section.getByRole('button', { name: /^keys/ }).focus();
    await page.keyboard.press('Enter');
    const falling = await figures();
    expect(falling).toEqual(falling.toSorted((one, other) => other - one));
    expect(await section.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    await section.getByRole('button', { name: /^Show all/ }).click();
    const all = await visible.count();
    expect(all).toBeGreaterThan(25);
    await section.getByRole('button', { name: /^keys/ }).click();
    const rising = await figures();
    expect(rising).toEqual(rising.toSorted((one, other) => one - other));
    await section.getByRole('searchbox').fill('USAGE:COST');
    const names = await visible.locator('th').allTextContents();
    expect(names.length).toBeGreaterThan(0);
    expect(names.length).toBeLessThan(all);
    for (const name of names) expect(name).toContain('usage:cost');
    expect(await section.locator('output').textContent()).toBe(`${names.length} of ${all} shown`);
    expect(events).toEqual([]);
    await page.close();
  });

  test('printed, every row is there, and no control', async () => {
    const { page } = await opened('audit', { scheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.locator('tr.folded').first().isVisible()).toBe(true);
    expect(await page.locator('.tools:visible, .more:visible, nav:visible').count()).toBe(0);
    expect((await page.evaluate(lowestContrast)).page).toBe('rgb(255, 255, 255)');
    await page.close();
  });

  test.each(['audit', 'hostile'] as const)('%s at 360 pixels does not scroll sideways', async (name) => {
    const { page } = await opened(name, { width: 360 });
    expect(await page.evaluate(contentWidth)).toBeLessThanOrEqual(360);
    expect([await page.locator('svg.narrow').first().isVisible(), await page.locator('svg.wide').first().isVisible()]).toEqual([
      true,
      false,
    ]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)(
    '%s: every text has a contrast of at least 4.5, and the theme can be chosen',
    async (scheme) => {
      for (const name of ['audit', 'hostile'] as const) {
        const { page } = await opened(name, { scheme });
        const worst = await page.evaluate(lowestContrast);
        expect(worst.ratio, `${name} ${worst.text}`).toBeGreaterThanOrEqual(4.5);
        await page.getByRole('combobox', { name: 'Theme' }).selectOption(scheme === 'light' ? 'dark' : 'light');
        const other = await page.evaluate(lowestContrast);
        expect(other.ratio, `${name} ${other.text}`).toBeGreaterThanOrEqual(4.5);
        expect(other.page).not.toBe(worst.page);
        await page.close();
      }
    },
  );

  test("under Jenkins' policy, without script and style, everything can be read", async () => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    const headers = { 'content-type': 'text/html', 'content-security-policy': JENKINS };
    await page.route('**/*', (route) => route.fulfill({ headers, body: files.audit.html }));
    await page.goto('http://jenkins.test/report.html');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^Audit of/);
    expect(await page.locator('th button').count()).toBe(0);
    expect(await page.getByRole('searchbox').count()).toBe(0);
    expect(await page.locator('svg.narrow').first().isVisible()).toBe(false);
    const map = await page.locator('svg.wide').boundingBox();
    expect([map!.width > 600, map!.height > 200]).toEqual([true, true]);
    expect(await page.locator('table.chart rect').first().boundingBox()).toMatchObject({ height: 12 });
    expect(await page.locator('table.data tbody tr:visible').count()).toBe(await page.locator('table.data tbody tr').count());
    await page.close();
  });
});
