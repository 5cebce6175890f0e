import { safeText } from '../../format/terminal.js';
import { displayWidth } from '../../format/width.js';
import type { Finding } from '../../audit/model.js';
import type { Severity } from '../../audit/severity.js';
import { SEVERITIES } from '../../audit/severity.js';
import { severityPaint } from '../render/style.js';
import { heading, INDENT, paragraph, type TextContext } from '../render/lines.js';

const MARKERS: Record<Severity, string> = { high: '●', medium: '◆', low: '○' };
const SEVERITY_COLUMN = 'medium'.length;
const BODY = INDENT + 2 + SEVERITY_COLUMN + 2;

/** What is wrong, the worst first, each with what was seen and what mends it. */
export function findingsText(context: TextContext, findings: readonly Finding[], hint: string | null): string {
  if (findings.length === 0) return `${heading(context, 'Findings')}\n${paragraph(context, 'none', INDENT, context.style.green)}`;
  const groups = SEVERITIES.map((severity) => findings.filter((finding) => finding.severity === severity));
  const counts = groups.flatMap((group, index) => (group.length === 0 ? [] : `${group.length} ${SEVERITIES[index]}`));
  return [
    heading(context, 'Findings', counts.join(', ')),
    ...groups.flat().map((finding) => findingText(context, finding)),
    hint === null ? [] : paragraph(context, hint, INDENT, context.style.dim),
  ]
    .flat()
    .join('\n');
}

function findingText(context: TextContext, finding: Finding): string {
  const { style } = context;
  const paint = severityPaint(style, finding.severity);
  const label = `${MARKERS[finding.severity]} ${finding.severity.padEnd(SEVERITY_COLUMN)}`;
  return [
    `${' '.repeat(INDENT)}${paint(label)}  ${titleText(context, finding)}`,
    paragraph(context, finding.evidence, BODY),
    fixText(context, finding.fix),
  ].join('\n');
}

/** The title, then the rule's code beside it where there is room, else below. */
function titleText(context: TextContext, { title, code }: Finding): string {
  const fits = BODY + displayWidth(title) + 2 + displayWidth(code) <= context.width;
  const block = paragraph(context, title, BODY, context.style.bold).slice(BODY);
  return `${block}${fits ? '  ' : `\n${' '.repeat(BODY)}`}${context.style.dim(safeText(code))}`;
}

/** A command stays on one line however long it is, so that it can be copied whole. */
function fixText(context: TextContext, fix: string): string {
  const label = 'fix: ';
  const { cyan } = context.style;
  if (/^(?:meter|redis-cli) /.test(fix)) return `${' '.repeat(BODY)}${cyan(label + safeText(fix))}`;
  const block = paragraph(context, fix, BODY + label.length, cyan);
  return `${' '.repeat(BODY)}${cyan(label)}${block.slice(BODY + label.length)}`;
}
