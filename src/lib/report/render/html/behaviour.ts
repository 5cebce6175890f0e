/**
 * The script of a page. It holds no data and no words: it shows the controls that are on the page, sorts and filters rows, folds
 * long tables, and changes the theme. Text is only ever moved, never parsed.
 */
export const BEHAVIOUR = `(() => {
'use strict';
const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
const filled = (text, values) => text.replace(/\\{(\\w+)\\}/g, (_, name) => values[name]);
for (const part of all('[data-live]')) part.hidden = false;
const theme = document.getElementById('theme');
theme.addEventListener('change', () => {
  if (theme.value === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', theme.value);
});
for (const section of all('section')) {
  const holder = section.querySelector('table.data > tbody, ul.items');
  if (holder === null) continue;
  const owner = holder.tagName === 'UL' ? holder : holder.parentElement;
  const few = Number(owner.dataset.shown || Infinity);
  const field = section.querySelector('input[type=search]');
  const counted = section.querySelector('output');
  const more = section.querySelector('button.more');
  let rows = Array.from(holder.children);
  let folded = rows.length > few;
  if (field !== null && rows.length <= 8) field.closest('p').hidden = true;
  const draw = () => {
    const wanted = field === null ? '' : field.value.trim().toLowerCase();
    const found = rows.filter((row) => {
      const fits = wanted === '' || row.textContent.toLowerCase().includes(wanted);
      row.classList.toggle('filtered', !fits);
      return fits;
    });
    found.forEach((row, at) => row.classList.toggle('folded', folded && at >= few));
    if (counted !== null)
      counted.textContent = wanted === '' ? '' : filled(counted.dataset.text, { shown: found.length, all: rows.length });
    if (more !== null) {
      more.hidden = found.length <= few;
      more.textContent = filled(folded ? more.dataset.more : more.dataset.fewer, { all: found.length });
      more.setAttribute('aria-expanded', String(!folded));
    }
  };
  if (field !== null) field.addEventListener('input', draw);
  if (more !== null)
    more.addEventListener('click', () => {
      folded = !folded;
      draw();
    });
  const heads = all('thead th', owner);
  const sortBy = (head, at) => {
    const isFigure = head.classList.contains('figure');
    const before = head.getAttribute('aria-sort');
    const order = before === null ? (isFigure ? 'descending' : 'ascending') : before === 'ascending' ? 'descending' : 'ascending';
    for (const other of heads) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', order);
    const keyOf = (row) => {
      const cell = row.children[at];
      const text = cell.dataset.v || cell.textContent;
      return isFigure ? (text === '' ? NaN : Number(text.replace(/,/g, ''))) : text;
    };
    const keys = new Map(rows.map((row) => [row, keyOf(row)]));
    const sign = order === 'ascending' ? 1 : -1;
    rows = rows.slice().sort((one, other) => {
      const [a, b] = [keys.get(one), keys.get(other)];
      if (!isFigure) return sign * a.localeCompare(b, undefined, { numeric: true });
      return Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : sign * (a - b);
    });
    holder.append(...rows);
    draw();
  };
  if (rows.length > 1)
    heads.forEach((head, at) => {
      if (head.textContent === '') return;
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => sortBy(head, at));
    });
  draw();
}
})();`;
