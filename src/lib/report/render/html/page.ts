/**
 * A document as a page: one file that loads nothing, is complete without script and style, and in which no text of a server is
 * markup. The script sorts, filters and folds; the policy allows this script and this style, and no request.
 */
import { createHash } from 'node:crypto';
import type { Block, Document, Fact, Section } from '../../document.js';
import { isForMachines, sectionNamed } from '../../document.js';
import { en } from '../../messages/en.js';
import type { PageMessages } from '../../messages/page.js';
import { BEHAVIOUR } from './behaviour.js';
import { chartHtml } from './chart.js';
import { headHtml, toneClass, type PageContext } from './context.js';
import { element, escapeHtml, tag } from './escape.js';
import { linesHtml } from './lines.js';
import { listHtml } from './list.js';
import { LOOK } from './look.js';
import { tableHtml } from './table.js';
import { treemapHtml } from './treemap.js';

/** Where a report comes from. A page says so at its foot. */
export interface Provenance {
  /** Name and version of the program. */
  program: string;
  command: string;
  /** Without credentials; `null`: the report is of no server. */
  target: string | null;
  made: Date;
}

export interface PageOptions {
  /** Absent: English. */
  words?: PageMessages;
  /** Show only this section. */
  section?: string | null;
  provenance?: Provenance | undefined;
  /** Bytes for tables and lists. Absent: such that the page stays below 5 MB. */
  room?: number;
}

/** Leaves room for headings, charts, style and script below 5 MB. */
const ROOM = 4_500_000;
/** With fewer sections a page has no contents. */
const FEW_SECTIONS = 3;

export async function renderHtml(document: Document, options: PageOptions = {}): Promise<string> {
  let text = '';
  for await (const piece of htmlPieces(document, options)) text += piece;
  return text;
}

/** The same piece by piece. Throws a usage error if the section does not exist. */
export async function* htmlPieces(document: Document, options: PageOptions): AsyncGenerator<string> {
  const { words = en.page, provenance } = options;
  const section = options.section ?? null;
  const named = section === null ? document.blocks : sectionNamed(document, section);
  const blocks = ordered(named.filter((block) => !isForMachines(block) && !isEmptyDrawing(block)));
  const ids = idsOf(blocks);
  const parts = blocks.filter(({ kind }) => kind === 'table' || kind === 'list' || kind === 'lines').length;
  const frame = document.words ?? en.render;
  const context: PageContext = { words, frame, ids, room: { left: options.room ?? ROOM, parts } };
  yield openingHtml(document, words);
  yield titleHtml(document, words);
  for (const fact of placed(blocks, 'partial'))
    yield `<p class="partial" role="note">${element('strong', words.partial)} ${escapeHtml(fact.text)}</p>`;
  if (document.summary !== undefined && section === null)
    yield element('p', document.summary.text, { class: `summary ${toneClass(document.summary.tone).class ?? ''}`.trim() });
  yield contentsHtml(blocks, ids, words);
  yield '<main>';
  for (const block of blocks) {
    let written = 0;
    for await (const piece of blockHtml(context, block)) {
      written += Buffer.byteLength(piece);
      yield piece;
    }
    context.room.left -= written;
  }
  yield '</main>';
  yield aboutHtml(placed(blocks, 'about'), words, provenance);
  yield `<script>${BEHAVIOUR}</script></body></html>\n`;
}

/** Facts at the beginning stay there, such as the server and the clock. */
function ordered(blocks: readonly Block[]): Block[] {
  const isHead = (block: Block): boolean => block === blocks[0] && block.kind === 'facts';
  const isFirst = (block: Block): boolean => 'first' in block && block.first === true;
  const rank = (block: Block): number => (isHead(block) ? 0 : isFirst(block) ? 1 : 2);
  return blocks.toSorted((one, other) => rank(one) - rank(other));
}

/** Nothing to draw, and no sentence that says so. */
const isEmptyDrawing = (block: Block): boolean =>
  (block.kind === 'chart' && block.bars.length === 0) ||
  (block.kind === 'treemap' && block.leaves.every(({ value }) => value <= 0));

/** An id of its own for each section with a title. */
function idsOf(blocks: readonly Block[]): Map<object, string> {
  const ids = new Map<object, string>();
  const used = new Set<string>();
  for (const block of blocks) {
    if (!('title' in block) || block.title === undefined) continue;
    const name = block.id ?? 'section';
    let id = name;
    for (let number = 2; used.has(id); number += 1) id = `${name}-${number}`;
    ids.set(block, id);
    used.add(id);
  }
  return ids;
}

const digestOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What the page may do: apply its own style and run its own script. It may load nothing and send nothing. */
const policy = (): string =>
  `default-src 'none'; style-src ${digestOf(LOOK)}; script-src ${digestOf(BEHAVIOUR)}; base-uri 'none'; form-action 'none'`;

const openingHtml = ({ title }: Document, { lang }: PageMessages): string =>
  [
    `<!doctype html>${tag('html', { lang })}<head><meta charset="utf-8">`,
    tag('meta', { 'http-equiv': 'Content-Security-Policy', content: policy() }),
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">',
    element('title', [title.text, title.name].filter(Boolean).join(' ')),
    `<style>${LOOK}</style></head><body>`,
  ].join('');

function titleHtml({ title }: Document, { theme }: PageMessages): string {
  const { text, name = '', remark = '', tone } = title;
  const options = (['system', 'light', 'dark'] as const).map((value) => element('option', theme[value], { value }));
  return [
    `<header><h1>${element('span', text, toneClass(tone))}${name === '' ? '' : ` ${element('bdi', name)}`}</h1>`,
    remark === '' ? '' : element('p', remark, { class: 'quiet' }),
    `<p class="tools" data-live hidden><label>${element('span', theme.label)} <select id="theme">${options.join('')}</select></label></p></header>`,
  ].join('');
}

function contentsHtml(blocks: readonly Block[], ids: ReadonlyMap<object, string>, { contents }: PageMessages): string {
  const titled = blocks.flatMap((block): { title: string; id: string }[] => {
    const { title } = block as Partial<Section>;
    const id = ids.get(block);
    return id === undefined || title === undefined || title === '' ? [] : [{ title, id }];
  });
  if (titled.length < FEW_SECTIONS) return '';
  const links = titled.map(({ title, id }) => `<li>${element('a', title, { href: `#${id}` })}</li>`);
  return `${tag('nav', { 'aria-label': contents })}<ul>${links.join('')}</ul></nav>`;
}

const placed = (blocks: readonly Block[], place: Fact['place']): Fact[] =>
  blocks.flatMap((block) => (block.kind === 'facts' ? block.facts.filter((fact) => fact.place === place) : []));

async function* blockHtml(context: PageContext, block: Block): AsyncGenerator<string> {
  switch (block.kind) {
    case 'facts': {
      const facts = block.facts.filter(({ place }) => place === undefined);
      if (facts.length > 0) yield `<section>${headHtml(context, block)}${factsHtml(facts)}</section>`;
      break;
    }
    case 'table':
      yield* tableHtml(context, block);
      break;
    case 'records':
      break;
    case 'list':
      yield* listHtml(context, block);
      break;
    case 'chart':
      yield chartHtml(context, block);
      break;
    case 'lines':
      yield linesHtml(context, block);
      break;
    case 'treemap':
      yield await treemapHtml(context, block);
      break;
    case 'note':
      yield element('p', block.text, toneClass(block.tone));
      break;
    case 'code': {
      const lines = block.lines.map(({ text, tone }) => element('span', text, toneClass(tone)));
      yield `<section>${headHtml(context, block)}<pre tabindex="0"><code>${lines.join('\n')}</code></pre></section>`;
      break;
    }
    case 'command':
      yield `<p>${element('b', `${block.label}:`)} ${element('code', block.text, { class: 'command' })}</p>`;
  }
}

/** A label, then its texts: a fact without a label continues the one above. */
const factsHtml = (facts: readonly Fact[]): string =>
  `<dl>${facts
    .map(({ label, text, tone, command }, at) => {
      const shown = command === true ? element('code', text, { class: 'command' }) : element('span', text, toneClass(tone));
      return `${label === '' && at > 0 ? '' : element('dt', label)}<dd>${shown}</dd>`;
    })
    .join('')}</dl>`;

function aboutHtml(facts: readonly Fact[], { about }: PageMessages, provenance: Provenance | undefined): string {
  const { program, command, target, made } = provenance ?? {};
  const all: Fact[] = [
    ...(program === undefined ? [] : [{ label: about.program, text: `${program}, meter ${command}` }]),
    ...(target === null || target === undefined ? [] : [{ label: about.target, text: target }]),
    ...(made === undefined ? [] : [{ label: about.made, text: `${made.toISOString().slice(0, 16).replace('T', ' ')} UTC` }]),
    ...facts,
  ];
  return all.length === 0 ? '' : `${tag('footer', { 'aria-label': about.title })}${factsHtml(all)}</footer>`;
}
