/**
 * Files of PyTorch and of safetensors, which are read in ranges: what `show`, `tree` and `json` print of them.
 *
 * @module
 */
import { layout } from '../inspect/layout.ts';
import {
  openTensors,
  shapeColumn,
  storageTotals,
  type TensorFile,
  type TensorRow,
  tensorRows,
  withoutTensors,
} from '../inspect/tensor-file.ts';
import { visible } from '../inspect/visible.ts';
import { cutTo } from '../inspect/width.ts';
import { fileSource } from '../node/file-source.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { httpSource } from '../sources/http.ts';
import type { TorchOptions } from '../torch/open-torch.ts';
import { EXIT } from './command-error.ts';
import type { Opening } from './opening.ts';
import type { Output } from './output.ts';
import { sizeText } from './progress.ts';
import { isUrl } from './tensor-head.ts';

/** A file of tensors on disk or on a server. */
export interface OpenedTensors {
  readonly file: TensorFile;
  readonly source: ByteSource;
}

/** Does something with a file of tensors, and closes it; `undefined` if it has none. */
export async function withTensors<T>(
  name: string,
  { limits }: Opening,
  use: (opened: OpenedTensors) => Promise<T>,
  options: Pick<TorchOptions, 'floats'> = {},
): Promise<T | undefined> {
  const source = isUrl(name) ? await httpSource(name) : await fileSource(name);
  try {
    const file = await openTensors(source, { limits, ints: 'bigint', ...options });
    return file === undefined ? undefined : await use({ file, source });
  } finally {
    await source.close?.();
  }
}

/** How many lines of what is not a tensor are shown. */
const OTHER_LINES = 20;

/** The summary, and the tensors as a table. */
export async function showTensors(name: string, opening: Opening, output: Output): Promise<number | undefined> {
  return await withTensors(name, opening, async ({ file, source }) => {
    const rows = tensorRows(file.tensors);
    const { count, nbytes } = storageTotals(file.tensors);
    const row = async (label: string, text: string): Promise<void> =>
      await output.line(`${output.style.paint('faint', label.padEnd(12))}${text}`);
    await row('file', `${sizeText(source.size)}, ${file.kind}`);
    if (file.producer !== undefined) await row('written by', `${file.producer} (probably)`);
    await row('tensors', `${rows.length} in ${count} ${count === 1 ? 'storage' : 'storages'}, ${sizeText(nbytes)}`);
    for (const [key, text] of file.metadata) await row('metadata', visible(`${key}: ${text}`));
    await others(file, row);
    await table(rows, output);
    await rest(file, output);
    return EXIT.ok;
  });
}

async function others(
  { others: members }: TensorFile,
  row: (label: string, text: string) => Promise<void>,
): Promise<void> {
  if (members.length === 0) return;
  const shown = members.slice(0, 5).map(({ name, size }) => `${visible(name)} (${sizeText(size)})`);
  const more = members.length > shown.length ? `, and ${members.length - shown.length} more` : '';
  await row('also in it', `${shown.join(', ')}${more}`);
}

