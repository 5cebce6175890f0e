/** Appends records to a history until it is killed. */
const [, , file, text] = process.argv;
const { appendRecord } = await import('../../../dist/lib/growth/history/file.js');
const record = JSON.parse(text);
for (let minute = 0; ; minute++) {
  await appendRecord(file, { ...record, at: new Date(Date.UTC(2026, 0, 1, 1, minute)).toISOString() });
  process.stdout.write('appended\n');
}
