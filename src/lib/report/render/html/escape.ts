/** Text in HTML. All text of a report passes through here, so that no name becomes markup. */
import { safeText } from '../../../format/terminal.js';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Only hostile input has longer texts. */
const LONGEST = 4000;

/** Text for an element or a quoted attribute. Control, bidi and invisible characters become visible escapes. */
export function escapeHtml(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return safeText(cut).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

type Attributes = Readonly<Record<string, string | number | true | undefined>>;

/** An opening tag. Absent attributes are left out; `true`: an attribute without a value. */
export const tag = (name: string, attributes: Attributes = {}): string =>
  `<${[
    name,
    ...Object.entries(attributes).flatMap(([attribute, value]) =>
      value === undefined ? [] : value === true ? [attribute] : [`${attribute}="${escapeHtml(String(value))}"`],
    ),
  ].join(' ')}>`;

/** An element that holds text. */
export const element = (name: string, text: string, attributes: Attributes = {}): string =>
  `${tag(name, attributes)}${escapeHtml(text)}</${name}>`;
