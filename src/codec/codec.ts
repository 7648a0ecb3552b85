/**
 * Codecs tie Python's classes and functions to JavaScript's, in both directions.
 *
 * A codec is a plain frozen value. There is no global registry: a call understands the codecs it is given, in addition
 * to the default ones. Later codecs win.
 *
 * @module
 */
import type { FamilyCodec, FamilyMember } from './family.ts';
import type { InstancesCodec } from './instances.ts';

/** Ties Python globals to JavaScript values. A plain frozen value. */
export type Codec = FamilyMember | FamilyCodec | InstancesCodec;
