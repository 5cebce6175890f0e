/** What the parts of one page share. */
import type { Section, Tone } from '../../document.js';
import type { PageMessages } from '../../messages/page.js';
import type { RenderMessages } from '../../messages/render.js';
import { element, tag } from './escape.js';

export interface PageContext {
  words: PageMessages;
  /** What renderers of every format say. */
  frame: RenderMessages;
  room: Room;
  /** The id of each section on the page. */
  ids: ReadonlyMap<object, string>;
}

/** How much may still be written. */
export interface Room {
  /** Bytes. */
  left: number;
  /** Tables and lists that are still to come. Each gets an equal part of what is left. */
  parts: number;
}

/** Bytes for the next table or list. */
export function shareOf(room: Room): number {
  const share = Math.max(0, room.left / Math.max(1, room.parts));
  room.parts -= 1;
  return share;
}

/** The heading of a section and its remark; nothing for a block without a title. */
export function headHtml({ ids }: PageContext, block: Partial<Section>): string {
  const { title, remark } = block;
  if (title === undefined) return '';
  return `${element('h2', title, { id: ids.get(block) })}${remark === undefined || remark === '' ? '' : element('p', remark, { class: 'quiet' })}`;
}

export const toneClass = (tone: Tone | undefined): { class?: string } => (tone === undefined ? {} : { class: `tone-${tone}` });

/** A field that filters what follows it, shown only by the script. */
export const filterHtml = ({ words }: PageContext, title: string): string =>
  `<p class="tools" data-live hidden><label>${element('span', words.filter)} ${tag('input', { type: 'search', 'aria-label': `${words.filter}: ${title}` })}</label> ${tag('output', { 'data-text': words.counted })}</output></p>`;

/** The button that shows what the script has folded. */
export const moreHtml = ({ words }: PageContext): string =>
  `${tag('button', { type: 'button', class: 'more', 'data-more': words.showAll, 'data-fewer': words.showFewer, hidden: true })}</button>`;