/** Name, dtype, shape, bytes, and whose memory it is. */
async function table(rows: readonly TensorRow[], output: Output): Promise<void> {
  if (rows.length === 0) return;
  await output.line();
  const cells = rows.map((row) => [
    visible(row.name === '' ? '(the value)' : row.name),
    row.dtype,
    shapeColumn(row),
    sizeText(row.nbytes),
    row.shared === undefined ? '' : `shares ${visible(row.shared)}`,
  ]);
  const heads = ['name', 'dtype', 'shape', 'bytes', cells.some(([, , , , shared]) => shared !== '') ? 'shared' : ''];
  const widths = heads.map((head, column) =>
    cells.reduce((most, line) => Math.max(most, (line[column] ?? '').length), head.length),
  );
  const text = (line: readonly string[]): string =>
    line
      .map((cell, column) => (column === 3 ? cell.padStart(widths[3] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  await output.line(output.style.paint('faint', cutLine(text(heads), output)));
  for (const line of cells) await output.line(cutLine(text(line), output));
}

/** Without a terminal, nothing is cut: another program may read it. */
function cutLine(line: string, output: Output): string {
  return output.isTerminal ? cutTo(line, output.columns) : line;
}

/** What is not a tensor. */
async function rest({ value }: TensorFile, output: Output): Promise<void> {
  const other = withoutTensors(value);
  if (other === undefined) return;
  await output.line();
  await output.line(output.style.paint('faint', 'and what is no tensor:'));
  let left = OTHER_LINES;
  for (const line of layout(other, { width: output.columns, depth: 4, sortDicts: false, longest: 200 })) {
    if (left-- === 0) {
      await output.line(output.style.paint('faint', '...'));
      return;
    }
    await output.line(cutTo(output.style.python(line), output.columns));
  }
}

/** A part of the tree: the tensors whose names begin alike. */
interface Branch {
  readonly label: string;
  readonly parts: Map<string, Branch>;
  nbytes: number;
  row: TensorRow | undefined;
}

export interface TensorTreeOptions {
  readonly depth: number;
  readonly items: number;
  readonly isLargestFirst: boolean;
}

/** The tensors by the parts of their names. */
export async function treeOfTensors(
  name: string,
  opening: Opening,
  options: TensorTreeOptions,
  output: Output,
): Promise<number | undefined> {
  return await withTensors(name, opening, async ({ file }) => {
    const root: Branch = { label: '$', parts: new Map(), nbytes: 0, row: undefined };
    for (const row of tensorRows(file.tensors)) {
      const own = row.shared === undefined ? row.nbytes : 0;
      let branch = root;
      branch.nbytes += own;
      for (const label of row.name === '' ? [] : row.name.split('.')) {
        const next: Branch = branch.parts.get(label) ?? { label, parts: new Map(), nbytes: 0, row: undefined };
        branch.parts.set(label, next);
        branch = next;
        branch.nbytes += own;
      }
      branch.row = row;
    }
    await draw(root, options, output);
    return EXIT.ok;
  });
}

async function draw(root: Branch, options: TensorTreeOptions, output: Output): Promise<void> {
  const open: { readonly branch: Branch | string; readonly depth: number }[] = [{ branch: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { branch, depth } = next;
    const indent = '  '.repeat(Math.min(depth, 30));
    if (typeof branch === 'string') {
      await output.line(output.style.paint('faint', `${' '.repeat(16)}${indent}${branch}`));
      continue;
    }
    const share = root.nbytes === 0 ? '0%' : `${Math.round((100 * branch.nbytes) / root.nbytes)}%`;
    const { row } = branch;
    const what =
      row === undefined
        ? `${branch.parts.size} parts`
        : `${row.dtype} ${shapeColumn(row)}${row.shared === undefined ? '' : `, shares ${row.shared}`}`;
    const line = `${sizeText(branch.nbytes).padStart(9)} ${share.padStart(4)}  ${indent}${visible(branch.label)}  ${visible(what)}`;
    await output.line(cutLine(line, output));
    if (depth >= options.depth) continue;
    const parts = [...branch.parts.values()];
    if (options.isLargestFirst) parts.sort((a, b) => b.nbytes - a.nbytes);
    const more = parts.length - options.items;
    if (more > 0) open.push({ branch: `... ${more} more`, depth: depth + 1 });
    for (const part of parts.slice(0, options.items).reverse()) open.push({ branch: part, depth: depth + 1 });
  }
}

/** The tensors as JSON: a line with what each is, and with its elements if they are asked for. */
export async function jsonOfTensors(
  name: string,
  opening: Opening,
  arrays: 'list' | 'base64' | 'summary',
  output: Output,
): Promise<number | undefined> {
  return await withTensors(name, opening, async ({ file }) => {
    const metadata = Object.fromEntries(file.metadata);
    await output.write(`{"kind":${JSON.stringify(file.kind)},"metadata":${JSON.stringify(metadata)},"tensors":[`);
    for (const [at, row] of tensorRows(file.tensors).entries()) {
      const { shared, note, ...parts } = row;
      const values = await elementsJson(file.tensors[at]?.tensor, arrays);
      const object = { ...parts, ...(note === '' ? {} : { note }), ...(shared === undefined ? {} : { shared }) };
      const text = JSON.stringify(object);
      await output.write(`${at === 0 ? '' : ','}${text.slice(0, -1)}${values}}`);
    }
    await output.write(']}\n');
    return EXIT.ok;
  });
}

async function elementsJson(tensor: unknown, arrays: 'list' | 'base64' | 'summary'): Promise<string> {
  const { Tensor } = await import('../torch/tensor.ts');
  if (arrays === 'summary' || !(tensor instanceof Tensor) || tensor.isMeta) return '';
  if (arrays === 'base64') return `,"data":"${Buffer.from(await tensor.bytes()).toString('base64')}"`;
  return `,"data":${JSON.stringify(await tensor.array())}`;
}
