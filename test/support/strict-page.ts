/** Reads a page of ours more strictly than a browser would, and fails on everything that could act. */

const ELEMENT_NAMES =
  'html head meta title style body header main nav footer section figure h1 h2 h3 p ul li dl dt dd table caption thead tbody tfoot tr th td div span b strong bdi code pre a label input output select option button details summary svg g rect path text script';
const ELEMENTS: ReadonlySet<string> = new Set(ELEMENT_NAMES.split(' '));
const VOID: ReadonlySet<string> = new Set(['meta', 'input']);
const ATTRIBUTES =
  /^(?:lang|charset|http-equiv|content|name|id|class|role|tabindex|hidden|type|value|scope|rowspan|href|aria-[a-z]+|data-[a-z]+|width|height|x|y|d|viewBox|display|preserveAspectRatio|fill|fill-opacity|stroke|stroke-width|stroke-dasharray|stroke-linecap|vector-effect|font-size|font-family)$/;

interface Node {
  name: string;
  attributes: Record<string, string>;
  /** Text directly in it, with entities replaced. */
  text: string;
}

export interface StrictPage {
  nodes: Node[];
  /** The raw text of script and style elements. */
  scripts: string[];
  styles: string[];
  policy: string;
}

/** Text, a tag with quoted attributes, or nothing that is allowed. */
const TOKEN = /([^<]+)|<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*)(\/?)>/y;
const ATTRIBUTE = / ([a-zA-Z-]+)(?:="([^"<>]*)")?/g;

export function strictPage(html: string): StrictPage {
  const page: StrictPage = { nodes: [], scripts: [], styles: [], policy: '' };
  const open: Node[] = [];
  const doctype = '<!doctype html>';
  if (!html.startsWith(doctype)) throw new Error('no doctype');
  TOKEN.lastIndex = doctype.length;
  while (TOKEN.lastIndex < html.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(html);
    if (found === null) throw new Error(`no markup of ours: ${html.slice(at, at + 80)}`);
    const [, text, closing, name = '', attributes = '', empty] = found;
    if (text !== undefined) {
      addText(open.at(-1), text);
      continue;
    }
    if (!ELEMENTS.has(name)) throw new Error(`element ${name}`);
    if (closing === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
      continue;
    }
    const node = { name, attributes: attributesOf(name, attributes), text: '' };
    page.nodes.push(node);
    if (node.attributes['http-equiv'] === 'Content-Security-Policy') page.policy = node.attributes.content ?? '';
    if (name === 'script' || name === 'style') {
      const end = html.indexOf(`</${name}>`, TOKEN.lastIndex);
      page[name === 'script' ? 'scripts' : 'styles'].push(html.slice(TOKEN.lastIndex, end));
      TOKEN.lastIndex = end + `</${name}>`.length;
    } else if (!VOID.has(name) && empty !== '/') open.push(node);
  }
  if (open.length > 0) throw new Error(`${open.at(-1)!.name} is not closed`);
  return page;
}

function attributesOf(element: string, text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) {
    if (!ATTRIBUTES.test(name)) throw new Error(`attribute ${name} of ${element}`);
    if (name in attributes) throw new Error(`attribute ${name} of ${element} twice`);
    attributes[name] = decoded(value);
  }
  const { href } = attributes;
  if (href !== undefined && !/^#[\w-]+$/.test(href)) throw new Error(`a link to ${href}`);
  return attributes;
}

function addText(node: Node | undefined, text: string): void {
  if (node !== undefined) node.text += decoded(text);
  else if (text.trim() !== '') throw new Error(`text outside of the page: ${text.slice(0, 80)}`);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function decoded(text: string): string {
  return text.replace(/&([^;&\s]{0,8});|&/g, (whole, name: string | undefined) => {
    const character = name === undefined ? undefined : ENTITIES[name];
    if (character === undefined) throw new Error(`entity ${whole}`);
    return character;
  });
}
