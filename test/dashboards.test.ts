/** The dashboard and the alert rules name only metrics that the program gives, with labels that they have. */
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { gauge } from '../src/lib/report/metrics/metric.js';
import { exporterMetrics } from '../src/lib/report/metrics/exporter.js';
import { EXIT, MeterError } from '../src/lib/format/errors.js';
import { loadRelay } from './support/audit.js';
import { runMeterInside } from './support/meter-inside.js';
import { needsPromtool, promtool } from './support/promtool.js';
import { startRedis } from './support/redis-server.js';

const fileOf = (name: string): URL => new URL(`../dashboards/${name}`, import.meta.url);

interface Panel {
  title: string;
  targets: { expr: string }[];
}

/** Labels by metric. */
const given = new Map<string, Set<string>>();
let dashboard: { panels: Panel[]; templating: { list: { query: string }[] } } & Record<string, unknown>;
let rules: { alert: string; expr: string }[];

beforeAll(async () => {
  const server = await startRedis();
  try {
    await loadRelay(server.port, true);
    for (const verb of ['audit', 'usage', 'limits', 'limiters', 'doctor']) {
      const { stdout } = await runMeterInside([verb, '--format', 'prometheus', '-q', '-u', server.url]);
      for (const [, name = '', labels = ''] of stdout.matchAll(/^(meter_\w+)\{(.*)\} /gm)) {
        const own = given.get(name) ?? new Set();
        for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) own.add(label);
        given.set(name, own);
      }
    }
  } finally {
    await server.stop();
  }
  const kept = { name: 'usage', result: null, runs: 1, failures: 1 };
  const failure = new MeterError('x', EXIT.connection, 'x');
  const refusal = new MeterError('x', EXIT.refused, 'x');
  for (const { name, samples } of exporterMetrics([{ ...kept, failure, refusal }], 900))
    for (const { labels } of samples) given.set(name, new Set(Object.keys(labels)));
  dashboard = JSON.parse(await readFile(fileOf('grafana.json'), 'utf8')) as typeof dashboard;
  const { groups } = parse(await readFile(fileOf('alerts.yml'), 'utf8')) as { groups: { rules: typeof rules }[] };
  rules = groups.flatMap((group) => group.rules);
});

const expressions = (): string[] => [
  ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...dashboard.templating.list.map(({ query }) => query),
  ...rules.map(({ expr }) => expr),
];

/** Metrics that a data set must have to be seen: a relay whose requests have list prices. */
const ELSEWHERE = gauge('meter_usage_real_cost_usd', '', []).name;

test('every metric is one that the program gives', () => {
  const named = new Set(expressions().flatMap((text) => text.match(/meter_[a-z_]+/g) ?? []));
  expect(named.size).toBeGreaterThan(20);
  expect([...named].filter((name) => !given.has(name) && name !== ELSEWHERE)).toEqual([]);
});

test('and has the labels that are asked for', () => {
  for (const text of expressions())
    for (const [, name = '', selector = ''] of text.matchAll(/(meter_[a-z_]+)\{([^}]*)\}/g))
      for (const [, label = ''] of selector.matchAll(/(\w+)=~?"/g))
        expect(given.get(name)?.has(label) ?? name === ELSEWHERE, `${name}{${label}}`).toBe(true);
});

test('the dashboard can be imported: a data source is asked for, and panels have their own ids and places', () => {
  expect(dashboard).toMatchObject({ id: null, uid: 'redis-meter', __inputs: [{ name: 'DS_PROMETHEUS', type: 'datasource' }] });
  const panels = dashboard.panels as unknown as { id: number; gridPos: { x: number; y: number; w: number } }[];
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
});

test('Prometheus takes the rules', async (context) => {
  needsPromtool(context);
  expect(await promtool(['check', 'rules', fileOf('alerts.yml').pathname])).toBe('');
});

test('and every expression of the dashboard', async (context) => {
  needsPromtool(context);
  const all = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const recorded = all.map((expr, at) => ({ record: `meter:panel:${at}`, expr: expr.replaceAll('$target', '.*') }));
  const { mkdtemp, rm, writeFile } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const folder = await mkdtemp(`${tmpdir()}/meter-rules-`);
  await writeFile(`${folder}/rules.yml`, JSON.stringify({ groups: [{ name: 'panels', rules: recorded }] }));
  expect(await promtool(['check', 'rules', `${folder}/rules.yml`])).toBe('');
  await rm(folder, { recursive: true });
});
