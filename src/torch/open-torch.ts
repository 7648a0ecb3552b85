import type { AbortSignalLike } from '../abort.ts';
import { isZip } from '../bytes/signature.ts';
import { isTar } from '../containers/tar.ts';
import { PickleError } from '../errors.ts';
import { numpy } from '../numpy/family.ts';
import { oneOf } from '../option-check.ts';
import type { LoadOptions } from '../options.ts';
import { loads } from '../pickle/loads.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { torch } from './family.ts';
import { isLegacy } from './legacy-stream.ts';
import { loadMemories, type ReadingOptions } from './load-storages.ts';
import { isSafetensors } from './safetensors/header.ts';
import { storagesIn, type TensorLike } from './tensors-in.ts';
import { TorchFile } from './torch-file.ts';
import { sourceOf, type TorchSource } from './torch-source.ts';
import { ZipCheckpoint } from './zip-checkpoint.ts';

/** Options of {@link openTorch} and {@link loadTorch}. */
export interface TorchOptions extends LoadOptions, ReadingOptions {
  /** Whether all tensors are read immediately, and kept in memory. @defaultValue `false` */
  readonly loadAll?: boolean | undefined;
  /**
   * Whether the checksums of storages are compared, which PyTorch does not do. With `'whole'` they are compared for each
   * storage that is read completely, as most are; if a part of a long storage is read, its checksum is not compared.
   * With `true`, a storage is always read completely, even if only a part is needed. The checksums of pickles are always
   * compared. PyTorch can leave checksums out (`set_crc32_options(False)`).
   *
   * @defaultValue `'whole'`
   */
  readonly check?: boolean | 'whole' | undefined;
  /** The most members that an archive may have. @defaultValue 1,000,000 */
  readonly entries?: number | undefined;
}

/**
 * Opens a file that any version of `torch.save` wrote. Reads its structure, and none of its tensors.
 *
 * @param source - For a file use `fileSource` of `brine/node`, and for a URL `httpSource` of `brine/containers`. The
 *   source has to stay open while tensors are read.
 * @param options - As for `loads`: nothing that the file names is run, and classes that no codec knows become an inert
 *   `Instance`. The codecs of numpy and PyTorch are always included.
 * @throws PickleError `bad-checkpoint` or `bad-archive` if it is cut or broken, or is no such file; `bad-tensor` if a
 *   tensor does not fit into its storage; what `loads` throws. Errors of the source are unchanged; the signal's
 *   `reason`.
 * @example
 * ```ts
 * import { openTorch, saveTorch, Tensor } from 'brine/torch';
 *
 * const bytes = await saveTorch({ weight: Tensor.from(new Float32Array([1, 2])) });
 * const file = await openTorch(bytes);
 * file.format; // 'zip'
 * ```
 */
export async function openTorch(source: TorchSource, options: TorchOptions = {}): Promise<TorchFile> {
  const file = await opened(sourceOf(source), options);
  if (options.loadAll === true)
    await loadMemories(
      file.storages.map(({ memory }) => memory),
      options,
    );
  return file;
}

/**
 * Reads the object in a file that `torch.save` wrote, as `torch.load` does. Its tensors are read when they are asked for.
 *
 * @param source - As for {@link openTorch}.
 * @param options - As for {@link openTorch}; with `loadAll: true`, the tensors are read too.
 * @returns The object. A state dict is an `OrderedDict` of {@link Tensor}s.
 * @throws As {@link openTorch}.
 * @example
 * ```ts
 * import { loadTorch, saveTorch, Tensor } from 'brine/torch';
 *
 * const bytes = await saveTorch({ weight: Tensor.from(new Float32Array([1, 2])) });
 * const value = await loadTorch<Map<string, Tensor>>(bytes);
 * const array = await value.get('weight')?.array();
 * array?.toNested(); // [1, 2]
 * ```
 */
export async function loadTorch<T = unknown>(source: TorchSource, options?: TorchOptions): Promise<T>;
export async function loadTorch(source: TorchSource, options: TorchOptions = {}): Promise<unknown> {
  return (await openTorch(source, options)).value;
}

