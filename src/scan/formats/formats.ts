import type { Format } from './format.ts';
import { npy } from './npy.ts';
import { hdf5, inert, unreadable } from './opaque.ts';
import { joblibZ, packed } from './packed.ts';
import { rpa, rpyc } from './renpy.ts';
import { sqlite } from './sqlite.ts';
import { tar } from './tar.ts';
import { gguf, safetensors } from './weights.ts';
import { appendedZip, zip } from './zip.ts';

/** All formats. A file may be of several at once. */
export const FORMATS: readonly Format[] = [
  zip,
  appendedZip,
  tar,
  ...packed,
  joblibZ,
  npy,
  safetensors,
  gguf,
  hdf5,
  sqlite,
  rpa,
  rpyc,
  ...unreadable,
  ...inert,
];
