import type { TensorStorage } from './storage.ts';
import { storagesIn } from './tensors-in.ts';

/** The kind of a file of PyTorch. */
export type TorchFormat = 'zip' | 'torchscript' | 'legacy' | 'tar' | 'sharded' | 'pickle';

/** A part of a file of PyTorch. */
export interface TorchMember {
  /** Its name in the archive. */
  readonly name: string;
  /** Its length, unpacked, in bytes. */
  readonly size: number;
}

/** What a {@link TorchFile} is made of. */
export interface TorchFileParts {
  /** {@link TorchFile.value} */
  readonly value: unknown;
  /** {@link TorchFile.format} */
  readonly format: TorchFormat;
  /** {@link TorchFile.isBigEndian} @defaultValue `false` */
  readonly isBigEndian?: boolean;
  /** {@link TorchFile.members} @defaultValue none */
  readonly members?: readonly TorchMember[];
  /** {@link TorchFile.version} */
  readonly version?: string | undefined;
  /** {@link TorchFile.serializationId} */
  readonly serializationId?: string | undefined;
  /** {@link TorchFile.constants} */
  readonly constants?: unknown;
}

/** A file of PyTorch whose structure was read. */
export class TorchFile {
  /** The object that was saved. Its tensors are read when they are asked for. */
  readonly value: unknown;
  /** The kind of file. */
  readonly format: TorchFormat;
  /** Whether numbers are big-endian. */
  readonly isBigEndian: boolean;
  /** The members of the archive, if it is one. */
  readonly members: readonly TorchMember[];
  /** The version of the format that the file announces. */
  readonly version: string | undefined;
  /** A number that PyTorch computes from the contents. Files of PyTorch 2.1 and later have one. */
  readonly serializationId: string | undefined;
  /** The constants of a TorchScript archive: a tuple. */
  readonly constants: unknown;

  /** Made by {@link openTorch}. */
  constructor(parts: TorchFileParts) {
    this.value = parts.value;
    this.format = parts.format;
    this.isBigEndian = parts.isBigEndian ?? false;
    this.members = parts.members ?? [];
    this.version = parts.version;
    this.serializationId = parts.serializationId;
    this.constants = parts.constants;
  }

  /** The storages of the value's tensors, each once. */
  get storages(): readonly TensorStorage[] {
    return storagesIn([this.value, this.constants]);
  }
}