/**
 * Reads tensors of a file into memory, where they stay. Tensors that are neighbours in the file are read together.
 *
 * @param tensors - The tensors. Reading one of them afterwards gives a view.
 * @throws PickleError if the file is broken; errors of the source, unchanged; the signal's `reason`.
 * @example
 * ```ts
 * import { loadTensors, loadTorch, saveTorch, Tensor } from 'brine/torch';
 *
 * const bytes = await saveTorch([Tensor.from(new Float32Array(8)), Tensor.from(new Float32Array(4))]);
 * const tensors = await loadTorch<Tensor[]>(bytes);
 * await loadTensors(tensors);
 * tensors.map(({ storage }) => storage.isLoaded); // [true, true]
 * ```
 */
export async function loadTensors(tensors: Iterable<TensorLike>, options: ReadingOptions = {}): Promise<void> {
  await loadMemories(
    storagesIn([...tensors]).map(({ memory }) => memory),
    options,
  );
}

/** What a file begins with. */
const HEAD = 512;

async function opened(source: ByteSource, options: TorchOptions): Promise<TorchFile> {
  const head = await source.read(0, Math.min(source.size, HEAD));
  const codecs = [numpy, torch, ...(options.codecs ?? [])];
  const settings: LoadOptions = { encoding: 'utf-8', ...loadOptionsOf(options), codecs };
  if (isZip(head)) return await openedZip(source, settings, options);
  if (isLegacy(head)) return await (await import('./legacy-file.ts')).openLegacy(source, settings, options.signal);
  if (isTar(head)) return await (await import('./tar-checkpoint.ts')).openTarCheckpoint(source, settings);
  if (isSafetensors(head)) throw notTorch('a safetensors file: readSafetensors reads it');
  if (head[0] === 0x7b && source.size > 1)
    throw notTorch('JSON: if it is the index of several files, openTorchShards reads it');
  throwIfAborted(options.signal);
  const bytes = await source.read(0, source.size);
  return new TorchFile({ value: loads<unknown>(bytes, settings), format: 'pickle' });
}

function notTorch(what: string): PickleError {
  return new PickleError('bad-checkpoint', `not a file of PyTorch but ${what}`);
}

/** The options for the pickles only. */
function loadOptionsOf(options: TorchOptions): LoadOptions {
  const { loadAll, check, entries, signal, onProgress, ...rest } = options;
  return rest;
}

function throwIfAborted(signal: AbortSignalLike | undefined): void {
  if (signal?.aborted === true) throw signal.reason;
}

async function openedZip(source: ByteSource, settings: LoadOptions, options: TorchOptions): Promise<TorchFile> {
  const { entries, limits, signal } = options;
  const check = oneOf<boolean | 'whole'>('check', options.check, [true, false, 'whole'], 'whole');
  const { unpacked, ratio } = limits ?? {};
  const archive = await ZipCheckpoint.open(
    source,
    {
      ...(entries === undefined ? {} : { entries }),
      ...(unpacked === undefined ? {} : { unpacked }),
      ...(ratio === undefined ? {} : { ratio }),
    },
    check,
  );
  throwIfAborted(signal);
  const read = async (name: string, folder: string): Promise<unknown> => {
    const pickle = await archive.member(name);
    throwIfAborted(signal);
    return inPickle(name, () =>
      loads<unknown>(pickle, { ...settings, persistentLoad: archive.persistentLoad(folder) }),
    );
  };
  return new TorchFile({
    value: await read('data.pkl', 'data/'),
    format: archive.isScript ? 'torchscript' : 'zip',
    isBigEndian: archive.isBigEndian,
    members: archive.entries.map(({ name, size }) => ({ name, size })),
    version: await archive.note('version'),
    serializationId: await archive.note('.data/serialization_id'),
    constants: archive.isScript ? await read('constants.pkl', 'constants/') : undefined,
  });
}

/** Says in which pickle an error is, because its offset counts from there. */
function inPickle<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    throw new PickleError(error.code, `${error.message}, in the member ${name}`, { cause: error });
  }
}
