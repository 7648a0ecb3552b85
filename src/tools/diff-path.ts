import type { Node } from './graph.ts';
import { nodeSummary } from './node-summary.ts';

/** A way into a value: where it comes from, and the last step. */
export interface DiffPath {
  readonly parent: DiffPath | undefined;
  /** An index, a key, or text as it is shown. */
  readonly step: number | Node | string;
  /** Whether a key is shown as an attribute, if it can be one. */
  readonly isAttribute?: boolean;
}

/** Steps that are shown at the beginning and at the end of a long way. */
const SHOWN = 50;

/** `$['a'][0].x`; the middle of a long way is `...`. */
export function pathText(path: DiffPath | undefined): string {
  const last: string[] = [];
  let length = 0;
  for (let at = path; at !== undefined; at = at.parent) length++;
  let number = length;
  for (let at = path; at !== undefined; at = at.parent, number--) {
    if (number > SHOWN && number <= length - SHOWN) {
      if (number === SHOWN + 1) last.push('...');
      continue;
    }
    last.push(stepText(at));
  }
  return `$${last.reverse().join('')}`;
}

function stepText({ step, isAttribute }: DiffPath): string {
  if (typeof step === 'number') return `[${step}]`;
  if (typeof step === 'string') return step;
  const isName = isAttribute === true && step.type === 'str' && /^[A-Za-z_]\w*$/.test(step.value);
  return isName ? `.${step.value}` : `[${nodeSummary(step)}]`;
}
