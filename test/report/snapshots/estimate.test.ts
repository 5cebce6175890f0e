import { expect, test } from 'vitest';
import { estimateDocument } from '../../../src/lib/report/estimate/document.js';
import { renderText } from '../../../src/lib/report/render/text.js';
import { estimated } from '../../support/estimated.js';

/** A relay as it was found: many more keys than requests. */
const relay = () =>
  estimated(
    'claude-relay-service@1.1.314',
    { requestsPerDay: 3000, apiKeys: 51, accounts: 12, models: 8, keys: 6792 },
    { workloadFrom: 'relay.rdb', dataBytes: 23_278_387 },
  );

test.each([80, 100, 200])('an estimate at %i columns', async (width) => {
  const text = await renderText(estimateDocument(await relay()), { color: false, all: false, width });
  await expect(text).toMatchFileSnapshot(`estimate/${width}.txt`);
});

test('an estimate with all of its sections', async () => {
  const text = await renderText(estimateDocument(await relay()), { color: false, all: true, width: 100 });
  await expect(text).toMatchFileSnapshot('estimate/all.txt');
});

test('the commands behind a figure', async () => {
  const envelope = await estimated('claude-relay-service@1.1.314', {}, { explain: 'weekly-cost' });
  const text = await renderText(estimateDocument(envelope), { color: false, all: false, width: 100 });
  await expect(text).toMatchFileSnapshot('estimate/explain.txt');
});
