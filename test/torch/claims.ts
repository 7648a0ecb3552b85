/** Files of one tensor that may claim what is not so. */
import { ByteArray, dumps, Global, Instance, Tuple } from 'brine';
import { type ZipMember, zip } from 'brine/containers';

/** What a tensor says of itself. */
export interface Claim {
  readonly key?: unknown;
  readonly cls?: string;
  readonly length?: unknown;
  readonly offset?: unknown;
  readonly size?: unknown;
  readonly stride?: unknown;
}

/** A pickle of one tensor that says this of itself. */
export function claiming({
  key = '0',
  cls = 'torch.FloatStorage',
  length = 4,
  offset = 0,
  size = Tuple.of(4),
  stride = Tuple.of(1),
}: Claim): Uint8Array {
  const storage = new ByteArray();
  const id = Tuple.of<unknown>('storage', Global.of(cls), key, 'cpu', length);
  const call = new Instance(
    Global.of('torch._utils._rebuild_tensor_v2'),
    'call',
    Tuple.of<unknown>(storage, offset, size, stride, false, null),
  );
  return dumps(call, { protocol: 2, persistentId: (value) => (value === storage ? id : undefined) });
}

/** A member of an archive. */
export const text = (name: string, content: string): ZipMember => ({ name, data: new TextEncoder().encode(content) });

/** An archive with this pickle and a storage of 16 bytes. */
export const file = async (pickle: Uint8Array, ...more: ZipMember[]): Promise<Uint8Array> =>
  await zip([{ name: 'a/data.pkl', data: pickle }, { name: 'a/data/0', data: new Uint8Array(16) }, ...more]);
