/** A list: findings, differences, notes. */
import type { Item, List } from '../../document.js';
import { filterHtml, headHtml, moreHtml, shareOf, toneClass, type PageContext } from './context.js';
import { element, escapeHtml, tag } from './escape.js';

/** With more items than these, the script folds the others. */
const FOLDED = 25;

export function* listHtml(context: PageContext, list: List): Generator<string> {
  yield `<section>${headHtml(context, list)}`;
  let share = shareOf(context.room);
  let written = 0;
  let left = 0;
  for (const item of list.items) {
    const text = itemHtml(context, item);
    share -= Buffer.byteLength(text);
    // Once one is left out, all that follow are: their number is known, and none is missing between others.
    if (share < 0 || left > 0) {
      left += 1;
      continue;
    }
    if (written === 0) yield `${filterHtml(context, list.title)}${tag('ul', { class: 'items', 'data-shown': FOLDED })}`;
    yield text;
    written += 1;
  }
  if (written > 0) yield `</ul>${moreHtml(context)}`;
  if (left > 0) yield element('p', context.words.folded(left, null), { class: 'quiet' });
  if (written + left === 0 && list.none !== undefined) yield element('p', list.none);
  yield '</section>';
}

function itemHtml(
  { frame }: PageContext,
  { severity, lead, title, tone, code, texts = [], details = [], command, advice }: Item,
): string {
  const mark = severity === undefined ? lead : frame.severities[severity];
  const head = [
    ...(mark === undefined
      ? []
      : [element('span', mark, { class: severity === undefined ? 'lead' : `severity severity-${severity}` })]),
    ...(title === undefined ? [] : [element('span', title, toneClass(tone))]),
    ...(code === undefined ? [] : [element('code', code, { class: 'quiet' })]),
  ].join(' ');
  const shown = texts.map((each) =>
    typeof each === 'string' ? element('span', each) : element('span', each.text, toneClass(each.tone)),
  );
  // A mark without a title is before the first text.
  const [first, ...others] =
    title === undefined && mark !== undefined ? [[head, shown[0] ?? ''].join(' '), ...shown.slice(1)] : shown;
  const lines = [
    ...(first === undefined ? [] : [`<p>${first}</p>`]),
    ...others.map((text) => `<p>${text}</p>`),
    ...details.map((text) => element('p', text, { class: 'quiet' })),
    ...(command === undefined
      ? []
      : [`<p>${labelHtml(frame, command)}${element('code', command.text, { class: 'command' })}</p>`]),
    ...(advice === undefined ? [] : [`<p>${labelHtml(frame, advice)}${escapeHtml(advice.text)}</p>`]),
  ];
  if (title !== undefined) return `<li><h3>${head}</h3>${lines.join('')}</li>`;
  return `${tag('li', lines.length < 2 ? { class: 'plain' } : {})}${lines.join('')}</li>`;
}

/** The space after the label, if there is one, is outside. */
function labelHtml({ lead }: PageContext['frame'], { label }: { label?: string }): string {
  if (label === undefined) return '';
  const text = lead(label);
  return `${element('b', text.trimEnd())}${text.slice(text.trimEnd().length)}`;
}
