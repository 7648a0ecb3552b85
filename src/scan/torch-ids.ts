/**
 * The persistent ids of PyTorch: storages, and classes with their source text.
 *
 * @module
 */
import type { AbstractMachine } from '../globals/abstract-machine.ts';
import type { Entry, Value } from '../globals/census.ts';

const STORAGE_TYPE = /^torch(?:\.cuda|\.storage)?$/;

/**
 * What a persistent id of PyTorch stands for; `undefined` for any other id. `('storage', FloatStorage, '0', 'cpu', 16)` is a
 * storage, with the numbers of a view behind it in files before 1.6. `('module', Class, 'model.py', 'class ...')` is the
 * class: PyTorch compares the text with the source it has, and runs none of it.
 */
export function torchIdOf(id: Value, machine: AbstractMachine<Entry>): Value | undefined {
  if (id.kind !== 'box' || !id.isTuple) return undefined;
  const [kind, type, key, location, size, view] = id.parts;
  if (kind?.kind !== 'str' || type?.kind !== 'global') return undefined;
  const what = machine.text(kind);
  if (what === 'module') {
    return id.parts.length === 4 && isText(key) && isText(location) ? type : undefined;
  }
  if (what !== 'storage' || key?.kind !== 'str' || location?.kind !== 'str' || size?.kind !== 'other') return undefined;
  if (id.parts.length > 6 || (view !== undefined && view.kind !== 'other' && view.kind !== 'box')) return undefined;
  const { python3 } = type.global;
  const isStorage = python3 !== undefined && STORAGE_TYPE.test(python3.module) && python3.name.endsWith('Storage');
  return isStorage ? { kind: 'made', root: undefined } : undefined;
}

/** A str, or None. */
function isText(value: Value | undefined): boolean {
  return value?.kind === 'str' || value?.kind === 'other';
}
